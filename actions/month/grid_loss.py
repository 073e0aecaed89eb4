"""The loss of a grid's last 明白人 is told at once, to its workers and to the office."""

from collections.abc import Iterable
from datetime import datetime

from actions.month.settling import Moved
from domain.mingbairen import Stage
from domain.notices import GridLost
from domain.people import Role
from domain.shortfalls import ShortfallKind, State
from storage.unit import Unit


async def tell_of_loss(unit: Unit, moved: Iterable[Moved], now: datetime) -> None:
    """For grids that have just become short because somebody ceased to be 在册.

    A grid that never had anybody is no loss; its row waits for the weekly report.
    """
    for before, row in moved:
        begins = row.state is State.SHORT and before is not State.SHORT
        if begins and row.kind is ShortfallKind.GRID_UNCOVERED:
            lost = await unit.mingbairen.last_lost(row.subject_id, now)
            if lost is not None:
                await _tell(unit, row.id, row.subject_id, *lost, now)


async def _tell(
    unit: Unit, shortfall_id: int, grid_id: int, stage: Stage, reason: str | None, now: datetime
) -> None:
    place = (await unit.grids.places_of([grid_id]))[grid_id]
    village = await unit.villages.get(place.village_id)
    path = await unit.villages.district_path(place.village_id) or ""
    notice = GridLost(
        village=place.village,
        grid=place.grid,
        grid_id=grid_id,
        stage=stage,
        why=(reason or "").strip() or None,
    )
    workers = await unit.people.holding(Role.GRID_WORKER, [grid_id])
    office = await unit.people.answering_for(path)
    people = {person.id for person in (*workers, *office)}
    for person_id in sorted(people):
        await unit.outbox.put(person_id, notice, now)
    await unit.told.mark([(shortfall_id, each) for each in people], now)
    if village and not await unit.cases.known([shortfall_id]):
        await unit.cases.open(shortfall_id, village.district_id, now)
