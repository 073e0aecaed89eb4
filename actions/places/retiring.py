"""A place is retired from a day on: what was short about it ends, and so do its roles."""

from typing import NamedTuple

from actions.appointments import check_nothing_left_behind
from actions.places.ground import (
    check_never_closed,
    concerned,
    note,
    own_grid,
    own_village,
    reconsider,
    tell,
    told_of,
)
from actions.places.posts import appointments_end, roles_end
from actions.places.rows import rows_end
from domain.changes import Change, checked
from domain.grids import Grid
from domain.mingbairen import Mingbairen, Stage
from domain.months import local_day
from domain.people import Role
from domain.places import Happening, NotTogether, PeopleRemain, PlaceKind
from domain.shortfalls import Subject
from domain.villages import Village
from storage.unit import Unit


class Remaining(NamedTuple):
    """What becomes of the 明白人 there: they go to another grid, or `leave` with this one."""

    grid_id: int | None = None
    leave: bool = False


NOBODY = Remaining()
"""There are none, or it has yet to be said."""


async def retire_village(
    unit: Unit, change: Change, village_id: int, remaining: Remaining = NOBODY
) -> Village:
    """Its grids are retired with it. Raises PeopleRemain, VisitsLeftBehind, SinceClosedMonth."""
    change = checked(change)
    before = await own_village(unit, change, village_id)
    await check_never_closed(unit, before, change.day)
    await check_nothing_left_behind(unit, before.id, change.day)
    grids = await unit.grids.of_village(before.id)
    people = await concerned(unit, change, [before.id], [grid.id for grid in grids])
    new_home = await _people_go(unit, change, grids, remaining)
    for grid in grids:
        people |= await _grid_ends(unit, change, grid)
    ended = await appointments_end(unit, change, before.id)
    confirmers = await roles_end(unit, change, Role.VILLAGE_CONFIRMER, before.id)
    people |= set(await rows_end(unit, change, Subject.VILLAGE, before.id))
    village = before.model_copy(update={"retired_on": change.day})
    await unit.villages.save(village)
    after = village.model_dump(mode="json") | {"confirmers": confirmers}
    was = before.model_dump(mode="json")
    was["assignments"] = [each.model_dump(mode="json") for each in ended]
    await note(unit, change, "retire_village", PlaceKind.VILLAGE, village.id, was, after)
    notice = told_of(change, Happening.RETIRED, PlaceKind.VILLAGE, village.name, village.name)
    await tell(unit, change, notice, people)
    await reconsider(unit, change, [village.id], [grid.id for grid in grids] + new_home)
    return village


async def retire_grid(
    unit: Unit, change: Change, grid_id: int, remaining: Remaining = NOBODY
) -> Grid:
    change = checked(change)
    before, village = await own_grid(unit, change, grid_id)
    await check_never_closed(unit, village, change.day)
    people = await concerned(unit, change, [], [before.id])
    new_home = await _people_go(unit, change, [before], remaining)
    people |= await _grid_ends(unit, change, before)
    notice = told_of(change, Happening.RETIRED, PlaceKind.GRID, before.name, village.name)
    await tell(unit, change, notice, people)
    await reconsider(unit, change, [], [before.id, *new_home])
    return before.model_copy(update={"retired_on": change.day})


async def _people_go(
    unit: Unit, change: Change, grids: list[Grid], remaining: Remaining
) -> list[int]:
    """Raises PeopleRemain where nobody has said what becomes of them."""
    people = await unit.mingbairen.of_grids([grid.id for grid in grids])
    if not people:
        return []
    if remaining.grid_id is not None:
        home, _ = await own_grid(unit, change, remaining.grid_id)
        if home.id in {grid.id for grid in grids}:
            raise NotTogether
        ids = [person.id for person in people]
        await unit.mingbairen.move_to(home.id, ids)
        before = {"people": {person.id: person.grid_id for person in people}}
        await note(unit, change, "take_in_people", PlaceKind.GRID, home.id, before, {"people": ids})
        return [home.id]
    if not remaining.leave:
        raise PeopleRemain(len(people))
    for person in people:
        await _leaves(unit, change, person)
    return []


async def _leaves(unit: Unit, change: Change, person: Mingbairen) -> None:
    left = person.model_copy(
        update={
            "stage": Stage.LEFT,
            "stage_since": local_day(change.now),
            "left_reason": change.reason,
        }
    )
    await unit.mingbairen.move(left, change.by_id, change.reason, change.now)
    was, now_is = person.model_dump(mode="json"), left.model_dump(mode="json")
    who, now = change.by_id, change.now
    await unit.audit.note(who, "move_stage", "mingbairen", person.id, now, before=was, after=now_is)


async def _grid_ends(unit: Unit, change: Change, grid: Grid) -> set[int]:
    """Its roles and rows; everybody concerned."""
    workers = await roles_end(unit, change, Role.GRID_WORKER, grid.id)
    told = await rows_end(unit, change, Subject.GRID, grid.id)
    retired = grid.model_copy(update={"retired_on": change.day})
    await unit.grids.save(retired)
    was, now_is = grid.model_dump(mode="json"), retired.model_dump(mode="json")
    now_is["workers"] = workers
    await note(unit, change, "retire_grid", PlaceKind.GRID, grid.id, was, now_is)
    return {*workers, *told}
