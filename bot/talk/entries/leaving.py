"""Somebody who left, while it is being filled in that they are deactivated."""

import datetime as dt

from bot.talk.filling import Unfinished


class LeavingEntry(Unfinished):
    """`candidates` are people of the same name."""

    person_id: int | None = None
    candidates: tuple[int, ...] = ()
    day: dt.date
    reason: str | None = None

    @property
    def missing(self) -> str | None:
        if self.person_id is None:
            return "person"
        return "reason" if self.reason is None else None

    def with_part(self, part: str, value: str) -> "LeavingEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        fields = {"person": "person_id", "day": "day"}
        if part not in fields:
            raise ValueError(part)
        return LeavingEntry.model_validate(self.model_dump() | {fields[part]: value})
