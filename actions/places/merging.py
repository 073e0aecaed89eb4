"""Two places become one: all that is of the one goes on as the other's, from a day on."""

from datetime import time
from typing import Any

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
from actions.places.posts import appointments_end, appointments_follow, roles_follow
from actions.places.renaming import call_grid
from actions.places.rows import rows_follow
from domain.changes import Change, checked
from domain.grids import Grid
from domain.months import Month, instant
from domain.people import Role
from domain.places import Happening, NotTogether, PlaceKind, in_full, told_apart
from domain.shortfalls import Subject
from domain.villages import Village
from storage.unit import Unit


async def merge_villages(unit: Unit, change: Change, merged_id: int, into_id: int) -> Village:
    """Grids, people, appointments, open cases and the visits of the running month move to the
    other village; closed months keep their figures. Raises NotTogether, SinceClosedMonth."""
    change = checked(change)
    merged = await own_village(unit, change, merged_id)
    into = await own_village(unit, change, into_id)
    if merged.id == into.id or merged.district_id != into.district_id:
        raise NotTogether
    month = await check_never_closed(unit, into, change.day)
    people = await concerned(unit, change, [merged.id, into.id], [])
    grids = await _grids_follow(unit, change, merged, into)
    moved = await _village_follows(unit, change, month, merged.id, into.id)
    people |= set(moved.pop("told"))
    await unit.villages.save(merged.model_copy(update={"retired_on": change.day}))
    await unit.former_names.inherit(PlaceKind.VILLAGE, merged.id, into.id)
    kind = PlaceKind.VILLAGE
    await unit.former_names.add(kind, into.id, merged.name, change.day, merged.id)
    after = {"into": into.id, "grids": grids, **moved}
    await note(
        unit, change, "merge_village", kind, merged.id, merged.model_dump(mode="json"), after
    )
    await note(unit, change, "take_in_village", kind, into.id, {}, after | {"merged": merged.id})
    people |= await concerned(unit, change, [into.id], grids)
    await tell(
        unit,
        change,
        told_of(change, Happening.MERGED, kind, merged.name, into.name, into.name),
        people,
    )
    await reconsider(unit, change, [merged.id, into.id], grids)
    return into


async def merge_grids(unit: Unit, change: Change, merged_id: int, into_id: int) -> Grid:
    """The people of the one are the other's, and so is who looks after them."""
    change = checked(change)
    merged, village = await own_grid(unit, change, merged_id)
    into, home = await own_grid(unit, change, into_id)
    if merged.id == into.id or village.id != home.id:
        raise NotTogether
    await check_never_closed(unit, home, change.day)
    roll = await unit.mingbairen.of_grids([merged.id], with_left=True)
    await unit.mingbairen.move_to(into.id, [person.id for person in roll])
    workers = await roles_follow(unit, change, Role.GRID_WORKER, merged.id, into.id)
    told = await rows_follow(unit, change, Subject.GRID, merged.id, into.id)
    await unit.grids.save(merged.model_copy(update={"retired_on": change.day}))
    kind = PlaceKind.GRID
    await unit.former_names.inherit(kind, merged.id, into.id)
    await unit.former_names.add(kind, into.id, merged.name, change.day, merged.id)
    after = {"into": into.id, "people": [person.id for person in roll], "workers": workers}
    await note(unit, change, "merge_grid", kind, merged.id, merged.model_dump(mode="json"), after)
    await note(unit, change, "take_in_grid", kind, into.id, {}, after | {"merged": merged.id})
    people = {*told, *(await concerned(unit, change, [], [into.id]))}
    await tell(
        unit,
        change,
        told_of(change, Happening.MERGED, kind, merged.name, home.name, into.name),
        people,
    )
    await reconsider(unit, change, [], [merged.id, into.id])
    return into


async def _grids_follow(unit: Unit, change: Change, merged: Village, into: Village) -> list[int]:
    """Grids of one name in both villages are told apart by that of the merged one."""
    taken = {grid.name for grid in await unit.grids.of_village(into.id)}
    moved = []
    for grid in await unit.grids.of_village(merged.id):
        name = told_apart(grid.name, merged.name, taken)
        await call_grid(unit, change, grid, name, into.id)
        full = in_full(grid.name, merged.name)
        if full != name:
            await unit.former_names.add(PlaceKind.GRID, grid.id, full, change.day)
        taken.add(name)
        moved.append(grid.id)
    return moved


async def _village_follows(
    unit: Unit, change: Change, month: Month, merged_id: int, into_id: int
) -> dict[str, Any]:
    """Visits and arrivals of that month on count for the other village, which alone is judged."""
    appointed = await appointments_end(unit, change, merged_id)
    begun = await appointments_follow(unit, change, appointed, into_id)
    first = instant(month.first_day, time(0))
    arrivals = [each.id for each in await unit.check_ins.waiting_in(merged_id, first)]
    await unit.check_ins.move_to(into_id, arrivals)
    return {
        "assignments": [each.model_dump(mode="json") for each in appointed],
        "begun": begun,
        "visits": await unit.visits.move_to(into_id, merged_id, month),
        "check_ins": arrivals,
        "confirmers": await roles_follow(unit, change, Role.VILLAGE_CONFIRMER, merged_id, into_id),
        "told": await rows_follow(unit, change, Subject.VILLAGE, merged_id, into_id),
    }
