"""Strangers: an invitation code lets them in; anything else gets one polite sentence."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message, TelegramObject

from actions.people.doors import doors_of
from actions.people.people import join
from bot.talk.arrivals import Arrived
from bot.talk.cards import Card, say
from bot.talk.filters import IsStranger
from bot.talk.words.joining import STRANGER
from bot.talk.words.menu import menu_card
from domain.people import as_invitation_code
from storage.unit import Unit


async def greet(message: Message, unit: Unit, arrived: Arrived, now: datetime) -> Card:
    text = (message.text or "").removeprefix("/start").strip()
    code = as_invitation_code(text)
    if code is None:
        return say(STRANGER)
    actor = await join(unit, arrived.messenger, arrived.address, code, now)
    accounts = (await doors_of(unit, actor)).accounts
    return menu_card(actor, welcome=True, several=len(accounts) > 1)


async def turn_away(event: TelegramObject) -> Card:
    return say(STRANGER)


def router() -> Router:
    routes = Router(name="joining")
    routes.message.register(greet, IsStranger())
    routes.callback_query.register(turn_away, IsStranger())
    return routes
