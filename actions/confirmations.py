"""The village's word on a visit: confirmed, confirmed for fewer minutes, sent back (规则 3.8)."""

from datetime import datetime

from actions.month.shortfalls import reconsider_village
from actions.people.access import the_village
from actions.visit_rights import confirmable_visit
from actions.visits import note_visit
from domain.notices import VisitAnswered
from domain.people import Actor
from domain.reasons import is_no_reason
from domain.visits import Confirmation, ConfirmsTooMany, SendBackUnexplained, Visit
from storage.unit import Unit


async def confirm_visit(
    unit: Unit,
    actor: Actor,
    visit_id: int,
    minutes: int | None,
    now: datetime,
    *,
    shown: str | None = None,
) -> Visit:
    """The village confirms all the minutes (None) or fewer; both values are kept."""
    before = await confirmable_visit(unit, actor, visit_id, now, shown)
    if minutes is not None and not 0 < minutes <= before.minutes:
        raise ConfirmsTooMany(before.minutes)
    fewer = minutes is not None and minutes < before.minutes
    visit = before.model_copy(
        update={
            "confirmation": Confirmation.CONFIRMED,
            "confirmed_minutes": minutes if fewer else before.minutes,
            "confirmed_by": actor.person_id,
            "sent_back_reason": None,
        }
    )
    await _answered(unit, actor, "confirm", visit, before, now, tell=fewer)
    return visit


async def send_back_visit(
    unit: Unit,
    actor: Actor,
    visit_id: int,
    reason: str,
    now: datetime,
    *,
    shown: str | None = None,
) -> Visit:
    """The village does not recognise it; it counts again once the adviser corrected it. Raises
    SendBackUnexplained."""
    before = await confirmable_visit(unit, actor, visit_id, now, shown)
    if is_no_reason(reason):
        raise SendBackUnexplained
    visit = before.model_copy(
        update={
            "confirmation": Confirmation.SENT_BACK,
            "confirmed_minutes": None,
            "confirmed_by": actor.person_id,
            "sent_back_reason": reason[:300],
        }
    )
    await _answered(unit, actor, "send_back", visit, before, now, tell=True)
    return visit


async def _answered(
    unit: Unit,
    actor: Actor,
    action: str,
    visit: Visit,
    before: Visit,
    now: datetime,
    *,
    tell: bool,
) -> None:
    if visit.model_copy(update={"confirmed_by": before.confirmed_by}) == before:
        return  # said once more
    await unit.visits.save(visit)
    await note_visit(unit, actor, action, visit, now, before)
    if tell:
        village = await the_village(unit, visit.village_id)
        notice = VisitAnswered(
            visit_id=visit.id,
            village=village.name,
            day=visit.day,
            minutes=visit.minutes,
            confirmed_minutes=visit.confirmed_minutes,
            reason=visit.sent_back_reason,
        )
        await unit.outbox.put(visit.adviser_id, notice, now)
    await reconsider_village(unit, visit.village_id, visit.month, now)
