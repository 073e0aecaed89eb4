"""进村服务: record, correct, withdraw, confirm, send back; each in its caller's transaction."""

from datetime import datetime

from actions.month.shortfalls import reconsider_village
from actions.people.access import check_office_of_village, the_village
from actions.visit_rights import confirmable_visit, editable_visit
from domain.frames import check_open
from domain.months import local_day
from domain.notices import VisitAnswered, VisitToConfirm
from domain.people import Actor, Role
from domain.policy import ConfirmationRule, Policy
from domain.visits import (
    Confirmation,
    ConfirmsTooMany,
    Source,
    Visit,
    VisitDraft,
    check_assigned,
    check_not_overlapping,
    check_times,
)
from storage.unit import Unit


async def record_visit(unit: Unit, actor: Actor, draft: VisitDraft, now: datetime) -> Visit:
    """Save a new visit of the adviser, or one the office adds for them (补录).

    Raises a subclass of NotRecorded for every refusal (规则 3.4).
    """
    draft = await _by_whom(unit, actor, draft)
    by_office = draft.adviser_id != actor.person_id
    policy = await check_visit(unit, draft, now, by_office=by_office)
    visit = await unit.visits.add(draft, now)
    await _note(unit, actor, "record", visit, now, None)
    await _ask_to_confirm(unit, visit, policy, now)
    await reconsider_village(unit, visit.village_id, visit.month, now)
    return visit


async def check_visit(
    unit: Unit,
    draft: VisitDraft,
    now: datetime,
    *,
    by_office: bool = False,
    replaces: int | None = None,
) -> Policy:
    """Every refusal in order (规则 3.4); `replaces` is the visit a correction stands in for."""
    frame = await unit.frames.of_village(draft.month, draft.village_id)
    check_times(draft, frame.policy, now)
    check_open(frame, local_day(now), by_office=by_office)
    check_assigned(draft, await unit.advisers.assignments_of(draft.adviser_id, draft.village_id))
    others = await unit.visits.around(draft.adviser_id, draft.started_at, draft.ended_at)
    check_not_overlapping(draft, [other for other in others if other.id != replaces])
    return frame.policy


async def correct_visit(
    unit: Unit, actor: Actor, visit_id: int, draft: VisitDraft, now: datetime
) -> Visit:
    """Replace what was recorded; the village has to confirm again what has changed."""
    before = await editable_visit(unit, actor, visit_id, now)
    draft = draft.model_copy(update={"adviser_id": before.adviser_id, "source": before.source})
    if before.adviser_id != actor.person_id:
        await check_office_of_village(unit, actor, draft.village_id)
    if _observed(draft) != _observed(before):
        draft = draft.model_copy(update={"source": _corrected_source(before)})
    by_office = draft.adviser_id != actor.person_id
    policy = await check_visit(unit, draft, now, by_office=by_office, replaces=visit_id)
    visit = Visit(id=visit_id, recorded_at=before.recorded_at, **draft.model_dump())
    await unit.visits.save(visit)
    await _note(unit, actor, "correct", visit, now, before)
    await _ask_to_confirm(unit, visit, policy, now)
    for village_id, month in {(v.village_id, v.month) for v in (before, visit)}:
        await reconsider_village(unit, village_id, month, now)
    return visit


async def withdraw_visit(unit: Unit, actor: Actor, visit_id: int, now: datetime) -> Visit:
    before = await editable_visit(unit, actor, visit_id, now)
    visit = before.model_copy(update={"withdrawn_at": now})
    await unit.visits.save(visit)
    await _note(unit, actor, "withdraw", visit, now, before)
    await reconsider_village(unit, visit.village_id, visit.month, now)
    return visit


async def confirm_visit(
    unit: Unit, actor: Actor, visit_id: int, minutes: int | None, now: datetime
) -> Visit:
    """The village confirms all the minutes (None) or fewer; both values are kept."""
    before = await confirmable_visit(unit, actor, visit_id, now)
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
    unit: Unit, actor: Actor, visit_id: int, reason: str, now: datetime
) -> Visit:
    """The village does not recognise it; it counts again once the adviser corrected it."""
    before = await confirmable_visit(unit, actor, visit_id, now)
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


async def _by_whom(unit: Unit, actor: Actor, draft: VisitDraft) -> VisitDraft:
    if draft.adviser_id == actor.person_id and actor.has(Role.ADVISER):
        return draft
    await check_office_of_village(unit, actor, draft.village_id)
    return draft.model_copy(update={"source": Source.OFFICE})


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
    await unit.visits.save(visit)
    await _note(unit, actor, action, visit, now, before)
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


async def _ask_to_confirm(unit: Unit, visit: Visit, policy: Policy, now: datetime) -> None:
    if policy.confirmation is ConfirmationRule.OFF:
        return
    confirmers = await unit.people.holding(Role.VILLAGE_CONFIRMER, [visit.village_id])
    if not confirmers:
        return
    village = await the_village(unit, visit.village_id)
    adviser = await unit.people.get(visit.adviser_id)
    for person in confirmers:
        if person.id != visit.adviser_id:
            notice = VisitToConfirm(
                visit_id=visit.id,
                village=village.name,
                adviser=adviser.name if adviser else "",
                day=visit.day,
                minutes=visit.minutes,
            )
            await unit.outbox.put(person.id, notice, now)


def _observed(draft: VisitDraft) -> tuple[object, ...]:
    """What was seen on the spot if the visit was recorded live."""
    return draft.village_id, draft.started_at, draft.ended_at


def _corrected_source(before: Visit) -> Source:
    return Source.AFTERWARDS if before.source is Source.LIVE else before.source


async def _note(
    unit: Unit, actor: Actor, action: str, visit: Visit, now: datetime, before: Visit | None
) -> None:
    await unit.audit.note(
        actor.person_id,
        action,
        "visit",
        visit.id,
        now,
        before=before.model_dump(mode="json") if before else None,
        after=visit.model_dump(mode="json"),
    )
