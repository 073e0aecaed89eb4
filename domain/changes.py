"""A change of a place, an appointment or somebody's record: who makes it, from when on, and why."""

from datetime import date, datetime
from typing import NamedTuple

from domain.errors import Refused
from domain.mingbairen import ReasonMissing
from domain.months import local_day
from domain.people import Actor
from domain.reasons import is_no_reason

LONGEST_REASON = 300


class Change(NamedTuple):
    """`actor` None is the command line on the server."""

    actor: Actor | None
    day: date
    reason: str
    now: datetime

    @property
    def by_id(self) -> int | None:
        return self.actor.person_id if self.actor else None

    @property
    def by_name(self) -> str:
        return self.actor.name if self.actor else ""

    @property
    def offices(self) -> frozenset[int] | None:
        """The districts the actor answers for; None stands for all of them."""
        return self.actor.offices if self.actor else None


class DayAhead(Refused):
    """What changes places and people is done on its day or afterwards, never ahead of it."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


def checked(change: Change) -> Change:
    """The change with its reason as it will be kept (规则 2.8). Raises ReasonMissing, DayAhead."""
    reason = change.reason.strip()[:LONGEST_REASON]
    if is_no_reason(reason):
        raise ReasonMissing
    if change.day > local_day(change.now):
        raise DayAhead(change.day)
    return change._replace(reason=reason)
