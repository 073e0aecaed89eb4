"""What every change of a place stands on: rights, the day, what is noted, who is told."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from actions.month.shortfalls import reconsider_grid, reconsider_village
from actions.people.access import covers_village, the_village
from domain.advisers import SinceClosedMonth
from domain.change_notices import PlaceChanged
from domain.changes import Change
from domain.errors import NotAllowed, NotFound
from domain.grids import Grid
from domain.months import Month, local_day
from domain.people import Role
from domain.places import Happening, NameTaken, PlaceKind, PlaceRetired
from domain.villages import Village
from storage.unit import Unit


async def own_village(unit: Unit, change: Change, village_id: int) -> Village:
    """A living village of the actor's office. Raises NotAllowed, PlaceRetired."""
    offices = change.offices
    if offices is not None and not await covers_village(unit, offices, village_id):
        raise NotAllowed
    village = await the_village(unit, village_id)
    if village.retired_on is not None:
        raise PlaceRetired(village.name)
    return village


async def own_grid(unit: Unit, change: Change, grid_id: int) -> tuple[Grid, Village]:
    """A living grid of the actor's office, with its village. Raises NotAllowed, PlaceRetired."""
    grid = await unit.grids.get(grid_id)
    if grid is None:
        raise NotAllowed if change.actor else NotFound
    village = await own_village(unit, change, grid.village_id)
    if grid.retired_on is not None:
        raise PlaceRetired(grid.name)
    return grid, village


async def check_never_closed(unit: Unit, village: Village, day: date) -> Month:
    """The month of a day, whose figures were not frozen in the village's street, not even before it
    was opened again."""
    month = Month.of(day)
    if (await unit.months.get(month, village.district_id)).closed_at is not None:
        raise SinceClosedMonth(month)
    return month


async def check_name_free(unit: Unit, name: str, village: Village) -> None:
    """No other living village of the street has the name. Raises NameTaken."""
    beside = await unit.villages.below([village.district_id])
    if any(v.name == name and v.district_id == village.district_id for v in beside):
        raise NameTaken(name)


async def check_grid_name_free(unit: Unit, name: str, village_id: int) -> None:
    if any(grid.name == name for grid in await unit.grids.of_village(village_id)):
        raise NameTaken(name)


async def reconsider(
    unit: Unit, change: Change, villages: Collection[int], grids: Iterable[int] = ()
) -> None:
    """Judge again what has changed: the months from the day on, and the grids as they are now."""
    for grid_id in sorted(set(grids)):
        await reconsider_grid(unit, grid_id, change.now)
    month, last = Month.of(change.day), Month.of(local_day(change.now))
    while month <= last:
        for village_id in sorted(set(villages)):
            await reconsider_village(unit, village_id, month, change.now)
        month = month.plus(1)


async def concerned(
    unit: Unit, change: Change, villages: Collection[int], grids: Collection[int]
) -> set[int]:
    """Who serves or confirms for these villages and looks after these grids, as it stands."""
    workers = await unit.people.holding(Role.GRID_WORKER, list(grids))
    confirmers = await unit.people.holding(Role.VILLAGE_CONFIRMER, list(villages))
    people = {person.id for person in (*workers, *confirmers)}
    for village_id in villages:
        for each in await unit.advisers.assignments_of_village(village_id):
            if each.until is None or each.until >= change.day:
                people.add(each.adviser_id)
    return people


def told_of(
    change: Change,
    happening: Happening,
    kind: PlaceKind,
    place: str,
    village: str,
    into: str = "",
) -> PlaceChanged:
    """What has happened to a place, for those whom it concerns."""
    return PlaceChanged(
        happening=happening,
        kind=kind,
        place=place,
        into=into,
        village=village,
        day=change.day,
        by_name=change.by_name,
        reason=change.reason,
    )


async def tell(unit: Unit, change: Change, notice: PlaceChanged, people: Iterable[int]) -> None:
    for person_id in sorted(set(people) - {change.by_id or 0}):
        await unit.outbox.put(person_id, notice, change.now)


async def note(
    unit: Unit,
    change: Change,
    action: str,
    kind: PlaceKind,
    place_id: int,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    told = after | {"from": change.day.isoformat(), "reason": change.reason}
    await unit.audit.note(
        change.by_id, action, kind.value, place_id, change.now, before=before, after=told
    )
