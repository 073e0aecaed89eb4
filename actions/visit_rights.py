"""Which visits a person may see, change or answer, and which months are open to them."""

from actions.people.access import check_office_of_village
from domain.errors import NotAllowed, NotFound
from domain.months import Month, MonthPhase
from domain.people import Actor, Role
from domain.visits import Visit, check_as_shown, check_month_open
from storage.evaluation import MonthFrame
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
    unit: Unit, actor: Actor, visit_id: int, shown: str | None = None
) -> Visit:
    """A visit the actor may still correct or withdraw. Raises NotFound for a withdrawn one,
    MonthClosed, NotAllowed; VisitChanged when it is no longer the version `shown`."""
    visit = await unit.visits.get(visit_id)
    if visit is None or visit.withdrawn_at is not None:
        raise NotFound
    by_office = visit.adviser_id != actor.person_id
    if by_office:
        await check_office_of_village(unit, actor, visit.village_id)
    await check_open(unit, visit.month, by_office=by_office)
    check_as_shown(visit, shown)
    return visit


async def confirmable_visit(
    unit: Unit, actor: Actor, visit_id: int, shown: str | None = None
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
    await check_open(unit, visit.month)
    check_as_shown(visit, shown)
    return visit


async def check_open(unit: Unit, month: Month, *, by_office: bool = False) -> None:
    """A month that was reopened is open to the office alone (规则 3.7)."""
    check_frame(month, await unit.evaluation.frame(month), by_office=by_office)


def check_frame(month: Month, frame: MonthFrame, *, by_office: bool) -> None:
    shut = frame.closed or (frame.reopened and not by_office)
    check_month_open(month, MonthPhase.CLOSED if shut else MonthPhase.OPEN)
