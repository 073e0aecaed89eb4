"""重开 a closed month, and 补录: what the office adds for an adviser afterwards."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.advisers import Serving, advisers_here
from actions.month.closing import close_again, reopen_month
from actions.streets import streets_led
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
    REOPEN,
    ask_month,
    ask_reason,
    ask_street,
    closing_card,
    not_closed_card,
    reopened_card,
)
from domain.districts import District
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
    """重开 2026-10, the reason behind it or asked for; of several streets with its name before."""
    streets = await streets_led(unit, actor)
    street, rest = _street_in(rest, streets)
    said, _, reason = rest.partition(" ")
    month = read_month(said, local_day(now)) if said else None
    if month is None:
        return ask_month(streets)
    if street is None:
        return ask_street(REOPEN, month, streets, reason.strip())
    if reason.strip():
        return await _reopen(unit, actor, street, month, reason, state, now)
    state.go(Reopening.reason, month=str(month), street=street.id)
    return ask_reason(month, street if len(streets) > 1 else None)


async def reason_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """A dialogue of version 0.1.0 knows of no street."""
    month, streets = Month.parse(state.data["month"]), await streets_led(unit, actor)
    asked = state.data.get("street", streets[0].id if len(streets) == 1 else None)
    street = next((each for each in streets if each.id == asked), None)
    if street is None:
        state.clear()
        return ask_street(REOPEN, month, streets, (message.text or "").strip())
    return await _reopen(unit, actor, street, month, message.text or "", state, now)


async def close_once_more(
    message: Message, rest: str, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """再次月结 2026-10: the reopened month freezes again within a minute."""
    streets = await streets_led(unit, actor)
    street, rest = _street_in(rest, streets)
    month = read_month(rest, local_day(now)) if rest else None
    if month is None:
        return ask_month(streets, CLOSE_AGAIN)
    if street is None:
        return ask_street(CLOSE_AGAIN, month, streets)
    await close_again(unit, actor, street.id, month, now)
    return closing_card(month, street if len(streets) > 1 else None)


def _street_in(rest: str, streets: Sequence[District]) -> tuple[District | None, str]:
    """The street named before the month, or the only one there is; and what was said behind it."""
    for street in streets:
        if rest == street.name or rest.startswith(f"{street.name} "):
            return street, rest.removeprefix(street.name).strip()
    return (streets[0] if len(streets) == 1 else None), rest


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
    unit: Unit,
    actor: Actor,
    street: District,
    month: Month,
    reason: str,
    state: Dialogue,
    now: datetime,
) -> Card:
    state.clear()
    named = street if len(await streets_led(unit, actor)) > 1 else None
    try:
        await reopen_month(unit, actor, street.id, month, reason, now)
    except Stale:
        return not_closed_card(month, named)
    return reopened_card(month, named)


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
