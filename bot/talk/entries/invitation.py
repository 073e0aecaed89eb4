"""An invitation while it is being made: for which role, where, and for whom."""

from bot.talk.filling import Unfinished
from domain.advisers import AdviserKind
from domain.people import Role

BUTTONS = frozenset({"role", "place", "kind"})
"""Parts a button fills in, besides the village; a name is said."""
IN_DISTRICTS = (Role.OFFICE, Role.LEADER)


class InvitationEntry(Unfinished):
    """`place_id` is that of a grid, village or district, by role."""

    role: Role | None = None
    village_id: int | None = None
    place_id: int | None = None
    name: str | None = None
    kind: AdviserKind | None = None

    @property
    def missing(self) -> str | None:
        """The next part to ask for; a grid is found by its village."""
        if self.role is None:
            return "role"
        if self.place_id is None:
            grid_wanted = self.role is Role.GRID_WORKER and self.village_id is not None
            return "place" if grid_wanted or self.role in IN_DISTRICTS else "village"
        if self.name is None:
            return "name"
        return "kind" if self.role is Role.ADVISER and self.kind is None else None

    def with_part(self, part: str, value: str) -> "InvitationEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        if part == "village":
            return self.in_village(int(value))
        if part not in BUTTONS:
            raise ValueError(part)
        field = "place_id" if part == "place" else part
        return InvitationEntry.model_validate(self.model_dump() | {field: value})

    def in_village(self, village_id: int) -> "InvitationEntry":
        place_id = None if self.role is Role.GRID_WORKER else village_id
        return self.model_copy(update={"village_id": village_id, "place_id": place_id})
