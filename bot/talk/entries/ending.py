"""The end of an appointment while it is being filled in."""

import datetime as dt

from bot.talk.filling import Unfinished


class EndingEntry(Unfinished):
    """`day` is the last one. `villages` narrows the choice to those of an adviser named."""

    village_id: int | None = None
    villages: tuple[int, ...] = ()
    adviser_id: int | None = None
    day: dt.date
    reason: str | None = None

    @property
    def missing(self) -> str | None:
        for part in ("village", "adviser"):
            if getattr(self, f"{part}_id") is None:
                return part
        return "reason" if self.reason is None else None

    def with_part(self, part: str, value: str) -> "EndingEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        fields = {"village": "village_id", "adviser": "adviser_id", "day": "day"}
        if part not in fields:
            raise ValueError(part)
        return EndingEntry.model_validate(self.model_dump() | {fields[part]: value})
