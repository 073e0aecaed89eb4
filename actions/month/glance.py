"""A month at a glance, for the office: every figure with its denominator."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.illnesses import Illnesses, illnesses_of
from actions.month.judging import grouped
from actions.month.standings import Standing, on_quota, standings_below
from actions.people.access import check_office, office_name
from actions.people.people import may_manage
from domain.advisers import assigned_days
from domain.bulletin import Part
from domain.cases import UNANSWERED
from domain.districts import District
from domain.frames import MonthFrame
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
    illnesses: Illnesses


async def month_at_a_glance(
    unit: Unit, actor: Actor, month: Month, now: datetime, street: District | None = None
) -> Glance:
    """Of one street, or of all below the actor's office."""
    here = frozenset({street.id}) if street else check_office(actor)
    standings = await standings_below(unit, here, month, now)
    homes = {s.village.id: s.village.district_id for s in standings}
    frames = await unit.frames.of_some(month, set(homes.values()))
    covers = await covers_below(unit, here, month)
    visits = [v for s in standings for v, _ in s.hours.visits if v.withdrawn_at is None]
    open_cases = await unit.cases.open_below(here)
    waived = {row.subject_id for row in await unit.shortfalls.waived(month)}
    return Glance(
        office=street.name if street else await office_name(unit, actor),
        month=month,
        today=min(local_day(now), month.last_day),
        phase=standings[0].phase if standings else None,
        basis=standings[0].basis if standings else QuotaBasis.VILLAGE,
        villages=Part(sum(on_quota(s) for s in standings), len(standings)),
        advisers=await _advisers(unit, standings, frames, month),
        counted=sum(standing.counted for standing in standings),
        confirmed=sum(standing.confirmed for standing in standings),
        visits=len(visits),
        unconfirmed_visits=sum(v.confirmation == Confirmation.NONE for v in visits),
        grids=Part(sum(met for _, met in covers), len(covers)),
        unserved=tuple(s.village.name for s in standings if not s.advisers),
        waived=len(waived & homes.keys()),
        cases=len(open_cases),
        unanswered=sum(case.state in UNANSWERED for case in open_cases),
        illnesses=await _illnesses(unit, actor, now),
    )


async def covers_below(
    unit: Unit, districts: frozenset[int], month: Month
) -> list[tuple[GridCover, bool]]:
    """Every living grid, and whether it has as many people 在册 as its street wants."""
    covers = await unit.grids.cover_below(districts)
    homes = await unit.villages.homes_of({cover.grid.village_id for cover in covers})
    frames = await unit.frames.of_some(month, set(homes.values()))
    least = {each: frames[street].policy.grid_least for each, street in homes.items()}
    return [(cover, cover.registered >= least[cover.grid.village_id]) for cover in covers]


async def short_villages(
    unit: Unit, actor: Actor, month: Month, now: datetime, street: District | None = None
) -> list[tuple[Standing, State | None]]:
    """Villages not on quota, worst first, each with the state of its row if there is one.

    Where the basis is `adviser`, those without any counted minute.
    """
    here = frozenset({street.id}) if street else check_office(actor)
    standings = await standings_below(unit, here, month, now)
    rows = await unit.shortfalls.of_month(month)
    states = {row.subject_id: row.state for row in rows if row.subject == "village"}
    return [(s, states.get(s.village.id)) for s in standings if _short(s)]


def _short(standing: Standing) -> bool:
    if standing.basis is QuotaBasis.ADVISER:
        return not standing.advisers or not standing.counted
    return not on_quota(standing)


async def uncovered_grids(
    unit: Unit, actor: Actor, now: datetime
) -> tuple[Part, list[list[GridCover]]]:
    """How many grids are covered, and the others grouped by village, most of them first."""
    covers = await covers_below(unit, check_office(actor), Month.at(now))
    gaps: dict[int, list[GridCover]] = {}
    for cover, met in covers:
        if not met:
            gaps.setdefault(cover.grid.village_id, []).append(cover)
    missing = sum(len(group) for group in gaps.values())
    groups = sorted(gaps.values(), key=lambda group: -len(group))
    return Part(len(covers) - missing, len(covers)), groups


async def _advisers(
    unit: Unit, standings: Sequence[Standing], frames: Mapping[int, MonthFrame], month: Month
) -> Part:
    """Each with all their villages together, those of other offices too; in every street served,
    by its rules."""
    pairs = {(a.id, s.village.district_id) for s in standings for a in s.advisers}
    ids = sorted({adviser for adviser, _ in pairs})
    stays = grouped(await unit.evaluation.stays_of(ids, month), lambda s: s.adviser_id)
    serving = grouped(await unit.evaluation.serving(ids, month), lambda a: a.adviser_id)

    def reached(adviser: int, policy: Policy) -> bool:
        wanted = quota_for(policy, month, assigned_days(serving[adviser], month))
        return hours_of(stays[adviser], policy).counted >= wanted

    return Part(sum(reached(who, frames[street].policy) for who, street in pairs), len(pairs))


async def _illnesses(unit: Unit, actor: Actor, now: datetime) -> Illnesses:
    """Of the doors nothing gets through only those of people this office answers for."""
    illnesses = await illnesses_of(unit, now)
    mine = {
        person: doors
        for person, doors in illnesses.shut.items()
        if await may_manage(unit, actor, person)
    }
    return illnesses._replace(shut=mine)
