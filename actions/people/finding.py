"""查人: whom the office knows by a name, and what each of them does where."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.month.standings import Standing, adviser_standings
from actions.people.access import check_office, covers_village
from actions.people.invitations import Member, members
from domain.advisers import Assignment
from domain.errors import NotFound
from domain.grids import GridCover, GridPlace
from domain.mingbairen import Mingbairen
from domain.months import Month, local_day
from domain.people import ERASED_NAME, Actor, Person, Role
from storage.posts import Post
from storage.unit import Unit

MOST = 50
"""People shown of those whose name is like the one asked for."""
MONTHS = 3
"""So many months of an adviser are shown, the running one first."""


class Found(NamedTuple):
    """By name: people with a role below the office, and 明白人 with the place of each; `former` had
    a role and have none any more."""

    people: list[Member]
    roll: list[tuple[Mingbairen, GridPlace]]
    former: Sequence[Member] = ()


class Serves(NamedTuple):
    village: str
    appointment: Assignment


class PersonDetail(NamedTuple):
    """`months`: the standings of an adviser's villages, month by month, the running one first."""

    person: Person
    member: Member
    former: bool
    serves: list[Serves]
    months: list[tuple[Month, list[Standing]]]
    grids: list[GridCover]


async def people_here(unit: Unit, actor: Actor, now: datetime) -> list[Member]:
    """Everybody with a role below the actor's office, those of the office first."""
    return members(await unit.posts.below(check_office(actor), local_day(now)))


async def find_people(unit: Unit, actor: Actor | None, name: str, now: datetime) -> Found:
    """Those of the name; if there are none, those whose name contains it. `actor` None is the
    command line on the server."""
    districts = await offices_of(unit, actor)
    today, said = local_day(now), name.strip()
    if not said or said == ERASED_NAME:
        return Found([], [])
    people = members(await unit.posts.below(districts, today, said))
    roll = await _placed(unit, districts, await unit.mingbairen.named(said))
    known = {member.person_id for member in people}
    ever = members(await unit.posts.below(districts, today, said, past=True))
    former = [member for member in ever if member.person_id not in known]
    if people or roll or former:
        return Found(people, roll, former)
    people = members(await unit.posts.below(districts, today, like=said))[:MOST]
    return Found(people, await _placed(unit, districts, await unit.mingbairen.like(said, MOST)))


async def person_detail(
    unit: Unit, actor: Actor | None, person_id: int, now: datetime
) -> PersonDetail:
    """Somebody who has or had a role below the actor's office. Raises NotFound for anybody else."""
    districts = await offices_of(unit, actor)
    person = await unit.people.get(person_id)
    if person is None:
        raise NotFound
    posts = unit.posts.below
    now_held = _own(await posts(districts, local_day(now), person.name), person_id)
    mine = now_held or _own(
        await posts(districts, local_day(now), person.name, past=True), person_id
    )
    if not mine:
        raise NotFound
    advises = any(post.role is Role.ADVISER for post in mine[0].posts)
    grids = (
        [p.place_id for p in now_held[0].posts if p.role is Role.GRID_WORKER] if now_held else []
    )
    return PersonDetail(
        person,
        mine[0],
        not now_held,
        await _serves(unit, districts, person_id, local_day(now)) if advises else [],
        await _months(unit, districts, person_id, now) if advises else [],
        await unit.grids.cover_of(grids),
    )


def _own(posts: Iterable[Post], person_id: int) -> list[Member]:
    return [member for member in members(posts) if member.person_id == person_id]


async def offices_of(unit: Unit, actor: Actor | None) -> frozenset[int]:
    """The districts whose people may be looked up: the actor's, or all."""
    if actor is not None:
        return actor.offices
    roots = (district for district in await unit.districts.all() if district.parent_id is None)
    return frozenset(district.id for district in roots)


async def _placed(
    unit: Unit, districts: frozenset[int], roll: Iterable[Mingbairen]
) -> list[tuple[Mingbairen, GridPlace]]:
    people = list(roll)
    places = await unit.grids.places_of({person.grid_id for person in people})
    own = {
        village_id
        for village_id in {place.village_id for place in places.values()}
        if await covers_village(unit, districts, village_id)
    }
    return [
        (person, places[person.grid_id])
        for person in people
        if places[person.grid_id].village_id in own
    ]


async def _serves(
    unit: Unit, districts: frozenset[int], adviser_id: int, today: date
) -> list[Serves]:
    """Appointments that have not ended, to villages below these districts."""
    known = await unit.advisers.assignments_by(adviser_id)
    running = [a for a in known if a.until is None or a.until >= today]
    villages = await unit.villages.of_ids({a.village_id for a in running})
    return [
        Serves(villages[a.village_id].name, a)
        for a in running
        if await covers_village(unit, districts, a.village_id)
    ]


async def _months(
    unit: Unit, districts: frozenset[int], adviser_id: int, now: datetime
) -> list[tuple[Month, list[Standing]]]:
    found = []
    for back in range(MONTHS):
        month = Month.at(now).plus(-back)
        standings = await adviser_standings(unit, adviser_id, month, now)
        own = [s for s in standings if await covers_village(unit, districts, s.village.id)]
        if own:
            found.append((month, own))
    return found
