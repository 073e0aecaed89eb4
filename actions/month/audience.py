"""Who is concerned by what: everybody with a role and their places, loaded once for a whole job."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from domain.districts import steps_of
from domain.months import Month
from domain.people import Role
from domain.villages import Village
from storage.unit import Unit

Places = Mapping[int, frozenset[int]]


class Audience(NamedTuple):
    """Ids of places by person: villages for office, confirmers and advisers, grids for workers.

    An adviser's villages are those they serve on any day of the month.
    """

    villages: Mapping[int, Village]
    offices: Places
    confirmers: Places
    advisers: Places
    grid_workers: Places


async def audience_of(unit: Unit, month: Month, streets: Collection[int] | None = None) -> Audience:
    """Of all villages, or of those in some streets: then of nobody who has none there."""
    whole = await _whole(unit, month)
    if streets is None:
        return whole
    villages = {v.id: v for v in whole.villages.values() if v.district_id in streets}
    return whole._replace(
        villages=villages,
        offices=_within(whole.offices, villages),
        confirmers=_within(whole.confirmers, villages),
        advisers=_within(whole.advisers, villages),
    )


def _within(places: Places, villages: Mapping[int, Village]) -> Places:
    """Colleagues go on sharing one set."""
    cut = {own: frozenset(own & villages.keys()) for own in set(places.values())}
    return {person: cut[own] for person, own in places.items() if cut[own]}


async def _whole(unit: Unit, month: Month) -> Audience:
    villages = {village.id: village for village in await unit.villages.all()}
    held: dict[Role, defaultdict[int, set[int]]] = {role: defaultdict(set) for role in Role}
    roles = (Role.OFFICE, Role.LEADER, Role.VILLAGE_CONFIRMER, Role.GRID_WORKER)
    for person, role, place in await unit.people.holders(*roles):
        held[Role.OFFICE if role is Role.LEADER else role][person].add(place)
    for each in await unit.advisers.assignments_between(month.first_day, month.last_day):
        held[Role.ADVISER][each.adviser_id].add(each.village_id)
    return Audience(
        villages,
        await _below(unit, held[Role.OFFICE], villages.values()),
        _frozen(held[Role.VILLAGE_CONFIRMER]),
        _frozen(held[Role.ADVISER]),
        _frozen(held[Role.GRID_WORKER]),
    )


async def serving_on(unit: Unit, advisers: Places, day: date) -> Places:
    """Of their villages of the month those they serve on this day: who no longer serves a village
    is not told what it lacks (规则 4.13)."""
    served: defaultdict[int, set[int]] = defaultdict(set)
    for each in await unit.advisers.assignments_between(day, day):
        served[each.adviser_id].add(each.village_id)
    still = {adviser: villages & served[adviser] for adviser, villages in advisers.items()}
    return {adviser: villages for adviser, villages in still.items() if villages}


async def _below(
    unit: Unit, offices: Mapping[int, set[int]], villages: Collection[Village]
) -> Places:
    """The villages each office answers for. Colleagues share one set: a province has many."""
    paths = {district.id: district.path for district in await unit.districts.all()}
    tops = {district_id for places in offices.values() for district_id in places}
    below: defaultdict[int, set[int]] = defaultdict(set)
    for village in villages:
        for step in steps_of(paths[village.district_id]):
            if step in tops:
                below[step].add(village.id)
    shared = {top: frozenset(ids) for top, ids in below.items()}
    nothing: frozenset[int] = frozenset()
    return {
        person: shared.get(next(iter(places)), nothing)
        if len(places) == 1
        else nothing.union(*(shared.get(place, nothing) for place in places))
        for person, places in offices.items()
    }


def _frozen(held: Mapping[int, set[int]]) -> Places:
    return {person: frozenset(places) for person, places in held.items()}
