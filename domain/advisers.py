"""法律顾问 and 聘任/结对: who serves which village, and when."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.errors import Refused, Stale
from domain.model import Model
from domain.months import Month


class AdviserKind(StrEnum):
    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"


ADVISER_KIND_LABELS = {
    AdviserKind.LAWYER: "律师",
    AdviserKind.LEGAL_WORKER: "基层法律服务工作者",
}
"""As rosters print it, and as it is read back."""


class Adviser(Model):
    """An adviser is a person; `id` is the id of that person."""

    id: int
    name: str
    kind: AdviserKind


class Assignment(Model):
    """One adviser serves one village from `since` to `until`, both days included."""

    id: int
    adviser_id: int
    village_id: int
    since: date
    until: date | None = None

    def covers(self, adviser_id: int, village_id: int, day: date) -> bool:
        return (
            self.adviser_id == adviser_id
            and self.village_id == village_id
            and self.since <= day
            and (self.until is None or day <= self.until)
        )


class AlreadyServes(Stale):
    """The village has this adviser, and no other, from that day on."""


class VisitsLeftBehind(Refused):
    """From that day on the former adviser has recorded visits, which would be nobody's."""

    def __init__(self, adviser: str, last_day: date, count: int) -> None:
        super().__init__()
        self.adviser, self.last_day, self.count = adviser, last_day, count


class SinceClosedMonth(Refused):
    """The appointment would change who was responsible in a month whose figures are frozen."""

    def __init__(self, month: Month) -> None:
        super().__init__()
        self.month = month


def running_from(assignments: Iterable[Assignment], since: date) -> list[Assignment]:
    """Those that run on this day or begin later: what an appointment from then on would end."""
    return [each for each in assignments if each.until is None or each.until >= since]


def assigned_days(assignments: Iterable[Assignment], month: Month) -> int:
    """Days of the month on which at least one of these runs, the days to come included."""
    first, last = month.first_day, month.last_day
    days: set[int] = set()
    for each in assignments:
        since, until = max(each.since, first), min(each.until or last, last)
        if since <= until:
            days.update(range(since.day, until.day + 1))
    return len(days)
