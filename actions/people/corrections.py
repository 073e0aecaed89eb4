"""What is kept of a 明白人 is corrected, or they are moved to another grid (规则 2.13)."""

from collections.abc import Iterable, Mapping
from typing import Any

from actions.month.shortfalls import reconsider_grid
from actions.people.access import check_grid
from domain.change_notices import RecordCorrected
from domain.changes import LONGEST_REASON, Change, checked
from domain.corrections import NothingChanges, differences
from domain.errors import NotFound
from domain.grids import Grid
from domain.mingbairen import AlreadyOnRoll, Mingbairen
from domain.people import ERASED_NAME, Role
from domain.places import PlaceRetired
from storage.unit import Unit


async def correct_mingbairen(
    unit: Unit, change: Change, mingbairen_id: int, values: Mapping[str, Any]
) -> Mingbairen:
    """`values` by field, as `read_field` reads them; a `grid_id` among them moves the person.

    The grid worker of the grid needs no reason for it; the office does (规则 2.8). Raises
    NothingChanges, AlreadyOnRoll, ReasonMissing.
    """
    before = await _known(unit, change, mingbairen_id)
    change = checked(change) if reason_wanted(change, before) else _with_words(change)
    person = before.model_copy(update=dict(values))
    if person == before:
        raise NothingChanges
    old, new = await _grid(unit, before.grid_id), await _grid(unit, person.grid_id)
    if new.id != old.id:
        await _check_may_go_to(unit, change, new)
    await _check_only_one(unit, person, before)
    await unit.mingbairen.save(person)
    await _note(unit, change, before, person)
    await _tell(unit, change, before, person, old, new)
    if new.id != old.id:
        await reconsider_grid(unit, old.id, change.now, new.name)
        await reconsider_grid(unit, new.id, change.now)
    return person


def reason_wanted(change: Change, person: Mingbairen) -> bool:
    """Whether it is somebody else's record: that of who looks after the grid."""
    actor = change.actor
    return actor is None or person.grid_id not in actor.places(Role.GRID_WORKER)


async def _known(unit: Unit, change: Change, mingbairen_id: int) -> Mingbairen:
    person = await unit.mingbairen.get(mingbairen_id)
    if person is None or person.name == ERASED_NAME:
        raise NotFound
    if change.actor is not None:
        await check_grid(unit, change.actor, person.grid_id)
    return person


async def _grid(unit: Unit, grid_id: int) -> Grid:
    grid = await unit.grids.get(grid_id)
    if grid is None:
        raise NotFound
    return grid


async def _check_may_go_to(unit: Unit, change: Change, grid: Grid) -> None:
    if change.actor is not None:
        await check_grid(unit, change.actor, grid.id)
    if grid.retired_on is not None:
        raise PlaceRetired(grid.name)


async def _check_only_one(unit: Unit, person: Mingbairen, before: Mingbairen) -> None:
    """Nobody becomes a second one of the same name and number in the grid."""
    if (person.name, person.phone, person.grid_id) == (before.name, before.phone, before.grid_id):
        return
    for known in await unit.mingbairen.of_grids([person.grid_id]):
        same = known.name == person.name and (
            not person.phone or known.phone in (None, person.phone)
        )
        if same and known.id != person.id:
            raise AlreadyOnRoll(known)


async def _note(unit: Unit, change: Change, before: Mingbairen, after: Mingbairen) -> None:
    said = after.model_dump(mode="json")
    await unit.audit.note(
        change.by_id,
        "correct",
        "mingbairen",
        after.id,
        change.now,
        before=before.model_dump(mode="json"),
        after=said | {"reason": change.reason},
    )


async def _tell(
    unit: Unit, change: Change, before: Mingbairen, after: Mingbairen, old: Grid, new: Grid
) -> None:
    """Who looks after the grid, and after the one the person goes to."""
    moved: Iterable[tuple[str, str, str]] = ()
    if old.id != new.id:
        moved = (("", old.name, new.name),)
    notice = RecordCorrected(
        mingbairen_id=after.id,
        name=before.name,
        grid=old.name,
        changes=(*moved, *differences(before, after)),
        by_name=change.by_name,
        reason=change.reason,
    )
    workers = await unit.people.holding(Role.GRID_WORKER, [old.id, new.id])
    for person in workers:
        if person.id != change.by_id:
            await unit.outbox.put(person.id, notice, change.now)


def _with_words(change: Change) -> Change:
    return change._replace(reason=change.reason.strip()[:LONGEST_REASON])
