"""The loss of a grid's last 明白人 is told at once, to its workers and to the office."""

from collections.abc import Iterable
from datetime import datetime

from actions.month.settling import Moved
from domain.mingbairen import Stage
from domain.notices import GridLost
from domain.people import Role
from domain.shortfalls import ShortfallKind, State
from storage.unit import Unit


async def tell_of_loss(
    unit: Unit, moved: Iterable[Moved], now: datetime, gone_to: str | None = None
) -> None:
    """For grids that have just become short because somebody ceased to be 在册, or has gone to
    the grid named.

    A grid that never had anybody is no loss; its row waits for the weekly report.
    """
    for before, row in moved:
        begins = row.state is State.SHORT and before is not State.SHORT
        if begins and row.kind is ShortfallKind.GRID_UNCOVERED:
            lost = await unit.mingbairen.last_lost(row.subject_id, now)
            if gone_to is not None or lost is not None:
                stage, reason = lost or (None, None)
                await _tell(unit, row.id, row.subject_id, stage, reason, gone_to, now)


async def _tell(
    unit: Unit,
    shortfall_id: int,
    grid_id: int,
    stage: Stage | None,
    reason: str | None,
    gone_to: str | None,
    now: datetime,
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
        gone_to=gone_to,
    )
    workers = await unit.people.holding(Role.GRID_WORKER, [grid_id])
    office = await unit.people.answering_for(path)
    people = {person.id for person in (*workers, *office)}
    for person_id in sorted(people):
        await unit.outbox.put(person_id, notice, now)
    await unit.told.mark([(shortfall_id, each) for each in people], now)
    if village and not await unit.cases.known([shortfall_id]):
        await unit.cases.open(shortfall_id, village.district_id, now)
