"""A change of a village or grid while it is being filled in."""

import datetime as dt

from bot.talk.filling import Unfinished
from domain.places import Happening, PlaceKind


class PlaceEntry(Unfinished):
    """`village_id` is the village, or that of the grid. `chosen` go along into the new place of a
    split. `people` of a place to be retired go to the grid `home_id`, or `leave`."""

    doing: Happening
    kind: PlaceKind | None = None
    village_id: int | None = None
    grid_id: int | None = None
    candidates: tuple[int, ...] = ()
    """Grids, where two or more fit what was said."""
    name: str | None = None
    into_id: int | None = None
    chosen: tuple[int, ...] = ()
    chosen_all: bool = False
    people: int = 0
    home_id: int | None = None
    leave: bool = False
    reason: str | None = None
    day: dt.date

    @property
    def place_id(self) -> int | None:
        return self.grid_id if self.kind is PlaceKind.GRID else self.village_id

    @property
    def missing(self) -> str | None:
        if self.kind is None:
            return "kind"
        if self.kind is PlaceKind.GRID and self.grid_id is None:
            return "grid" if self.village_id is not None or self.candidates else "village"
        if self.village_id is None:
            return "village"
        return self._of_doing() or ("reason" if self.reason is None else None)

    def _of_doing(self) -> str | None:
        if self.doing is Happening.MERGED:
            return "into" if self.into_id is None else None
        if self.doing is Happening.RETIRED:
            said = self.home_id is not None or self.leave
            return "people" if self.people and not said else None
        if self.name is None:
            return "name"
        return "chosen" if self.doing is Happening.SPLIT and not self.chosen_all else None

    def with_part(self, part: str, value: str) -> "PlaceEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        if part == "chosen":
            return self.toggled(int(value))
        if part == "leave":
            return self.model_copy(update={"leave": True, "home_id": None})
        if part == "done":
            return self.model_copy(update={"chosen_all": True})
        fields = {"kind": "kind", "day": "day", "village": "village_id", "grid": "grid_id"}
        fields |= {"into": "into_id", "home": "home_id"}
        if part not in fields:
            raise ValueError(part)
        return PlaceEntry.model_validate(self.model_dump() | {fields[part]: value})

    def toggled(self, id_: int) -> "PlaceEntry":
        """Chosen, or no longer chosen."""
        without = tuple(each for each in self.chosen if each != id_)
        chosen = without if id_ in self.chosen else (*self.chosen, id_)
        return self.model_copy(update={"chosen": chosen})
