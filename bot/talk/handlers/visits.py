"""My month, my history, one visit: look, correct, withdraw."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.visit_rights import editable_visit, own_visit
from actions.visits import withdraw_visit
from bot.talk.cards import PAGE, Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.filters import Has, Says
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.own_month import month_of
from bot.talk.presses.visits import MyMonth, VisitEdit, VisitList, VisitOpen, VisitWithdraw
from bot.talk.words.changed_visits import ask_withdrawal, withdrawn
from bot.talk.words.photos import with_photos
from bot.talk.words.visits import history_card, my_month_card, visit_card
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.visits import VisitChanged
from storage.unit import Unit
from words.visits import visit_line


async def my_month(event: Message | CallbackQuery, unit: Unit, actor: Actor, now: datetime) -> Card:
    return my_month_card(await month_of(unit, actor.person_id, Month.at(now), now))


async def history(message: Message, unit: Unit, actor: Actor) -> Card:
    return await history_of(unit, actor, 0)


async def history_page(
    query: CallbackQuery, callback_data: VisitList, unit: Unit, actor: Actor
) -> Card:
    return await history_of(unit, actor, callback_data.page)


async def open_visit(
    query: CallbackQuery, callback_data: VisitOpen, unit: Unit, actor: Actor, now: datetime
) -> Card:
    visit = await own_visit(unit, actor, callback_data.visit_id)
    village = await unit.villages.get(visit.village_id)
    person = await unit.people.get(visit.adviser_id)
    assert village and person
    own = visit.adviser_id == actor.person_id
    frame = await unit.frames.of_village(visit.month, visit.village_id)
    shut = frame.is_shut(local_day(now), by_office=not own)
    changeable = visit.withdrawn_at is None and not shut
    mine = own or bool(actor.offices)
    card = visit_card(visit, village, person.name, changeable=changeable and mine)
    return with_photos(card, visit.id, await unit.photos.count(visit.id))


async def edit(query: CallbackQuery, callback_data: VisitEdit, talk: Talk) -> Card:
    visit = await editable_visit(talk.unit, talk.actor, callback_data.visit_id, talk.now)
    by_office = visit.adviser_id != talk.actor.person_id
    entry = VisitEntry.of_visit(visit).model_copy(update={"by_office": by_office})
    return await VISIT.begin(entry, talk)


async def withdraw(
    query: CallbackQuery, callback_data: VisitWithdraw, unit: Unit, actor: Actor, now: datetime
) -> Card:
    visit = await editable_visit(unit, actor, callback_data.visit_id, now)
    village = await unit.villages.get(visit.village_id)
    line = visit_line(visit, village.name if village else "")
    if not callback_data.sure:
        return ask_withdrawal(visit, line)
    try:
        await withdraw_visit(unit, actor, visit.id, now, shown=callback_data.shown)
    except VisitChanged:
        return ask_withdrawal(visit, line, again=True)
    return withdrawn(line)


async def history_of(unit: Unit, actor: Actor, page: int) -> Card:
    total = await unit.visits.count_of_adviser(actor.person_id)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    visits = await unit.visits.latest_of_adviser(actor.person_id, PAGE, page * PAGE)
    villages = await unit.villages.of_ids({v.village_id for v in visits})
    named = [(visit, villages[visit.village_id].name) for visit in visits]
    return history_card(named, page, pages)


def router() -> Router:
    routes = Router(name="visits")
    adviser = Has(Role.ADVISER)
    routes.message.register(my_month, Says("本月", "我的本月", "本月进度"), adviser)
    routes.message.register(history, Says("记录", "我的记录", "服务记录", "我的服务记录"), adviser)
    routes.callback_query.register(my_month, MyMonth.filter(), adviser)
    routes.callback_query.register(history_page, VisitList.filter(), adviser)
    known = Has(Role.ADVISER, Role.VILLAGE_CONFIRMER, Role.OFFICE, Role.LEADER)
    routes.callback_query.register(open_visit, VisitOpen.filter(), known)
    routes.callback_query.register(edit, VisitEdit.filter(), known)
    routes.callback_query.register(withdraw, VisitWithdraw.filter(), known)
    return routes
