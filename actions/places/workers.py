"""网格员: who looks after a grid, in place of whoever did."""

from actions.places.ground import own_grid
from domain.change_notices import GridWorkerChanged
from domain.changes import Change, checked
from domain.errors import NotFound
from domain.people import Person, Role
from domain.places import AlreadyLooksAfter, PlaceKind
from storage.unit import Unit


async def change_grid_worker(unit: Unit, change: Change, grid_id: int, person_id: int) -> Person:
    """From now on this person alone looks after the grid; both sides are told (规则 2.8).

    Raises AlreadyLooksAfter, ReasonMissing, PlaceRetired.
    """
    change = checked(change)
    grid, village = await own_grid(unit, change, grid_id)
    person = await unit.people.get(person_id)
    if person is None:
        raise NotFound
    before = await unit.people.holding(Role.GRID_WORKER, [grid.id])
    if [each.id for each in before] == [person.id]:
        raise AlreadyLooksAfter
    ended = [each.id for each in before if each.id != person.id]
    for each in ended:
        await unit.people.revoke(each, Role.GRID_WORKER, grid.id, change.now)
    await unit.people.grant(person.id, Role.GRID_WORKER, grid.id, change.now)
    await unit.audit.note(
        change.by_id,
        "grid_workers",
        PlaceKind.GRID.value,
        grid.id,
        change.now,
        before={"workers": [each.id for each in before]},
        after={"workers": [person.id], "reason": change.reason},
    )
    said = GridWorkerChanged(
        grid=grid.name,
        village=village.name,
        begins=True,
        day=change.day,
        by_name=change.by_name,
        reason=change.reason,
    )
    told = {person.id: said, **{each: said.model_copy(update={"begins": False}) for each in ended}}
    for person_id_, notice in told.items():
        if person_id_ != change.by_id:
            await unit.outbox.put(person_id_, notice, change.now)
    return person
