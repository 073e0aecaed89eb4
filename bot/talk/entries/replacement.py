"""The replacement of an adviser while it is being made."""

import datetime as dt
from typing import Literal

from domain.advisers import AdviserKind
from domain.model import Model

Part = Literal["village", "adviser", "kind"]


class ReplacementEntry(Model):
    """Kept in the dialogue as JSON. The new adviser is known (`adviser_id`), or to be added."""

    village_id: int | None = None
    adviser_id: int | None = None
    name: str | None = None
    kind: AdviserKind | None = None
    since: dt.date

    @property
    def missing(self) -> Part | None:
        if self.village_id is None:
            return "village"
        if self.adviser_id is None and self.name is None:
            return "adviser"
        return "kind" if self.adviser_id is None and self.kind is None else None

    def with_part(self, part: str, value: str) -> "ReplacementEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        field = f"{part}_id" if part in ("village", "adviser") else part
        return ReplacementEntry.model_validate(self.model_dump() | {field: value})
