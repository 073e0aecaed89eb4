"""Who sits at the desk, and what they may open; every view asks here.

The actor is the one of the chat; what they may see and do of a row is asked of the actions.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from starlette.requests import Request
from starlette_admin.auth import AdminUser

from actions.people.access import office_name
from actions.people.links import PAGE, guest_of
from domain.errors import NotAllowed
from domain.months import Month
from domain.people import Actor, Role
from storage.engine import Storage
from storage.unit import Unit
from words.labels import ROLE_LABELS

COOKIE = "shaodian_desk"
OpenTo = Callable[[Actor], bool]


@dataclass
class Seat(AdminUser):
    """Somebody signed in: what every page says about them."""

    actor: Actor | None = None
    roles: str = ""
    office: str = ""
    waiting: int = 0


class Asked(NamedTuple):
    """What a view needs to look something up or to do something."""

    unit: Unit
    actor: Actor
    now: datetime
    chat_link: Callable[[str], str]

    @property
    def month(self) -> Month:
        return Month.at(self.now)


class Room(NamedTuple):
    """`chat_link`: the address of the web chat with a secret in it."""

    storage: Storage
    now: Callable[[], datetime]
    chat_link: Callable[[str], str]


def everybody(actor: Actor) -> bool:
    """Who has any place of their own; the actions say which."""
    return bool(actor.grants)


def office(actor: Actor) -> bool:
    return bool(actor.offices)


def leader(actor: Actor) -> bool:
    return actor.has(Role.LEADER)


def villagers(actor: Actor) -> bool:
    """Who has villages to look at."""
    return office(actor) or actor.has(Role.ADVISER) or actor.has(Role.VILLAGE_CONFIRMER)


def roll_keepers(actor: Actor) -> bool:
    """Who has a roll of 明白人."""
    return office(actor) or actor.has(Role.GRID_WORKER)


async def seat_of(unit: Unit, session: str, now: datetime) -> Seat | None:
    guest = await guest_of(unit, session, now, PAGE)
    actor = await unit.people.actor(guest.person.id) if guest else None
    if actor is None:
        return None
    roles = dict.fromkeys(ROLE_LABELS[grant.role] for grant in actor.grants)
    waiting = await unit.cases.count_of(actor.offices, actor.person_id) if office(actor) else 0
    return Seat(actor.name, None, actor, "、".join(roles), await office_name(unit, actor), waiting)


def seat(request: Request) -> Seat:
    found = request.state.admin_user
    assert isinstance(found, Seat)
    return found


def may_open(request: Request, open_to: OpenTo) -> bool:
    found = getattr(request.state, "admin_user", None)
    return isinstance(found, Seat) and found.actor is not None and open_to(found.actor)


def room(request: Request) -> Room:
    found: Room = request.app.state.room
    return found


@asynccontextmanager
async def looking(request: Request) -> AsyncIterator[Asked]:
    actor, here = seat(request).actor, room(request)
    assert actor is not None
    async with here.storage.reading() as unit:
        yield Asked(unit, actor, here.now(), here.chat_link)


@asynccontextmanager
async def doing(request: Request) -> AsyncIterator[Asked]:
    """One transaction; whoever was signed out or lost a post meanwhile does nothing any more."""
    here = room(request)
    now = here.now()
    async with here.storage.unit() as unit:
        found = await seat_of(unit, request.cookies.get(COOKIE, ""), now)
        if found is None or found.actor is None:
            raise NotAllowed
        yield Asked(unit, found.actor, now, here.chat_link)
