"""The evaluations behind shortfalls: pure figures in, judgements with their reasons out.

They run for every village and grid of a province at once, so they take plain integers and work out
the policy once.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from domain.hours import Counted, Hours, Stay, behind_pace, quota_for
from domain.month_days import pace_day
from domain.months import Month, local_day, minutes_between
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import Judgement, ShortfallKind, Subject
from domain.villages import VillageKind


class MonthJudge:
    """One month under the policy of one place, as seen on one day."""

    def __init__(self, month: Month, policy: Policy, today: date, place_id: int = 0) -> None:
        self._month, self._policy, self._today = month, policy, today
        self._place_id = place_id
        self._pace_day = pace_day(month, policy)
        self._period = str(month)
        self._late = self._pace_day <= today
        self._snapshot: dict[str, Any] = {
            "basis": policy.basis.value,
            "quota": policy.quota,
            "confirmation": policy.confirmation.value,
            "counting": sorted(policy.counting),
            "pro_rata": policy.pro_rata,
        }

    def village(self, village_id: int, hours: Hours, assigned_days: int) -> Judgement:
        """The one monthly kind that fits the village; what it has of the others no longer applies.

        A village without an adviser is 未配备, not 0 of 8 hours (规则 3.12), and that from the
        1st: no pace will mend it. Under the basis `adviser` only an unvisited village is short.
        """
        if not assigned_days:
            return self._judgement(
                ShortfallKind.NO_ADVISER,
                Subject.VILLAGE,
                village_id,
                0,
                1,
                True,
                lambda: {"assigned_days": 0},
            )
        if self._policy.basis is QuotaBasis.ADVISER:
            came = sum(part.minutes > 0 for _, part in hours.visits)
            why = partial(self._why, hours, assigned_days)
            return self._judgement(
                ShortfallKind.NO_VISIT, Subject.VILLAGE, village_id, came, 1, self._late, why
            )
        return self._hours(Subject.VILLAGE, village_id, hours, assigned_days)

    def adviser(self, adviser_id: int, hours: Hours, assigned_days: int) -> Judgement | None:
        """None unless the basis is `adviser` and the adviser serves some village this month.

        Their hours in all their villages together, by the rules of this place (规则 3.9).
        """
        if self._policy.basis is not QuotaBasis.ADVISER or not assigned_days:
            return None
        return self._hours(Subject.ADVISER, adviser_id, hours, assigned_days)

    def _hours(self, subject: Subject, id_: int, hours: Hours, assigned_days: int) -> Judgement:
        quota = quota_for(self._policy, self._month, assigned_days)
        behind = behind_pace(hours.counted, quota, self._month, self._today, self._pace_day)
        why = partial(self._why, hours, assigned_days)
        return self._judgement(ShortfallKind.HOURS, subject, id_, hours.counted, quota, behind, why)

    def _judgement(
        self,
        kind: ShortfallKind,
        subject: Subject,
        id_: int,
        figure: int,
        wanted: int,
        behind: bool,
        why: Callable[[], dict[str, Any]],
    ) -> Judgement:
        place = self._place_id if subject is Subject.ADVISER else 0
        return Judgement(kind, subject, id_, self._period, figure, wanted, behind, why, place)

    def _why(self, hours: Hours, assigned_days: int) -> dict[str, Any]:
        """Everything the figure came from, in an order that does not depend on the database.

        `shared` is the time several visits had in common: the minutes listed less `shared` are
        the figure.
        """
        visits = sorted(hours.visits, key=_by_time)
        together = sum(part.minutes for _, part in visits)
        return {
            "counted": [_line(visit, part) for visit, part in visits if part.minutes],
            "not_counted": [_line(visit, part) for visit, part in visits if not part.minutes],
            "shared": together - hours.counted,
            "confirmed": hours.confirmed,
            "assigned_days": assigned_days,
            "days": self._month.last_day.day,
            "policy": self._snapshot,
        }


def _by_time(entry: tuple[Stay, Counted]) -> tuple[Any, ...]:
    return entry[0].started_at, entry[0].id


def _line(visit: Stay, part: Counted) -> dict[str, Any]:
    """One visit in a why: `minutes` is what counts of it; where that is not all that was
    recorded, `reason` says why."""
    line: dict[str, Any] = {
        "visit": visit.id,
        "day": local_day(visit.started_at).isoformat(),
        "minutes": part.minutes,
    }
    if part.reason is not None:
        line["recorded"] = minutes_between(visit.started_at, visit.ended_at)
        line["reason"] = part.reason.value
    return line


def judge_grid(
    grid_id: int, registered: int, in_training: int, policy: Policy, today: date
) -> Judgement:
    """Only people 在册 cover a grid; those 培育中 are shown beside it."""
    least = policy.grid_least

    def why() -> dict[str, Any]:
        return {"registered": registered, "in_training": in_training, "least": least}

    day = today.isoformat()
    return Judgement(
        ShortfallKind.GRID_UNCOVERED, Subject.GRID, grid_id, day, registered, least, False, why
    )


def judge_village_thin(
    village_id: int, kind: VillageKind, registered: int, policy: Policy, today: date
) -> Judgement | None:
    """None for a 社区 unless the policy extends the national norm to it."""
    if kind is VillageKind.COMMUNITY and not policy.village_least_in_communities:
        return None
    least = policy.village_least

    def why() -> dict[str, Any]:
        return {"registered": registered, "least": least, "kind": kind.value}

    day = today.isoformat()
    return Judgement(
        ShortfallKind.VILLAGE_THIN, Subject.VILLAGE, village_id, day, registered, least, False, why
    )
