"""月结: a month is closed, its figures frozen; reopened by a leader, and corrected with a date."""

from datetime import datetime
from typing import NamedTuple

from actions.calendar import calendar_of
from actions.month.evaluation import CHUNK, Progress, evaluate_month
from domain.bulletin import BulletinNumbers, Part, ShortVillage
from domain.errors import NotAllowed, Stale
from domain.hours import hours_of
from domain.month_days import phase_of
from domain.months import Month, MonthNotOver, MonthPhase, ReopeningUnexplained, local_day
from domain.people import Actor, Role
from domain.policy import Policy
from domain.reasons import is_no_reason
from domain.shortfalls import State, Subject
from domain.sieve import MonthSieve, Sums
from storage.engine import Storage
from storage.months import Figures
from storage.unit import Unit
from words.bulletin import bulletin


async def phase(unit: Unit, month: Month, now: datetime) -> MonthPhase:
    frame = await unit.evaluation.frame(month)
    calendar = await calendar_of(unit)
    return phase_of(month, local_day(now), frame.policy, calendar, closed=frame.closed)


async def close_month(
    storage: Storage, month: Month, now: datetime, progress: Progress | None = None
) -> bool:
    """Short becomes final, figures and policy freeze, the bulletin draft is written.

    The door is shut first, so that no visit comes in between; a closing that was cut off goes on
    where it stopped. False for a month closed before. Raises MonthNotOver.
    """
    if local_day(now) <= month.last_day:
        raise MonthNotOver
    async with storage.unit() as unit:
        record = await unit.months.get(month)
        if record.closed and record.bulletin:
            return False
        policy = (await unit.evaluation.frame(month)).policy
        if not record.closed:
            await unit.months.close(month, policy, "", now)
            await unit.months.freeze(month, {}, now)
    await evaluate_month(storage, month, now, progress, closing=True)
    villages = await _freeze(storage, month, policy, now)
    async with storage.unit() as unit:
        numbers = await _numbers(unit, month, policy, villages, now)
        await unit.months.write_bulletin(month, bulletin(numbers))
        await unit.audit.note(None, "close_month", "month", _id(month), now)
    return True


async def reopen_month(unit: Unit, actor: Actor, month: Month, reason: str, now: datetime) -> None:
    """By a leader who answers for every village, with a reason. Raises NotAllowed, Stale."""
    leads = actor.places(Role.LEADER)
    if not leads or await unit.villages.any_outside(leads):
        raise NotAllowed
    words = reason.strip()[:300]
    if is_no_reason(words):
        raise ReopeningUnexplained
    if not await unit.months.is_closed(month):
        raise Stale
    await unit.months.reopen(month, actor.person_id, words, now)
    await unit.audit.note(
        actor.person_id, "reopen_month", "month", _id(month), now, after={"reason": words}
    )


async def close_again(unit: Unit, actor: Actor, month: Month, now: datetime) -> None:
    """Let the job of the closing run once more for a reopened month. Raises NotAllowed, Stale."""
    leads = actor.places(Role.LEADER)
    if not leads or await unit.villages.any_outside(leads):
        raise NotAllowed
    record = await unit.months.get(month)
    if record.closed or record.closed_at is None:
        raise Stale
    await unit.job_runs.wait_again("close", str(month), now)
    await unit.audit.note(actor.person_id, "close_again", "month", _id(month), now)


async def correct_figures(
    unit: Unit, village_id: int, month: Month, policy: Policy, now: datetime
) -> None:
    """A frozen figure a visit has changed after reopening: a dated correction, both values kept."""
    after = hours_of(await unit.evaluation.stays_in([village_id], month), policy).counted
    before = await unit.months.figure_of(month, village_id)
    if before != after:
        record = await unit.months.get(month)
        reason, by_id = record.reason or "", record.reopened_by
        await unit.months.correct(month, village_id, before, after, reason, by_id, now)


async def _freeze(storage: Storage, month: Month, policy: Policy, now: datetime) -> dict[int, Sums]:
    """Chunk by chunk; nothing can change any more, so they need not be of one moment."""
    wanted = MonthSieve(month, policy, local_day(now)).wanted
    async with storage.reading() as unit:
        span = await unit.sifting.villages()
    whole: dict[int, Sums] = {}
    for first, last in span.chunks(CHUNK):
        async with storage.reading() as unit:
            sums = await unit.sifting.sums(Subject.VILLAGE, first, last, month, policy)
        figures = {
            each: Figures(s.counted, s.confirmed, wanted(s.days)) for each, s in sums.items()
        }
        async with storage.unit() as unit:
            await unit.months.freeze_between(month, first, last, figures, now)
        whole |= sums
    return whole


class _Met(NamedTuple):
    part: Part
    short: list[int]


def _met(sums: dict[int, Sums], sieve: MonthSieve) -> _Met:
    """Who reached what was wanted; nobody is wanted anything of without an assignment."""
    short = [each for each, s in sums.items() if not s.days or s.counted < sieve.wanted(s.days)]
    return _Met(Part(len(sums) - len(short), len(sums)), short)


async def _numbers(
    unit: Unit, month: Month, policy: Policy, villages: dict[int, Sums], now: datetime
) -> BulletinNumbers:
    sieve = MonthSieve(month, policy, local_day(now))
    first, last, _ = await unit.sifting.advisers()
    sums = await unit.sifting.sums(Subject.ADVISER, first, last, month, policy)
    advisers = {each: s for each, s in sums.items() if s.days}
    part, short = _met(villages, sieve)
    counts = await unit.shortfalls.counts_of(month)
    return BulletinNumbers(
        month=month,
        policy=policy,
        at=now,
        villages=part,
        advisers=_met(advisers, sieve).part,
        counted=sum(s.counted for s in villages.values()),
        confirmed=sum(s.confirmed for s in villages.values()),
        unserved=sum(not s.days for s in villages.values()),
        waived=sum(n for (_, state), n in counts.items() if state is State.WAIVED),
        grids=Part(*await unit.coverage.covered(policy.grid_least)),
        thin=Part(*await unit.coverage.stocked(policy)),
        short=await _named(unit, short, villages, sieve),
    )


async def _named(
    unit: Unit, short: list[int], sums: dict[int, Sums], sieve: MonthSieve
) -> list[ShortVillage]:
    """In the order of the roster: a bulletin ranks nobody."""
    known = {village.id: village for village in await unit.villages.all()} if short else {}
    return [
        ShortVillage(known[each].name, s.counted, sieve.wanted(s.days), s.days > 0)
        for each in short
        if each in known and (s := sums[each])
    ]


def _id(month: Month) -> int:
    """Months have no number of their own; 202611 reads well in the audit."""
    return month.year * 100 + month.month
