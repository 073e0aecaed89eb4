"""Which visits a person may see, change or answer, and which months are open to them."""

from datetime import datetime

from actions.people.access import check_office_of_village
from domain.errors import NotAllowed, NotFound
from domain.frames import check_open
from domain.months import local_day
from domain.people import Actor, Role
from domain.visits import Visit, check_as_shown
from storage.unit import Unit


async def own_visit(unit: Unit, actor: Actor, visit_id: int) -> Visit:
    """A visit the actor may see: own, of the own village, or below the own office."""
    visit = await unit.visits.get(visit_id)
    if visit is None:
        raise NotFound
    mine = visit.adviser_id == actor.person_id
    if not mine and visit.village_id not in actor.places(Role.VILLAGE_CONFIRMER):
        await check_office_of_village(unit, actor, visit.village_id)
    return visit


async def editable_visit(
    unit: Unit, actor: Actor, visit_id: int, now: datetime, shown: str | None = None
) -> Visit:
    """A visit the actor may still correct or withdraw. Raises NotFound for a withdrawn one,
    MonthClosed, NotAllowed; VisitChanged when it is no longer the version `shown`."""
    visit = await unit.visits.get(visit_id)
    if visit is None or visit.withdrawn_at is not None:
        raise NotFound
    by_office = visit.adviser_id != actor.person_id
    if by_office:
        await check_office_of_village(unit, actor, visit.village_id)
    await check_month(unit, visit, now, by_office=by_office)
    check_as_shown(visit, shown)
    return visit


async def confirmable_visit(
    unit: Unit, actor: Actor, visit_id: int, now: datetime, shown: str | None = None
) -> Visit:
    """A visit the actor may answer for the village. Raises NotFound, NotAllowed, MonthClosed;
    VisitChanged when it is no longer the version `shown`."""
    visit = await unit.visits.get(visit_id)
    if visit is None or visit.village_id not in actor.places(Role.VILLAGE_CONFIRMER):
        raise NotFound
    if visit.adviser_id == actor.person_id:
        raise NotAllowed
    if visit.withdrawn_at is not None:
        raise NotFound
    await check_month(unit, visit, now)
    check_as_shown(visit, shown)
    return visit


async def check_month(unit: Unit, visit: Visit, now: datetime, *, by_office: bool = False) -> None:
    """A month that was reopened is open to the office alone (规则 3.7)."""
    frame = await unit.frames.of_village(visit.month, visit.village_id)
    check_open(frame, local_day(now), by_office=by_office)
