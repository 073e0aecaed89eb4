"""The replacement of an adviser while it is being made."""

import datetime as dt

from bot.talk.filling import Unfinished
from domain.advisers import AdviserKind

BUTTONS = frozenset({"village", "adviser", "kind", "since"})
"""Parts a button fills in; a new name is said."""


class ReplacementEntry(Unfinished):
    """The new adviser is known (`adviser_id`), or to be added."""

    village_id: int | None = None
    adviser_id: int | None = None
    name: str | None = None
    kind: AdviserKind | None = None
    since: dt.date
    ends: tuple[int, ...] | None = None
    """Whose service ends with it, as it was shown; None for what 0.1.0 left."""
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
        if part not in BUTTONS:
            raise ValueError(part)
        field = f"{part}_id" if part in ("village", "adviser") else part
        return ReplacementEntry.model_validate(self.model_dump() | {field: value})
