"""The figures of a street's month as they freeze, and those of its bulletin."""

from datetime import datetime
from typing import NamedTuple

from actions.month.judging import grouped
from actions.month.standings import called_then
from domain.advisers import assigned_days
from domain.bulletin import BulletinNumbers, Part, ShortVillage
from domain.hours import hours_of, quota_for
from domain.months import Month, local_day
from domain.policy import Policy
from domain.shortfalls import State, Subject
from domain.sieve import MonthSieve, Sums
from storage.months import Figures
from storage.unit import Unit


class Frozen(NamedTuple):
    sums: dict[int, Sums]
    figures: dict[int, Figures]


async def frozen_figures(
    unit: Unit, month: Month, street_id: int, policy: Policy, now: datetime
) -> Frozen:
    """By village. The month is shut already: nothing can change any more."""
    wanted = MonthSieve(month, policy, local_day(now)).wanted
    first, last, _ = await unit.sifting.villages([street_id])
    sums = await unit.sifting.sums(Subject.VILLAGE, first, last, month, policy, street_id)
    figures = {each: Figures(s.counted, s.confirmed, wanted(s.days)) for each, s in sums.items()}
    return Frozen(sums, figures)


async def numbers_of(
    unit: Unit,
    month: Month,
    street_id: int,
    policy: Policy,
    villages: dict[int, Sums],
    now: datetime,
) -> BulletinNumbers:
    sieve = MonthSieve(month, policy, local_day(now))
    short = [each for each, s in villages.items() if not _met(s, sieve)]
    counts = await unit.shortfalls.counts_of(month, street_id)
    return BulletinNumbers(
        month=month,
        policy=policy,
        at=now,
        villages=Part(len(villages) - len(short), len(villages)),
        advisers=await advisers_met(unit, list(villages), month, policy),
        counted=sum(s.counted for s in villages.values()),
        confirmed=sum(s.confirmed for s in villages.values()),
        unserved=sum(not s.days for s in villages.values()),
        waived=sum(n for (_, state), n in counts.items() if state is State.WAIVED),
        grids=Part(*await unit.coverage.covered(street_id, policy)),
        thin=Part(*await unit.coverage.stocked(street_id, policy)),
        short=await _named(unit, short, villages, sieve, month),
    )


async def advisers_met(unit: Unit, village_ids: list[int], month: Month, policy: Policy) -> Part:
    """How many of those who serve these villages reach what is wanted, each with all their
    villages together, those of other streets too."""
    ids = sorted({a.adviser_id for a in await unit.evaluation.served(village_ids, month)})
    stays = grouped(await unit.evaluation.stays_of(ids, month), lambda s: s.adviser_id)
    serving = grouped(await unit.evaluation.serving(ids, month), lambda a: a.adviser_id)
    reached = sum(
        hours_of(stays[each], policy).counted
        >= quota_for(policy, month, assigned_days(serving[each], month))
        for each in ids
    )
    return Part(reached, len(ids))


def _met(sums: Sums, sieve: MonthSieve) -> bool:
    """Nobody is wanted anything of without an assignment, and nobody has met it."""
    return sums.days > 0 and sums.counted >= sieve.wanted(sums.days)


async def _named(
    unit: Unit, short: list[int], sums: dict[int, Sums], sieve: MonthSieve, month: Month
) -> list[ShortVillage]:
    """In the order of the roster: a bulletin ranks nobody."""
    there = (await unit.villages.of_ids(short)).values() if short else ()
    known = {village.id: village for village in await called_then(unit, there, month)}
    return [
        ShortVillage(known[each].name, s.counted, sieve.wanted(s.days), s.days > 0)
        for each in short
        if each in known and known[each].retired_on is None and (s := sums[each])
    ]
