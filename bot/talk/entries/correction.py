"""The correction of what is kept of a 明白人 while it is being filled in."""

from pydantic import Field

from bot.talk.filling import Unfinished
from domain.corrections import FIELDS, read_field


class CorrectionEntry(Unfinished):
    """`said` are the texts by field, as they were sent; `candidates` people of the same name."""

    mingbairen_id: int | None = None
    candidates: tuple[int, ...] = ()
    said: dict[str, str] = Field(default_factory=dict)
    grid_id: int | None = None
    asks_reason: bool = False
    reason: str | None = None

    @property
    def missing(self) -> str | None:
        if self.mingbairen_id is None:
            return "person"
        if not self.said and self.grid_id is None:
            return "field"
        return "reason" if self.asks_reason and self.reason is None else None

    @property
    def values(self) -> dict[str, object]:
        """What is to be kept, by field. Raises NotReadable."""
        told = {field: read_field(field, text) for field, text in self.said.items()}
        return told | ({} if self.grid_id is None else {"grid_id": self.grid_id})

    def with_field(self, field: str, text: str) -> "CorrectionEntry":
        """Raises NotReadable for a text that is no such thing."""
        read_field(field, text)
        return self.model_copy(update={"said": self.said | {field: text}})

    def with_part(self, part: str, value: str) -> "CorrectionEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        if part == "person":
            return self.model_copy(update={"mingbairen_id": int(value), "candidates": ()})
        if part == "grid":
            return self.model_copy(update={"grid_id": int(value)})
        if part not in FIELDS:
            raise ValueError(part)
        return self.with_field(part, value)
