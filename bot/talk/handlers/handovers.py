"""转交: a case goes into the hands of a colleague."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery

from actions.month.cases import case_entry, colleagues, hand_over, own_case
from bot.talk.cards import Card, page_of
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.cases import CaseAnswer, CaseColleagues
from bot.talk.words.cases import DONE, NOT_REACHED, ask_colleague, case_card
from domain.cases import CaseState
from domain.people import Actor, Role
from storage.unit import Unit


async def show_case(unit: Unit, actor: Actor, shortfall_id: int, done: str = "") -> Card:
    entry = await case_entry(unit, actor, shortfall_id)
    holder = await unit.people.get(entry.case.holder_id) if entry.case.holder_id else None
    leader = actor.has(Role.LEADER)
    return case_card(entry, holder.name if holder else None, leader=leader, done=done)


async def handing_over(
    query: CallbackQuery, callback_data: CaseAnswer, unit: Unit, actor: Actor, now: datetime
) -> Card:
    id_, chosen = callback_data.shortfall_id, callback_data.value
    if not chosen:
        return await _colleagues(unit, actor, id_, 0)
    with offered():
        to_id = int(chosen)
    await hand_over(unit, actor, id_, to_id, now)
    accounts = await unit.people.accounts_of(to_id)
    reached = any(account.closed_at is None for account in accounts)
    done = DONE[CaseState.HANDED_OVER] if reached else NOT_REACHED
    return await show_case(unit, actor, id_, done)


async def colleagues_page(
    query: CallbackQuery, callback_data: CaseColleagues, unit: Unit, actor: Actor
) -> Card:
    return await _colleagues(unit, actor, callback_data.shortfall_id, callback_data.page)


async def _colleagues(unit: Unit, actor: Actor, shortfall_id: int, page: int) -> Card:
    case = await own_case(unit, actor, shortfall_id)
    people = await colleagues(unit, actor, shortfall_id)
    return ask_colleague(case, *page_of(people, page))


def route(routes: Router) -> None:
    handed_over = CaseAnswer.filter(F.answer == CaseState.HANDED_OVER)
    routes.callback_query.register(handing_over, handed_over)
    routes.callback_query.register(colleagues_page, CaseColleagues.filter())
