"""Under which names people know the places that live on (规则 2.11)."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.grids import Grid
from domain.places import PlaceKind, known_by
from domain.villages import Village
from storage.unit import Unit


async def village_names(unit: Unit, villages: Sequence[Village], day: date) -> dict[str, Village]:
    """Every name of these villages, on that day and of former times."""
    former = await unit.former_names.of(PlaceKind.VILLAGE, [v.id for v in villages])
    return known_by(villages, former, day)


async def grid_names(unit: Unit, grids: Iterable[Grid]) -> list[tuple[int, str]]:
    """The ids of these grids with every name of theirs, those of today first."""
    names = [(grid.id, grid.name) for grid in grids]
    former = await unit.former_names.of(PlaceKind.GRID, [id_ for id_, _ in names])
    return [*names, *((each.place_id, each.name) for each in former)]
