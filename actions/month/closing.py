"""月结: a street's month is closed, its figures frozen; reopened by a leader, and corrected with a
date."""

from datetime import datetime

from actions.month.evaluation import Progress, evaluate_month
from actions.month.numbers import frozen_figures, numbers_of
from actions.people.access import check_leader_of_district
from domain.errors import Stale
from domain.frames import MonthFrame
from domain.hours import hours_of
from domain.months import Month, MonthNotOver, ReopeningUnexplained, local_day
from domain.people import Actor
from domain.policy import Policy
from domain.reasons import is_no_reason
from domain.visits import BeforeItBegan
from storage.engine import Storage
from storage.unit import Unit
from words.bulletin import bulletin


async def close_month(
    storage: Storage,
    month: Month,
    street_id: int,
    now: datetime,
    progress: Progress | None = None,
) -> bool:
    """Short becomes final, figures and policy freeze, the bulletin draft is written.

    The door is shut first, so that no visit comes in between; a closing that was cut off goes on
    where it stopped. False for a month closed before, one before the street began, and one that a
    leader opened before its closing ever ran. Raises MonthNotOver.
    """
    if local_day(now) <= month.last_day:
        raise MonthNotOver
    async with storage.unit() as unit:
        record = await unit.months.get(month, street_id)
        frame = (await unit.frames.of_some(month, [street_id])).get(street_id)
        opened = record.closed_at is None and record.reopened_at is not None
        if frame is None or not frame.judged or opened or (record.closed and record.bulletin):
            return False
        policy = frame.policy
        if not record.closed:
            await unit.months.close(month, street_id, policy, "", now)
            await unit.months.freeze(month, street_id, {}, now)
    await evaluate_month(storage, month, now, progress, street_id=street_id, closing=True)
    async with storage.unit(alone=True) as unit:
        sums, figures = await frozen_figures(unit, month, street_id, policy, now)
        await unit.months.freeze(month, street_id, figures, now)
        numbers = await numbers_of(unit, month, street_id, policy, sums, now)
        await unit.months.write_bulletin(month, street_id, bulletin(numbers))
        after = {"district_id": street_id}
        await unit.audit.note(None, "close_month", "month", _id(month), now, after=after)
    return True


async def reopen_month(
    unit: Unit, actor: Actor, street_id: int, month: Month, reason: str, now: datetime
) -> None:
    """By a leader of the street or above it, with a reason. Raises NotAllowed,
    BeforeItBegan, Stale."""
    await check_leader_of_district(unit, actor, street_id)
    words = reason.strip()[:300]
    if is_no_reason(words):
        raise ReopeningUnexplained
    frame = await _begun(unit, month, street_id)
    if frame.reopened or not frame.is_shut(local_day(now), by_office=True):
        raise Stale
    await unit.months.reopen(month, street_id, actor.person_id, words, now)
    after = {"district_id": street_id, "reason": words}
    await unit.audit.note(actor.person_id, "reopen_month", "month", _id(month), now, after=after)


async def close_again(
    unit: Unit, actor: Actor, street_id: int, month: Month, now: datetime
) -> None:
    """Let the closing of a reopened month run once more, or that of one shut by its date that no
    job has closed. Raises NotAllowed,
    BeforeItBegan, Stale."""
    await check_leader_of_district(unit, actor, street_id)
    frame = await _begun(unit, month, street_id)
    if frame.closed or not frame.is_shut(local_day(now)):
        raise Stale
    if not frame.frozen:
        await unit.months.forget(month, street_id)
    await unit.job_runs.wait_again("close", str(month), now, street_id)
    after = {"district_id": street_id}
    await unit.audit.note(actor.person_id, "close_again", "month", _id(month), now, after=after)


async def correct_figures(
    unit: Unit, village_id: int, month: Month, policy: Policy, now: datetime
) -> None:
    """A frozen figure a visit has changed after reopening: a dated correction, both values kept."""
    after = hours_of(await unit.evaluation.stays_in([village_id], month), policy).counted
    before = await unit.months.figure_of(month, village_id)
    street = await unit.districts.of_village(village_id)
    if before != after and street:
        record = await unit.months.get(month, street.id)
        reason, by_id = record.reason or "", record.reopened_by
        await unit.months.correct(month, village_id, before, after, reason, by_id, now)


async def _begun(unit: Unit, month: Month, street_id: int) -> MonthFrame:
    frame = (await unit.frames.of_some(month, [street_id]))[street_id]
    if frame.began_on and not frame.judged:
        raise BeforeItBegan(month, frame.began_on)
    return frame


def _id(month: Month) -> int:
    """Months have no number of their own; 202611 reads well in the audit."""
    return month.year * 100 + month.month
