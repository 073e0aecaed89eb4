"""Several visits said in one message, while they wait to be confirmed."""

from bot.talk.entries.visit import VisitEntry
from bot.talk.filling import Unfinished


class SeveralEntry(Unfinished):
    """`photos` came with the message; of which visit they are is asked at the end."""

    visits: tuple[VisitEntry, ...]
    photos: tuple[int, ...] = ()

    @property
    def missing(self) -> str | None:
        """What a single one lacks is asked when they are gone through one by one."""
        return None

    def with_visit(self, number: int, visit: VisitEntry | None) -> "SeveralEntry":
        """The entry with this one, counted from 1, changed or left out."""
        kept = [] if visit is None else [visit]
        visits = (*self.visits[: number - 1], *kept, *self.visits[number:])
        return self.model_copy(update={"visits": visits})
