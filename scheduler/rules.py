"""What the dates of jobs depend on: the policies and calendars of all streets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from domain.districts import EVERYWHERE, District
from domain.inheritance import Setting, calendar_at, inherited
from domain.months import Month
from domain.policy import Policy
from domain.working_days import WorkCalendar


class Due(NamedTuple):
    """`period` is a month `2026-11`, a day `2026-11-15` or a week `2026-W47`; `streets` are those
    that have it at this moment."""

    at: datetime
    period: str
    streets: tuple[int, ...] = (EVERYWHERE,)


@dataclass(frozen=True)
class Dates:
    """The rules of one street, or of several that inherit the same."""

    settings: Sequence[Setting] = ()
    chain: Sequence[int] = (EVERYWHERE,)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    _known: dict[Month, Policy] = field(default_factory=dict, compare=False)

    def policy_of(self, month: Month) -> Policy:
        if month not in self._known:
            self._known[month] = inherited(self.settings, self.chain, month).policy
        return self._known[month]


@dataclass(frozen=True)
class Rules:
    streets: Sequence[District] = ()
    settings: Sequence[Setting] = ()
    tables: Mapping[int, Mapping[date, bool]] = field(default_factory=dict)
    _groups: list[tuple[Dates, list[District]]] = field(default_factory=list, compare=False)

    @property
    def everywhere(self) -> Dates:
        return self._of((EVERYWHERE,))

    def groups(self) -> Iterator[tuple[Dates, list[District]]]:
        """Streets that inherit the same together: in a province most of them do."""
        if not self._groups:
            saying = {EVERYWHERE, *self.tables, *(s.place_id for s in self.settings)}
            found: dict[tuple[int, ...], list[District]] = {}
            for street in self.streets:
                chain = tuple(each for each in street.chain if each in saying)
                found.setdefault(chain, []).append(street)
            self._groups.extend((self._of(chain), own) for chain, own in found.items())
        yield from self._groups

    def _of(self, chain: tuple[int, ...]) -> Dates:
        own = [setting for setting in self.settings if setting.place_id in chain]
        return Dates(own, chain, calendar_at(self.tables, chain))


def has_begun(street: District, period: str, day: date) -> bool:
    """Nothing is due in a street before the day it began, or for a month before it."""
    if street.began_on is None:
        return True
    of_month = Month.parse(period) if re.fullmatch(r"\d{4}-\d{2}", period) else None
    judged = of_month is None or street.began_on <= of_month.last_day
    return judged and street.began_on <= day
