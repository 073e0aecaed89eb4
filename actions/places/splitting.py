"""A place is parted: some of what is its own goes on in a new one, from a day on."""

from collections.abc import Collection
from typing import NamedTuple

from actions.places.ground import (
    check_grid_name_free,
    check_name_free,
    check_never_closed,
    concerned,
    note,
    own_grid,
    own_village,
    reconsider,
    tell,
    told_of,
)
from actions.places.posts import appointments_follow, roles_follow, running_on
from actions.places.renaming import call_grid
from domain.changes import Change, checked
from domain.grids import Grid
from domain.mingbairen import Mingbairen
from domain.people import Role
from domain.places import (
    Happening,
    NameTaken,
    NothingChosen,
    PlaceKind,
    follows_village,
    new_code,
    place_name,
)
from domain.villages import Village, VillageKind
from storage.unit import Unit


class NewPlace(NamedTuple):
    """What is said of the place that comes out of a split; without a code a grid gets one made of
    its name."""

    name: str
    code: str | None = None
    kind: VillageKind | None = None


async def split_village(
    unit: Unit, change: Change, village_id: int, asked: NewPlace, grid_ids: Collection[int]
) -> Village:
    """The chosen grids are the new village's, with their people and who looks after them. Who
    advises the old village advises the new one too, until the office says otherwise."""
    change, name = checked(change), place_name(asked.name)
    old = await own_village(unit, change, village_id)
    await check_name_free(unit, name, old)
    await check_never_closed(unit, old, change.day)
    chosen = _parted(await unit.grids.of_village(old.id), grid_ids)
    new = await unit.villages.add(old.district_id, name, asked.kind or old.kind, asked.code)
    taken: set[str] = set()
    for grid in chosen:
        follows = follows_village(grid.name, old.name, name, taken)
        await call_grid(unit, change, grid, follows, new.id)
        taken.add(follows)
    appointed = await running_on(unit, old.id, change.day)
    begun = await appointments_follow(unit, change, appointed, new.id)
    ids = [grid.id for grid in chosen]
    after = {"new": new.model_dump(mode="json"), "grids": ids, "begun": begun}
    before = old.model_dump(mode="json")
    await note(unit, change, "split_village", PlaceKind.VILLAGE, old.id, before, after)
    await note(unit, change, "begin_village", PlaceKind.VILLAGE, new.id, {}, after)
    people = await concerned(unit, change, [old.id], ids)
    notice = told_of(change, Happening.SPLIT, PlaceKind.VILLAGE, old.name, old.name, name)
    await tell(unit, change, notice, people)
    await reconsider(unit, change, [old.id, new.id], ids)
    return new


async def split_grid(
    unit: Unit, change: Change, grid_id: int, asked: NewPlace, people_ids: Collection[int]
) -> Grid:
    """The chosen 明白人 are the new grid's; whoever looks after the old one looks after both."""
    change, name = checked(change), place_name(asked.name)
    old, village = await own_grid(unit, change, grid_id)
    await check_grid_name_free(unit, name, village.id)
    await check_never_closed(unit, village, change.day)
    chosen = _of_roll(await unit.mingbairen.of_grids([old.id]), people_ids)
    code = await _code(unit, asked.code, name)
    new = await unit.grids.add(village.id, name, code)
    await unit.mingbairen.move_to(new.id, [person.id for person in chosen])
    workers = await roles_follow(unit, change, Role.GRID_WORKER, old.id, new.id, both=True)
    ids = [person.id for person in chosen]
    after = {"new": new.model_dump(mode="json"), "people": ids, "workers": workers}
    before = old.model_dump(mode="json")
    await note(unit, change, "split_grid", PlaceKind.GRID, old.id, before, after)
    await note(unit, change, "begin_grid", PlaceKind.GRID, new.id, {}, after)
    notice = told_of(change, Happening.SPLIT, PlaceKind.GRID, old.name, village.name, name)
    await tell(unit, change, notice, workers)
    await reconsider(unit, change, [], [old.id, new.id])
    return new


def _parted(grids: list[Grid], ids: Collection[int]) -> list[Grid]:
    """Both villages have grids afterwards. Raises NothingChosen."""
    chosen = [grid for grid in grids if grid.id in ids]
    if not chosen or len(chosen) == len(grids) or len(chosen) != len(set(ids)):
        raise NothingChosen
    return chosen


def _of_roll(people: list[Mingbairen], ids: Collection[int]) -> list[Mingbairen]:
    """Nobody has to go along: a new grid may begin without a 明白人. Raises NothingChosen."""
    chosen = [person for person in people if person.id in ids]
    if len(chosen) != len(set(ids)):
        raise NothingChosen
    return chosen


async def _code(unit: Unit, said: str | None, name: str) -> str:
    """Raises NameTaken for a code that another grid has, be it retired."""
    if said is None:
        return new_code(name, await unit.grids.codes_beginning(name))
    code = said.strip()
    if code in await unit.grids.codes_beginning(code):
        raise NameTaken(code)
    return code
