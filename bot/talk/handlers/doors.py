"""通知渠道: a person chooses where notices reach them first."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.people.doors import choose_first, doors_of
from bot.talk.cards import Card
from bot.talk.filters import Says
from bot.talk.presses.people import FirstDoor
from bot.talk.words.doors import doors_card
from domain.people import Actor
from storage.unit import Unit


async def show(message: Message, unit: Unit, actor: Actor) -> Card:
    return doors_card(await doors_of(unit, actor))


async def chosen(
    query: CallbackQuery, callback_data: FirstDoor, unit: Unit, actor: Actor, now: datetime
) -> Card:
    messenger = callback_data.messenger or None
    return doors_card(await choose_first(unit, actor, messenger, now), done=True)


def router() -> Router:
    """Open to everybody known: strangers were turned away before."""
    routes = Router(name="doors")
    routes.message.register(show, Says("通知渠道", "渠道"))
    routes.callback_query.register(chosen, FirstDoor.filter())
    return routes
