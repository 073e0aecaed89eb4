"""The streets an office answers for, always in the order of their codes: nobody is ranked."""

from datetime import datetime
from typing import NamedTuple

from actions.month.standings import Standing, on_quota, standings_below
from actions.people.access import check_office, check_office_of_district
from domain.bulletin import Part
from domain.districts import District
from domain.errors import NotAllowed, NotFound
from domain.months import Month, MonthPhase, local_day
from domain.people import Actor, Role
from storage.unit import Unit


class StreetFigures(NamedTuple):
    """One street beside others: villages on quota of all, and minutes counted."""

    street: District
    phase: MonthPhase
    villages: Part
    counted: int


async def streets_of(unit: Unit, actor: Actor) -> list[District]:
    """Raises NotAllowed for who is no office."""
    return await unit.districts.streets(check_office(actor), living=True)


async def streets_led(unit: Unit, actor: Actor) -> list[District]:
    """Those whose months the actor opens and closes. Raises NotAllowed for who leads none."""
    leads = actor.places(Role.LEADER)
    if not leads:
        raise NotAllowed
    return await unit.districts.streets(leads, living=True)


async def own_street(unit: Unit, actor: Actor, street_id: int) -> District:
    """Raises NotAllowed for one of another office."""
    await check_office_of_district(unit, actor, street_id)
    street = await unit.districts.get(street_id)
    if street is None:
        raise NotFound
    return street


async def side_by_side(
    unit: Unit, actor: Actor, month: Month, now: datetime
) -> list[StreetFigures]:
    streets = await streets_of(unit, actor)
    frames = await unit.frames.of_some(month, [street.id for street in streets])
    own: dict[int, list[Standing]] = {street.id: [] for street in streets}
    for standing in await standings_below(unit, frozenset(own), month, now):
        own[standing.village.district_id].append(standing)
    return [
        StreetFigures(
            street,
            frames[street.id].phase(local_day(now)),
            Part(sum(on_quota(s) for s in own[street.id]), len(own[street.id])),
            sum(standing.counted for standing in own[street.id]),
        )
        for street in streets
    ]
