"""A month at a glance, for the office: every figure with its denominator."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.illnesses import Illnesses, illnesses_of
from actions.month.judging import grouped
from actions.month.standings import Standing, standings_below
from actions.people.access import check_office, office_name
from actions.people.people import may_manage
from domain.advisers import assigned_days
from domain.bulletin import Part
from domain.cases import UNANSWERED
from domain.grids import GridCover
from domain.hours import hours_of, quota_for
from domain.months import Month, MonthPhase, local_day
from domain.people import Actor
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import State
from domain.visits import Confirmation
from storage.unit import Unit


class Glance(NamedTuple):
    """`villages` and `advisers` on quota, of all and of those with an assignment; whichever the
    policy takes, both are shown (规则 3.9). `unserved` are the villages without an adviser."""

    office: str
    month: Month
    today: date
    phase: MonthPhase | None
    basis: QuotaBasis
    villages: Part
    advisers: Part
    counted: int
    confirmed: int
    visits: int
    unconfirmed_visits: int
    grids: Part
    unserved: tuple[str, ...]
    waived: int
    cases: int
    unanswered: int
    health: Illnesses


async def month_at_a_glance(unit: Unit, actor: Actor, month: Month, now: datetime) -> Glance:
    standings = await standings_below(unit, check_office(actor), month, now)
    policy = (await unit.evaluation.frame(month)).policy
    covers = await unit.grids.cover_below(actor.offices)
    visits = [v for s in standings for v, _ in s.hours.visits if v.withdrawn_at is None]
    open_cases = await unit.cases.open_below(actor.offices)
    ids = {standing.village.id for standing in standings}
    waived = {row.subject_id for row in await unit.shortfalls.waived(month)}
    return Glance(
        office=await office_name(unit, actor),
        month=month,
        today=min(local_day(now), month.last_day),
        phase=standings[0].phase if standings else None,
        basis=policy.basis,
        villages=Part(sum(on_quota(s) for s in standings), len(standings)),
        advisers=await _advisers(unit, standings, policy, month),
        counted=sum(standing.counted for standing in standings),
        confirmed=sum(standing.confirmed for standing in standings),
        visits=len(visits),
        unconfirmed_visits=sum(v.confirmation == Confirmation.NONE for v in visits),
        grids=Part(sum(cover.registered >= policy.grid_least for cover in covers), len(covers)),
        unserved=tuple(s.village.name for s in standings if not s.advisers),
        waived=len(waived & ids),
        cases=len(open_cases),
        unanswered=sum(case.state in UNANSWERED for case in open_cases),
        health=await _health(unit, actor, now),
    )


def on_quota(standing: Standing) -> bool:
    """A village without an adviser is not: nobody serves it, whatever the quota says."""
    return bool(standing.advisers) and not standing.progress.missing


async def short_villages(
    unit: Unit, actor: Actor, month: Month, now: datetime
) -> list[tuple[Standing, State | None]]:
    """Villages not on quota, worst first, each with the state of its row if there is one.

    Under the basis `adviser` those without any counted minute.
    """
    standings = await standings_below(unit, check_office(actor), month, now)
    rows = await unit.shortfalls.of_month(month)
    states = {row.subject_id: row.state for row in rows if row.subject == "village"}
    by_adviser = bool(standings) and standings[0].basis is QuotaBasis.ADVISER
    return [
        (standing, states.get(standing.village.id))
        for standing in standings
        if not standing.advisers
        or (not standing.counted if by_adviser else standing.progress.missing)
    ]


async def uncovered_grids(
    unit: Unit, actor: Actor, now: datetime
) -> tuple[Part, list[list[GridCover]]]:
    """How many grids are covered, and the others grouped by village, most of them first."""
    policy = await unit.policies.of_month(Month.at(now))
    covers = await unit.grids.cover_below(check_office(actor))
    gaps: dict[int, list[GridCover]] = {}
    for cover in covers:
        if cover.registered < policy.grid_least:
            gaps.setdefault(cover.grid.village_id, []).append(cover)
    missing = sum(len(group) for group in gaps.values())
    groups = sorted(gaps.values(), key=lambda group: -len(group))
    return Part(len(covers) - missing, len(covers)), groups


async def _advisers(
    unit: Unit, standings: Sequence[Standing], policy: Policy, month: Month
) -> Part:
    """Each with all their villages together, those of other districts too."""
    ids = sorted({adviser.id for standing in standings for adviser in standing.advisers})
    stays = grouped(await unit.evaluation.stays_of(ids, month), lambda s: s.adviser_id)
    serving = grouped(await unit.evaluation.serving(ids, month), lambda a: a.adviser_id)
    reached = sum(
        hours_of(stays[each], policy).counted
        >= quota_for(policy, month, assigned_days(serving[each], month))
        for each in ids
    )
    return Part(reached, len(ids))


async def _health(unit: Unit, actor: Actor, now: datetime) -> Illnesses:
    """Of the doors nothing gets through only those of people this office answers for."""
    health = await illnesses_of(unit, now)
    mine = {
        person: doors
        for person, doors in health.shut.items()
        if await may_manage(unit, actor, person)
    }
    return health._replace(shut=mine)
