"""A village or grid gets another name: it stays the same one, and the old name is understood."""

from actions.places.ground import (
    check_grid_name_free,
    check_name_free,
    concerned,
    note,
    own_grid,
    own_village,
    tell,
    told_of,
)
from domain.changes import Change, checked
from domain.grids import Grid
from domain.places import Happening, PlaceKind, follows_village, place_name
from domain.villages import Village
from storage.unit import Unit


async def rename_village(unit: Unit, change: Change, village_id: int, said: str) -> Village:
    """Its grids follow where they bear its name. Raises NameTaken, NotAPlaceName."""
    change, name = checked(change), place_name(said)
    before = await own_village(unit, change, village_id)
    await check_name_free(unit, name, before)
    village = before.model_copy(update={"name": name})
    await unit.former_names.add(PlaceKind.VILLAGE, village.id, before.name, change.day)
    await unit.villages.save(village)
    grids = await unit.grids.of_village(village.id)
    taken = {grid.name for grid in grids}
    for grid in grids:
        taken.remove(grid.name)
        follows = follows_village(grid.name, before.name, name, taken)
        await call_grid(unit, change, grid, follows)
        taken.add(follows)
    was, now_is = before.model_dump(mode="json"), village.model_dump(mode="json")
    await note(unit, change, "rename_village", PlaceKind.VILLAGE, village.id, was, now_is)
    notice = told_of(change, Happening.RENAMED, PlaceKind.VILLAGE, before.name, village.name, name)
    people = await concerned(unit, change, [village.id], [grid.id for grid in grids])
    await tell(unit, change, notice, people)
    return village


async def rename_grid(unit: Unit, change: Change, grid_id: int, said: str) -> Grid:
    change, name = checked(change), place_name(said)
    before, village = await own_grid(unit, change, grid_id)
    await check_grid_name_free(unit, name, village.id)
    grid = await call_grid(unit, change, before, name)
    was, now_is = before.model_dump(mode="json"), grid.model_dump(mode="json")
    await note(unit, change, "rename_grid", PlaceKind.GRID, grid.id, was, now_is)
    notice = told_of(change, Happening.RENAMED, PlaceKind.GRID, before.name, village.name, name)
    await tell(unit, change, notice, await concerned(unit, change, [], [grid.id]))
    return grid


async def call_grid(
    unit: Unit, change: Change, grid: Grid, name: str, village_id: int | None = None
) -> Grid:
    """The grid under this name, in another village if one is given."""
    if name != grid.name:
        await unit.former_names.add(PlaceKind.GRID, grid.id, grid.name, change.day)
    changed = grid.model_copy(update={"name": name, "village_id": village_id or grid.village_id})
    if changed != grid:
        await unit.grids.save(changed)
    return changed
