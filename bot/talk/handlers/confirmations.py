"""The village's word on a visit: confirm, confirm fewer minutes, send back."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.visit_rights import confirmable_visit
from actions.visits import confirm_visit, send_back_visit
from bot.talk.cards import Card, page_of, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Carries, Has, Says
from bot.talk.presses.confirmations import ToConfirm, VisitAsk, VisitConfirm, VisitSendBack
from bot.talk.states import Confirming
from bot.talk.words.confirmations import answer_card, confirmed_words, waiting_card
from domain.months import Month
from domain.people import Actor, Role
from domain.understanding import read_minutes, read_number
from domain.visits import Visit
from storage.unit import Unit


async def waiting(message: Message, unit: Unit, actor: Actor, now: datetime) -> Card:
    return await list_waiting(unit, actor, now, 0)


async def waiting_page(
    query: CallbackQuery, callback_data: ToConfirm, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return await list_waiting(unit, actor, now, callback_data.page)


async def ask(query: CallbackQuery, callback_data: VisitAsk, unit: Unit, actor: Actor) -> Card:
    visit = await confirmable_visit(unit, actor, callback_data.visit_id)
    village = await unit.villages.get(visit.village_id)
    adviser = await unit.people.get(visit.adviser_id)
    assert village and adviser
    return answer_card(visit, village, adviser.name)


async def confirm(
    query: CallbackQuery,
    callback_data: VisitConfirm,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    if callback_data.fewer:
        visit = await confirmable_visit(unit, actor, callback_data.visit_id)
        state.go(Confirming.minutes, visit_id=visit.id)
        words = f"登记的是{visit.minutes}分钟。请发送实际时长，例如“90分钟”“一个半小时”。"
        return Card(text=words, numbered=False)
    visit = await confirm_visit(unit, actor, callback_data.visit_id, None, now)
    return Card(text=confirmed_words(visit), settles=True)


async def minutes_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    text = message.text or ""
    minutes = read_minutes(text) or read_number(text)
    if not minutes:
        return say("没有看懂时长。请发送例如“90分钟”“一个半小时”，或发送“取消”。")
    data = state.data
    visit = await confirm_visit(unit, actor, int(data["visit_id"]), minutes, now)
    state.clear()
    return say(confirmed_words(visit))


async def send_back(
    query: CallbackQuery,
    callback_data: VisitSendBack,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
) -> Card:
    visit = await confirmable_visit(unit, actor, callback_data.visit_id)
    state.go(Confirming.reason, visit_id=visit.id)
    return Card(text="请写明退回的原因，例如“当天没有来村”。", numbered=False)


async def reason_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    reason = (message.text or "").strip()
    if not reason:
        return say("请写明退回的原因，或发送“取消”。")
    data = state.data
    await send_back_visit(unit, actor, int(data["visit_id"]), reason, now)
    state.clear()
    return say("已退回，并告知了法律顾问。")


async def list_waiting(unit: Unit, actor: Actor, now: datetime, page: int) -> Card:
    found = await _unconfirmed(unit, actor, now)
    shown, page, pages = page_of(found, page)
    villages = await unit.villages.of_ids({v.village_id for v in shown})
    named = [(visit, villages[visit.village_id].name) for visit in shown]
    return waiting_card(named, len(found), page, pages)


async def _unconfirmed(unit: Unit, actor: Actor, now: datetime) -> Sequence[Visit]:
    """Of this month, and of last month while it is still open."""
    places = actor.places(Role.VILLAGE_CONFIRMER)
    month = Month.at(now)
    found = await unit.visits.unconfirmed_in(places, month)
    if not await unit.months.is_closed(month.plus(-1)):
        found = await unit.visits.unconfirmed_in(places, month.plus(-1)) + found
    return [visit for visit in found if visit.adviser_id != actor.person_id]


def router() -> Router:
    routes = Router(name="confirmations")
    routes.message.filter(Has(Role.VILLAGE_CONFIRMER))
    routes.callback_query.filter(Has(Role.VILLAGE_CONFIRMER))
    routes.message.register(waiting, Says("待确认", "确认"))
    routes.message.register(minutes_given, Confirming.minutes, Carries("text"))
    routes.message.register(reason_given, Confirming.reason, Carries("text"))
    routes.callback_query.register(waiting_page, ToConfirm.filter())
    routes.callback_query.register(ask, VisitAsk.filter())
    routes.callback_query.register(confirm, VisitConfirm.filter())
    routes.callback_query.register(send_back, VisitSendBack.filter())
    return routes
