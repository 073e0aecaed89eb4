"""到村登记 and 结束登记: a visit recorded while it happens."""

from datetime import datetime

from actions.people.access import check_adviser
from actions.visits import record_visit
from domain.advisers import Assignment
from domain.check_ins import AlreadyCheckedIn, CheckIn, CheckInState
from domain.errors import NotFound
from domain.months import local_day
from domain.people import Actor
from domain.visits import NotAssigned, Visit, VisitDraft
from storage.unit import Unit


async def check_in(unit: Unit, actor: Actor, village_id: int, now: datetime) -> CheckIn:
    check_adviser(actor)
    open_one = await unit.check_ins.open_of(actor.person_id)
    if open_one:
        village = await unit.villages.get(open_one.village_id)
        raise AlreadyCheckedIn(open_one, village.name if village else "")
    day = local_day(now)
    assignments: list[Assignment] = await unit.advisers.assignments_of(actor.person_id, village_id)
    if not any(a.covers(actor.person_id, village_id, day) for a in assignments):
        raise NotAssigned(day)
    started = await unit.check_ins.start(actor.person_id, village_id, now)
    await _note(unit, actor, "check_in", started, now)
    return started


async def drop_check_in(unit: Unit, actor: Actor, check_in_id: int, now: datetime) -> CheckIn:
    """Take back a check-in made by mistake, open or left over from another day."""
    found = await own_check_in(unit, actor, check_in_id)
    await unit.check_ins.move(found.id, CheckInState.DROPPED)
    await _note(unit, actor, "drop_check_in", found, now)
    return found


async def check_out(
    unit: Unit, actor: Actor, check_in_id: int, draft: VisitDraft, now: datetime
) -> Visit:
    """Record the visit a check-in began; the check-in ends with it."""
    found = await own_check_in(unit, actor, check_in_id)
    visit = await record_visit(unit, actor, draft, now)
    await unit.check_ins.move(found.id, CheckInState.ENDED, visit.id)
    return visit


async def own_check_in(unit: Unit, actor: Actor, check_in_id: int) -> CheckIn:
    """The actor's check-in that still waits for its end. Raises NotFound."""
    found = await unit.check_ins.get(check_in_id)
    waiting = (CheckInState.OPEN, CheckInState.DRAFT)
    if found is None or found.adviser_id != actor.person_id or found.state not in waiting:
        raise NotFound
    return found


async def _note(unit: Unit, actor: Actor, action: str, found: CheckIn, now: datetime) -> None:
    after = {"village_id": found.village_id, "started_at": found.started_at.isoformat()}
    await unit.audit.note(actor.person_id, action, "check_in", found.id, now, after=after)
