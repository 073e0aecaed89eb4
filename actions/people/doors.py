"""通知渠道: through which of their messengers a person is told things first."""

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.errors import NotFound
from domain.people import Account, Actor
from storage.unit import Unit


class Doors(NamedTuple):
    """The person's accounts, oldest first, and the messenger they chose, if any."""

    accounts: tuple[Account, ...]
    first: str | None


STILL_OF_USE = timedelta(hours=72)
"""A notice older than this is not told any more."""


async def door_opened(unit: Unit, person_id: int, now: datetime) -> None:
    """The person joined or came back: what could not be told is told now."""
    await unit.outbox.revive(person_id, now - STILL_OF_USE, now)


async def try_again(unit: Unit, messenger: str, reason: str, now: datetime) -> None:
    """What closed these doors was the bot's own illness, and may have been mended."""
    for person_id in await unit.doors.open_again(messenger, reason):
        await door_opened(unit, person_id, now)


async def reopen(unit: Unit, messenger: str, address: str, now: datetime) -> None:
    """A person whose door was closed has written there."""
    await unit.people.reopen_account(messenger, address)
    account = await unit.people.account_at(messenger, address)
    if account:
        await door_opened(unit, account.person_id, now)


async def doors_of(unit: Unit, actor: Actor) -> Doors:
    accounts = await unit.people.accounts_of(actor.person_id)
    return Doors(tuple(accounts), await unit.doors.first_of(actor.person_id))


async def choose_first(unit: Unit, actor: Actor, messenger: str | None, now: datetime) -> Doors:
    """None goes back to the order of the settings. Raises NotFound where they have no account."""
    doors = await doors_of(unit, actor)
    if messenger is not None and messenger not in {a.messenger for a in doors.accounts}:
        raise NotFound
    if messenger != doors.first:
        await unit.doors.put_first(actor.person_id, messenger)
        who = actor.person_id
        before, after = {"first": doors.first}, {"first": messenger}
        await unit.audit.note(who, "choose_door", "person", who, now, before=before, after=after)
    return doors._replace(first=messenger)
