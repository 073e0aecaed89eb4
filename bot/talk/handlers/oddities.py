"""核对: visits worth a second look, for the office."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.month.oddities import oddities_of
from bot.talk.cards import Card, page_of
from bot.talk.filters import Has, SaysOfMonth
from bot.talk.presses.months import Oddities
from bot.talk.words.oddities import oddities_card
from domain.months import Month
from domain.people import Actor, Role
from storage.unit import Unit

PAGE = 4
"""Oddities on one page, each with up to three visits as buttons."""


async def look(message: Message, month: Month, unit: Unit, actor: Actor) -> Card:
    return await _oddities(unit, actor, month, 0)


async def turn_page(
    query: CallbackQuery, callback_data: Oddities, unit: Unit, actor: Actor
) -> Card:
    month = Month.parse(callback_data.month)
    return await _oddities(unit, actor, month, callback_data.page)


async def _oddities(unit: Unit, actor: Actor, month: Month, page: int) -> Card:
    found = await oddities_of(unit, actor, month)
    shown, page, pages = page_of(found, page, PAGE)
    return oddities_card(shown, len(found), month, page, pages)


def router() -> Router:
    routes = Router(name="oddities")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(look, SaysOfMonth("核对", "待核对"))
    routes.callback_query.register(turn_page, Oddities.filter())
    return routes
