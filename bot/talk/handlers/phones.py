"""电话: the one place where a phone number is shown whole, to a leader who asks."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from actions.people.phones import reveal_phones
from bot.talk.cards import Card
from bot.talk.filters import Says
from bot.talk.words.phones import ask_whose, nobody_named, phones_card
from domain.errors import NotAllowed, NotFound
from domain.people import Actor, Role
from storage.unit import Unit


async def reveal(message: Message, rest: str, unit: Unit, actor: Actor, now: datetime) -> Card:
    if not actor.has(Role.LEADER):
        raise NotAllowed
    if not rest:
        return ask_whose()
    try:
        return phones_card(await reveal_phones(unit, actor, rest, now))
    except NotFound:
        return nobody_named(rest)


def router() -> Router:
    """Open to everybody known, so that whoever may not is told so."""
    routes = Router(name="phones")
    routes.message.register(reveal, Says("电话"))
    routes.message.register(reveal, Says("查电话", joined=True))
    return routes
