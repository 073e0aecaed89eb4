"""A month of one street, or of several side by side, for who answers for more than one."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.exports import month_file
from actions.month.bulletin import bulletin_of
from actions.month.glance import month_at_a_glance, short_villages
from actions.streets import own_street, side_by_side, streets_of
from bot.talk.cards import Card, page_of
from bot.talk.filters import Has
from bot.talk.presses.months import About, StreetList, StreetMonth
from bot.talk.words.bulletin import bulletin_card
from bot.talk.words.overview import file_card, glance_card, short_card
from bot.talk.words.streets import streets_card
from domain.districts import District
from domain.months import Month
from domain.people import Actor, Role
from storage.unit import Unit


async def of_streets(
    about: About, unit: Unit, actor: Actor, month: Month, now: datetime, page: int = 0
) -> Card:
    """What is asked for where there is one street; else the streets to choose from."""
    streets = await streets_of(unit, actor)
    if len(streets) > 1:
        return await _beside(about, unit, actor, month, now, page)
    if about is About.BULLETIN and streets:
        return bulletin_card(month, await bulletin_of(unit, actor, streets[0], month, now))
    if about is About.SHORT:
        return await _short(unit, actor, None, month, now, page)
    return glance_card(await month_at_a_glance(unit, actor, month, now))


async def choose(
    query: CallbackQuery, callback_data: StreetList, unit: Unit, actor: Actor, now: datetime
) -> Card:
    month = Month.parse(callback_data.month)
    return await _beside(callback_data.about, unit, actor, month, now, callback_data.page)


async def chosen(
    query: CallbackQuery, callback_data: StreetMonth, unit: Unit, actor: Actor, now: datetime
) -> Card:
    street = await own_street(unit, actor, callback_data.district_id)
    month = Month.parse(callback_data.month)
    if callback_data.about is About.SHORT:
        return await _short(unit, actor, street, month, now, callback_data.page)
    if callback_data.about is About.BULLETIN:
        return bulletin_card(month, await bulletin_of(unit, actor, street, month, now), named=True)
    if callback_data.about is About.FILE:
        name, content = await month_file(unit, actor, month, now, street)
        return file_card(month, await unit.files.add(name, content, now), name)
    return glance_card(await month_at_a_glance(unit, actor, month, now, street), street.id)


async def _beside(
    about: About, unit: Unit, actor: Actor, month: Month, now: datetime, page: int
) -> Card:
    found = await side_by_side(unit, actor, month, now)
    return streets_card(about, month, *page_of(found, page))


async def _short(
    unit: Unit, actor: Actor, street: District | None, month: Month, now: datetime, page: int
) -> Card:
    found = await short_villages(unit, actor, month, now, street)
    shown, page, pages = page_of(found, page)
    return short_card(month, shown, len(found), page, pages, street)


def router() -> Router:
    routes = Router(name="streets")
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.register(choose, StreetList.filter())
    routes.callback_query.register(chosen, StreetMonth.filter())
    return routes
