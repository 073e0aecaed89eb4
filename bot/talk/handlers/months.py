"""重开 a closed month, and 补录: what the office adds for an adviser afterwards."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.advisers import Serving, advisers_here
from actions.month.closing import close_again, reopen_month
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Dialogue, Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.visit_lines import begin_for
from bot.talk.presses.advisers import AdviserPages, RecordFor
from bot.talk.states import Reopening
from bot.talk.words.advisers import choose_adviser
from bot.talk.words.months import (
    CLOSE_AGAIN,
    ask_month,
    ask_reason,
    closing_card,
    not_closed_card,
    reopened_card,
)
from domain.errors import NotAllowed, Stale
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.understanding.months import read_month
from storage.unit import Unit

LATE = timedelta(days=400)
"""Whose service ended longer ago is not offered for 补录."""


async def reopen(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """重开 2026-10, the reason behind it or asked for."""
    if not actor.has(Role.LEADER):
        raise NotAllowed
    said, _, reason = rest.partition(" ")
    month = read_month(said, local_day(now)) if said else None
    if month is None:
        return ask_month()
    if reason.strip():
        return await _reopen(unit, actor, month, reason, state, now)
    state.go(Reopening.reason, month=str(month))
    return ask_reason(month)


async def reason_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    month = Month.parse(state.data["month"])
    return await _reopen(unit, actor, month, message.text or "", state, now)


async def close_once_more(
    message: Message, rest: str, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """再次月结 2026-10: the reopened month freezes again within a minute."""
    month = read_month(rest, local_day(now)) if rest else None
    if month is None:
        return ask_month(CLOSE_AGAIN)
    await close_again(unit, actor, month, now)
    return closing_card(month)


async def record_late(message: Message, rest: str, talk: Talk) -> Card:
    """补录, with the adviser and the visit behind it, or asked for one after the other."""
    advisers = await _advisers(talk.unit, talk.actor, talk.now)
    name, _, said = rest.partition(" ")
    fitting = [each.adviser.id for each in advisers if name and each.adviser.name == name]
    if len(fitting) == 1:
        return await begin_for(_entry(fitting[0]), said, talk)
    talk.state.clear()
    shown, page, pages = page_of(advisers, 0)
    return choose_adviser(shown, page, pages, "" if fitting else name)


async def record_for(query: CallbackQuery, callback_data: RecordFor, talk: Talk) -> Card:
    advisers = await _advisers(talk.unit, talk.actor, talk.now)
    known = {each.adviser.id for each in advisers}
    if callback_data.adviser_id not in known:
        raise NotAllowed
    return await begin_for(_entry(callback_data.adviser_id), "", talk)


async def turn_page(
    query: CallbackQuery, callback_data: AdviserPages, unit: Unit, actor: Actor, now: datetime
) -> Card:
    advisers = await _advisers(unit, actor, now)
    return choose_adviser(*page_of(advisers, callback_data.page))


async def _advisers(unit: Unit, actor: Actor, now: datetime) -> list[Serving]:
    return await advisers_here(unit, actor, local_day(now) - LATE)


def _entry(adviser_id: int) -> VisitEntry:
    return VisitEntry(adviser_id=adviser_id, by_office=True)


async def _reopen(
    unit: Unit, actor: Actor, month: Month, reason: str, state: Dialogue, now: datetime
) -> Card:
    state.clear()
    try:
        await reopen_month(unit, actor, month, reason, now)
    except Stale:
        return not_closed_card(month)
    return reopened_card(month)


def router() -> Router:
    routes = Router(name="months")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(reason_given, Reopening.reason, Prose())
    routes.message.register(reopen, Says("重开", "重开月份", joined=True))
    routes.message.register(close_once_more, Says("再次月结", "重新月结", joined=True))
    routes.message.register(record_late, Says("补录", joined=True))
    routes.callback_query.register(record_for, RecordFor.filter())
    routes.callback_query.register(turn_page, AdviserPages.filter())
    return routes
