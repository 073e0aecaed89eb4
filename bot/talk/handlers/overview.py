"""本月情况, 未达标, 网格覆盖, 导出: a month as the office sees it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.exports import month_file
from actions.month.glance import uncovered_grids
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Has, Says, SaysOfMonth
from bot.talk.handlers.streets import of_streets
from bot.talk.presses.grids import UncoveredList
from bot.talk.presses.months import About, MonthFile, MonthOpen, ShortList
from bot.talk.words.overview import file_card, uncovered_card
from domain.months import Month
from domain.people import Actor, Role
from storage.unit import Unit


async def glance(
    message: Message,
    month: Month,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    state.clear()
    return await of_streets(About.GLANCE, unit, actor, month, now)


async def glance_pressed(
    query: CallbackQuery,
    callback_data: MonthOpen,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    return await of_streets(About.GLANCE, unit, actor, Month.parse(callback_data.month), now)


async def short(
    message: Message, month: Month, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    state.clear()
    return await of_streets(About.SHORT, unit, actor, month, now)


async def short_page(
    query: CallbackQuery, callback_data: ShortList, unit: Unit, actor: Actor, now: datetime
) -> Card:
    month, page = Month.parse(callback_data.month), callback_data.page
    return await of_streets(About.SHORT, unit, actor, month, now, page)


async def uncovered(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    state.clear()
    return await _uncovered(unit, actor, now, 0)


async def uncovered_page(
    query: CallbackQuery, callback_data: UncoveredList, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return await _uncovered(unit, actor, now, callback_data.page)


async def export(
    message: Message, month: Month, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    state.clear()
    return await _file(unit, actor, month, now)


async def export_pressed(
    query: CallbackQuery, callback_data: MonthFile, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return await _file(unit, actor, Month.parse(callback_data.month), now)


async def show_bulletin(
    message: Message, month: Month, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """Said without a month it is that of last month: this one has none yet."""
    if month == Month.at(now):
        month = month.plus(-1)
    return await of_streets(About.BULLETIN, unit, actor, month, now)


async def _uncovered(unit: Unit, actor: Actor, now: datetime, page: int) -> Card:
    covered, groups = await uncovered_grids(unit, actor, now)
    shown, page, pages = page_of(groups, page)
    return uncovered_card(covered, shown, Month.at(now), page, pages)


async def _file(unit: Unit, actor: Actor, month: Month, now: datetime) -> Card:
    name, content = await month_file(unit, actor, month, now)
    file_id = await unit.files.add(name, content, now, actor.person_id)
    return file_card(month, file_id, name)


def router() -> Router:
    routes = Router(name="overview")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(glance, SaysOfMonth("情况", "概况", "统计"))
    routes.message.register(short, SaysOfMonth("未达标"))
    routes.message.register(uncovered, Says("网格覆盖", "未覆盖", "网格"))
    routes.message.register(export, SaysOfMonth("导出", "统计表", "报表"))
    routes.message.register(show_bulletin, SaysOfMonth("通报", "通报稿"))
    routes.callback_query.register(glance_pressed, MonthOpen.filter())
    routes.callback_query.register(short_page, ShortList.filter())
    routes.callback_query.register(uncovered_page, UncoveredList.filter())
    routes.callback_query.register(export_pressed, MonthFile.filter())
    return routes
