"""法律顾问 and 聘任/结对: who serves which village, and when."""

from datetime import date
from enum import StrEnum

from domain.model import Model


class AdviserKind(StrEnum):
    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"


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
