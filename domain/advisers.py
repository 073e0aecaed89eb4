"""法律顾问 and 聘任/结对: who serves which village, and when."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

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


def assigned_days(assignments: Iterable[Assignment], month: Month) -> int:
    """Days of the month on which at least one of these runs, the days to come included."""
    first, last = month.first_day, month.last_day
    days: set[int] = set()
    for each in assignments:
        since, until = max(each.since, first), min(each.until or last, last)
        if since <= until:
            days.update(range(since.day, until.day + 1))
    return len(days)
