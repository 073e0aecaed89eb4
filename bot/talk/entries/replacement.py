"""The replacement of an adviser while it is being made."""

import datetime as dt

from bot.talk.filling import Unfinished
from domain.advisers import AdviserKind


class ReplacementEntry(Unfinished):
    """The new adviser is known (`adviser_id`), or to be added."""

    village_id: int | None = None
    adviser_id: int | None = None
    name: str | None = None
    kind: AdviserKind | None = None
    since: dt.date
    ends: bool = False
    """Somebody else's appointment ends with it."""
    reason: str | None = None

    @property
    def missing(self) -> str | None:
        if self.village_id is None:
            return "village"
        if self.adviser_id is None and self.name is None:
            return "adviser"
        if self.adviser_id is None and self.kind is None:
            return "kind"
        return "reason" if self.ends and not self.reason else None

    def with_part(self, part: str, value: str) -> "ReplacementEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        field = f"{part}_id" if part in ("village", "adviser") else part
        return ReplacementEntry.model_validate(self.model_dump() | {field: value})
