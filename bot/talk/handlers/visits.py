"""My month, my history, one visit: look, correct, withdraw."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.visit_rights import editable_visit, own_visit
from actions.visits import withdraw_visit
from bot.talk.cards import PAGE, Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.own_month import month_of
from bot.talk.presses.visits import MyMonth, VisitEdit, VisitList, VisitOpen, VisitWithdraw
from bot.talk.states import Withdrawing
from bot.talk.words.changed_visits import ask_why_withdrawn, ask_withdrawal, withdrawn
from bot.talk.words.photos import with_photos
from bot.talk.words.visits import history_card, my_month_card, visit_card
from domain.model import version_of
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.visits import Visit, VisitChanged
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


async def withdraw(query: CallbackQuery, callback_data: VisitWithdraw, talk: Talk) -> Card:
    """The adviser is asked whether, the office why."""
    visit = await editable_visit(talk.unit, talk.actor, callback_data.visit_id, talk.now)
    if not callback_data.sure or visit.adviser_id != talk.actor.person_id:
        return await ask_to_withdraw(visit, talk)
    try:
        await withdraw_visit(talk.unit, talk.actor, visit.id, talk.now, shown=callback_data.shown)
    except VisitChanged:
        return ask_withdrawal(visit, await _line(visit, talk.unit), again=True)
    return withdrawn(await _line(visit, talk.unit))


async def ask_to_withdraw(visit: Visit, talk: Talk, *, again: bool = False) -> Card:
    line = await _line(visit, talk.unit)
    if visit.adviser_id == talk.actor.person_id:
        return ask_withdrawal(visit, line)
    talk.state.go(Withdrawing.reason, visit_id=visit.id, shown=version_of(visit))
    return ask_why_withdrawn(line, again=again)


async def withdrawn_because(message: Message, talk: Talk) -> Card:
    """By the office, with the reason."""
    reason, data = message.text or "", talk.state.data
    try:
        visit = await withdraw_visit(
            talk.unit, talk.actor, data["visit_id"], talk.now, shown=data["shown"], reason=reason
        )
    except VisitChanged as changed:
        return await ask_to_withdraw(changed.visit, talk, again=True)
    talk.state.clear()
    return withdrawn(await _line(visit, talk.unit))


async def _line(visit: Visit, unit: Unit) -> str:
    village = await unit.villages.get(visit.village_id)
    return visit_line(visit, village.name if village else "")


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
    office = Has(Role.OFFICE, Role.LEADER)
    routes.message.register(withdrawn_because, Withdrawing.reason, Prose(), office)
    return routes
