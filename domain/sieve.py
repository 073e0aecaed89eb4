"""Which subjects of a month an evaluation must look at closely, told from sums alone.

A province has 21,000 villages and on most days nothing about them has changed. The sieve may let
an unchanged subject through, but never holds a changed one back: what it lets through is judged
again by the rules themselves.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from domain.hours import behind_pace, quota_for
from domain.month_days import pace_day
from domain.months import Month
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import OPEN_STATES, ShortfallKind, State, Subject

SETTLED = frozenset({State.MADE_UP, State.WAIVED})


class Sums(NamedTuple):
    """One subject's month: minutes, counted visits, and days with an assignment."""

    counted: int = 0
    confirmed: int = 0
    came: int = 0
    days: int = 0
    place_id: int = 0
    """The street of a village; advisers are no street's."""


class Known(NamedTuple):
    """What the sieve reads of a row that exists, as the database holds it."""

    kind: str
    state: str
    figure: int
    wanted: int
    evaluated_at: datetime
    place_id: int = 0


class Figure(NamedTuple):
    """What the one fitting kind comes to; `behind` as in Judgement."""

    kind: ShortfallKind
    figure: int
    wanted: int
    behind: bool


class MonthSieve:
    """One month under one policy, set at `policy_set_at`, as seen on one day."""

    def __init__(
        self,
        month: Month,
        policy: Policy,
        today: date,
        *,
        policy_set_at: datetime | None = None,
        closing: bool = False,
    ) -> None:
        self._policy, self._today = policy, today
        self._ended, self._closing = today > month.last_day, closing
        self._set_at = policy_set_at
        self._pace_day = pace_day(month, policy)
        self._quota = cache(lambda days: quota_for(policy, month, days))
        self._behind = cache(
            lambda counted, quota: behind_pace(counted, quota, month, today, self._pace_day)
        )

    def wanted(self, days: int) -> int:
        """Minutes wanted of a subject with an assignment on so many days; 0 without any."""
        return self._quota(days) if days else 0

    def may_change(self, subject: Subject, sums: Sums | None, known: Iterable[Known]) -> bool:
        """`sums` is None for a subject that is not judged any more, such as a retired village.

        A row whose figures stand is left alone: every single visit was judged when it came in,
        with its reasons. Only closing looks at each row once more.
        """
        figure = self._figure(subject, sums) if sums is not None else None
        fits = False
        for row in known:
            if figure is not None and row.kind == figure.kind:
                fits = True
                if not self._stands(row, figure):
                    return True
            elif row.state not in SETTLED:
                return True
        return figure is not None and not fits and self._opens(figure)

    def _figure(self, subject: Subject, sums: Sums) -> Figure | None:
        by_adviser = self._policy.basis is QuotaBasis.ADVISER
        if subject is Subject.ADVISER and not (by_adviser and sums.days):
            return None
        if not sums.days:
            return Figure(ShortfallKind.NO_ADVISER, 0, 1, True)
        if by_adviser and subject is Subject.VILLAGE:
            return Figure(ShortfallKind.NO_VISIT, sums.came, 1, self._pace_day <= self._today)
        quota = self._quota(sums.days)
        return Figure(ShortfallKind.HOURS, sums.counted, quota, self._behind(sums.counted, quota))

    def _opens(self, figure: Figure) -> bool:
        due = figure.behind or self._ended or self._closing
        return figure.figure < figure.wanted and due

    def _stands(self, row: Known, figure: Figure) -> bool:
        short = figure.figure < figure.wanted
        if row.state == State.WAIVED or (row.state == State.MADE_UP and not short):
            return True
        if self._closing or (self._set_at is not None and row.evaluated_at <= self._set_at):
            return False
        if (row.figure, row.wanted) != (figure.figure, figure.wanted):
            return False
        late = self._ended and row.state == State.AT_RISK
        return not late and short is (row.state in OPEN_STATES or row.state == State.FINAL)
