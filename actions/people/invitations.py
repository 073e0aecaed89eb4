"""邀请: whom an office may let in, who has not joined yet, and people it adds for that."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from actions.people.access import (
    check_leader_of_district,
    check_office_of_district,
    check_office_of_village,
)
from actions.people.people import add_adviser, add_person, posts_of
from domain.advisers import AdviserKind
from domain.districts import District
from domain.errors import NotFound
from domain.grids import Grid
from domain.months import local_day
from domain.people import Actor, Person, Role, may_let_in
from domain.villages import Village
from storage.posts import Post
from storage.unit import Unit


class Member(NamedTuple):
    """A person with their posts below the office that asks."""

    person_id: int
    name: str
    posts: tuple[Post, ...]
    joined: bool


async def not_joined(unit: Unit, actor: Actor, now: datetime) -> list[Member]:
    """Whom the actor may let in of those who have no account in any messenger yet."""
    posts = await unit.posts.below(actor.offices, local_day(now))
    waiting = members(post for post in posts if not post.joined)
    return [
        each for each in waiting if not _leads(each) or await _may_let_in(unit, actor, each, now)
    ]


def _leads(member: Member) -> bool:
    """Of the others below an office there is none it may not let in."""
    return any(post.role is Role.LEADER for post in member.posts)


async def _may_let_in(unit: Unit, actor: Actor, member: Member, now: datetime) -> bool:
    return may_let_in(actor, await posts_of(unit, member.person_id, local_day(now)))


async def named(unit: Unit, actor: Actor, name: str, now: datetime) -> list[Member]:
    return members(await unit.posts.below(actor.offices, local_day(now), name))


async def holding(
    unit: Unit, actor: Actor, role: Role, place_id: int, now: datetime
) -> list[Member]:
    """Who holds this role there; those who have not joined first."""
    posts = await unit.posts.below(actor.offices, local_day(now))
    here = members(p for p in posts if p.role is role and p.place_id == place_id)
    return sorted(here, key=lambda member: member.joined)


async def add_member(
    unit: Unit,
    actor: Actor,
    name: str,
    role: Role,
    place_id: int,
    kind: AdviserKind | None,
    now: datetime,
) -> Person:
    """A new person with a role at a place of the actor's district; `kind` is an adviser's.

    Only a leader makes another leader. An adviser serves the village from today on, beside
    whoever does already.
    """
    await check_may_give(unit, actor, role, place_id)
    if role is not Role.ADVISER:
        return await add_person(unit, actor, name, role, place_id, now)
    for member in await holding(unit, actor, role, place_id, now):
        if member.name == name:
            return Person(id=member.person_id, name=name)
    adviser = await add_adviser(unit, actor, name, kind or AdviserKind.LAWYER, now)
    await unit.advisers.assign(adviser.id, place_id, local_day(now))
    return Person(id=adviser.id, name=name)


async def places_for(
    unit: Unit, actor: Actor, role: Role, village_id: int | None
) -> list[tuple[int, str]]:
    """Ids and names to choose from: villages, the grids of a village, or the actor's districts."""
    if role in (Role.OFFICE, Role.LEADER):
        return [(d.id, d.name) for d in await unit.districts.all() if d.id in actor.offices]
    if role is Role.GRID_WORKER and village_id is not None:
        return [(grid.id, grid.name) for grid in await unit.grids.of_village(village_id)]
    return [(village.id, village.name) for village in await unit.villages.below(actor.offices)]


async def place_name(unit: Unit, role: Role, place_id: int) -> str:
    """Raises NotFound."""
    place: District | Grid | Village | None
    if role in (Role.OFFICE, Role.LEADER):
        place = await unit.districts.get(place_id)
    elif role is Role.GRID_WORKER:
        place = await unit.grids.get(place_id)
    else:
        place = await unit.villages.get(place_id)
    if place is None:
        raise NotFound
    return place.name


async def check_may_give(unit: Unit, actor: Actor, role: Role, place_id: int) -> None:
    if role is Role.LEADER:
        await check_leader_of_district(unit, actor, place_id)
    elif role is Role.OFFICE:
        await check_office_of_district(unit, actor, place_id)
    elif role is Role.GRID_WORKER:
        grid = await unit.grids.get(place_id)
        if grid is None:
            raise NotFound
        await check_office_of_village(unit, actor, grid.village_id)
    else:
        await check_office_of_village(unit, actor, place_id)


def members(posts: Iterable[Post]) -> list[Member]:
    """One entry per person, in the order in which they first appear."""
    found: dict[int, list[Post]] = {}
    for post in posts:
        found.setdefault(post.person_id, []).append(post)
    return [
        Member(person_id, own[0].name, tuple(own), own[0].joined)
        for person_id, own in found.items()
    ]
