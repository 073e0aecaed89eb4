"""Personal links into the web chat and the desk: used once for a session, kept by the browser."""

from datetime import datetime, timedelta
from typing import NamedTuple

from actions.people.doors import door_opened
from actions.people.people import check_may_let_in
from domain.errors import NotFound
from domain.people import Actor, LinkInvalid, Person
from storage.unit import Unit
from storage.web_keys import OpenSession

MESSENGER = "webchat"
LINK, SESSION, PAGE = "link", "session", "page"
"""A session of the web chat, and one of the desk's pages."""
LINK_LIFE = timedelta(hours=24)
SESSION_LIFE = timedelta(days=30)
PAGE_LIFE = timedelta(days=14)


class Guest(NamedTuple):
    """Who sits behind a session, and the address of their web chat."""

    person: Person
    address: str


async def make_link(unit: Unit, actor: Actor | None, person: Person, now: datetime) -> str:
    """The secret of a new link, good once within 24 hours; it can be read only now.

    `actor` None is the command line on the server, or the demo.
    """
    if actor is not None:
        await check_may_let_in(unit, actor, person.id, now)
    known = await unit.people.get(person.id)
    if known is None or known.left_on is not None:
        raise NotFound
    by = actor.person_id if actor else None
    await unit.audit.note(by, "make_link", "person", person.id, now)
    return await unit.web_keys.make(LINK, person.id, address_of(person.id), now, now + LINK_LIFE)


async def own_link(unit: Unit, actor: Actor, now: datetime) -> str:
    """The secret of a link for oneself: whoever has a door may open another."""
    person = await unit.people.get(actor.person_id)
    if person is None:
        raise NotFound
    return await make_link(unit, None, person, now)


async def enter(
    unit: Unit, secret: str, now: datetime, life: timedelta, kind: str = SESSION
) -> tuple[str, Guest]:
    """Use a link: the secret of the session it opens, and whose it is. Raises LinkInvalid."""
    link = await unit.web_keys.find(LINK, secret, now)
    if link is None or link.person_id is None or not await unit.web_keys.use(secret, now):
        raise LinkInvalid
    person = await unit.people.get(link.person_id)
    if person is None:
        raise LinkInvalid
    await unit.people.link_account(person.id, MESSENGER, link.address, now)
    await door_opened(unit, person.id, now)
    await unit.audit.note(person.id, "enter", "person", person.id, now)
    session = await unit.web_keys.make(kind, person.id, link.address, now, now + life)
    return session, Guest(person, link.address)


async def guest_of(unit: Unit, session: str, now: datetime, kind: str = SESSION) -> Guest | None:
    """None when the session is over, or its address is no longer this person's."""
    key = await unit.web_keys.find(kind, session, now)
    if key is None or key.person_id is None:
        return None
    account = await unit.people.account_at(MESSENGER, key.address)
    person = await unit.people.get(key.person_id)
    if person is None or account is None or account.person_id != person.id:
        return None
    return Guest(person, key.address)


async def still_there(unit: Unit, session: str, address: str, now: datetime) -> bool:
    """Whether the session still opens this address: the same question, asked in one statement."""
    return await unit.web_keys.holds(SESSION, session, now, MESSENGER, address)


async def leave(unit: Unit, session: str, now: datetime) -> None:
    """End a session; the next visitor at this machine needs a link of their own."""
    await unit.web_keys.use(session, now)


async def sessions_of(unit: Unit, person_id: int, now: datetime) -> list[OpenSession]:
    """Where this person is signed in, the latest first."""
    return await unit.web_keys.sessions_of(person_id, (SESSION, PAGE), now)


async def sign_out(unit: Unit, person_id: int, now: datetime, handle: str | None = None) -> None:
    """End one session of this person, or with no handle all of them: everywhere at once."""
    await unit.web_keys.end_sessions(person_id, (SESSION, PAGE), now, handle)
    await unit.audit.note(person_id, "sign_out", "person", person_id, now)


def address_of(person_id: int) -> str:
    return f"person:{person_id}"
