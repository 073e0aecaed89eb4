"""进村服务: record, correct, withdraw; each in its caller's transaction."""

from datetime import datetime

from actions.month.shortfalls import reconsider_village
from actions.people.access import check_office_of_village, the_village
from actions.visit_rights import editable_visit
from domain.change_notices import VisitByOffice
from domain.changes import LONGEST_REASON
from domain.frames import check_open
from domain.mingbairen import ReasonMissing
from domain.months import local_day
from domain.notices import VisitToConfirm
from domain.people import Actor, Role
from domain.policy import ConfirmationRule, Policy
from domain.reasons import is_no_reason
from domain.visits import (
    Source,
    Visit,
    VisitDraft,
    check_assigned,
    check_not_overlapping,
    check_times,
    same_visit,
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
    await note_visit(unit, actor, "record", visit, now, None)
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
    unit: Unit,
    actor: Actor,
    visit_id: int,
    draft: VisitDraft,
    now: datetime,
    *,
    shown: str | None = None,
    reason: str = "",
) -> Visit:
    """Replace what was recorded; the village has to confirm again what has changed. A correction
    that changes nothing leaves everything as it is, the village's answer too (规则 3.14). The
    office gives the reason, and the adviser is told (规则 2.8). Raises ReasonMissing."""
    before = await editable_visit(unit, actor, visit_id, now, shown)
    draft = draft.model_copy(update={"adviser_id": before.adviser_id, "source": before.source})
    if before.adviser_id != actor.person_id:
        await check_office_of_village(unit, actor, draft.village_id)
    if same_visit(draft, before):
        return before
    if _observed(draft) != _observed(before):
        draft = draft.model_copy(update={"source": _corrected_source(before)})
    by_office = draft.adviser_id != actor.person_id
    policy = await check_visit(unit, draft, now, by_office=by_office, replaces=visit_id)
    reason = _reason(reason) if by_office else ""
    visit = Visit(id=visit_id, recorded_at=before.recorded_at, **draft.model_dump())
    await unit.visits.save(visit)
    await note_visit(unit, actor, "correct", visit, now, before, reason)
    if by_office:
        await _tell_adviser(unit, actor, before, visit, reason, now)
    await _ask_to_confirm(unit, visit, policy, now)
    for village_id, month in {(v.village_id, v.month) for v in (before, visit)}:
        await reconsider_village(unit, village_id, month, now)
    return visit


async def withdraw_visit(
    unit: Unit,
    actor: Actor,
    visit_id: int,
    now: datetime,
    *,
    shown: str | None = None,
    reason: str = "",
) -> Visit:
    """The office gives the reason, and the adviser is told. Raises ReasonMissing."""
    before = await editable_visit(unit, actor, visit_id, now, shown)
    by_office = before.adviser_id != actor.person_id
    reason = _reason(reason) if by_office else ""
    visit = before.model_copy(update={"withdrawn_at": now})
    await unit.visits.save(visit)
    await note_visit(unit, actor, "withdraw", visit, now, before, reason)
    if by_office:
        await _tell_adviser(unit, actor, before, None, reason, now)
    await reconsider_village(unit, visit.village_id, visit.month, now)
    return visit


async def _by_whom(unit: Unit, actor: Actor, draft: VisitDraft) -> VisitDraft:
    if draft.adviser_id == actor.person_id and actor.has(Role.ADVISER):
        return draft
    await check_office_of_village(unit, actor, draft.village_id)
    return draft.model_copy(update={"source": Source.OFFICE})


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


def _reason(said: str) -> str:
    if is_no_reason(said):
        raise ReasonMissing
    return said.strip()[:LONGEST_REASON]


async def _tell_adviser(
    unit: Unit, actor: Actor, before: Visit, after: Visit | None, reason: str, now: datetime
) -> None:
    village = await the_village(unit, before.village_id)
    into = await the_village(unit, after.village_id) if after else village
    notice = VisitByOffice(
        before=before,
        village=village.name,
        after=after,
        into=into.name,
        by_name=actor.name,
        reason=reason,
    )
    await unit.outbox.put(before.adviser_id, notice, now)


def _observed(draft: VisitDraft) -> tuple[object, ...]:
    """What was seen on the spot if the visit was recorded live."""
    return draft.village_id, draft.started_at, draft.ended_at


def _corrected_source(before: Visit) -> Source:
    return Source.AFTERWARDS if before.source is Source.LIVE else before.source


async def note_visit(
    unit: Unit,
    actor: Actor,
    action: str,
    visit: Visit,
    now: datetime,
    before: Visit | None,
    reason: str = "",
) -> None:
    await unit.audit.note(
        actor.person_id,
        action,
        "visit",
        visit.id,
        now,
        before=before.model_dump(mode="json") if before else None,
        after=visit.model_dump(mode="json") | ({"reason": reason} if reason else {}),
    )
