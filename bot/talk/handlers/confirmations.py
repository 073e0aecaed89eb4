"""The village's word on a visit: confirm, confirm fewer minutes, send back."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.confirmations import confirm_visit, send_back_visit
from actions.visit_rights import confirmable_visit
from bot.talk.cards import Card, page_of, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Has, Prose, Says
from bot.talk.presses.confirmations import ToConfirm, VisitAsk, VisitConfirm, VisitSendBack
from bot.talk.states import Confirming
from bot.talk.words.confirmations import (
    SENT_BACK,
    answer_card,
    ask_minutes,
    ask_reason,
    confirmed_words,
    not_minutes,
    waiting_card,
    which_minutes,
)
from domain.months import Month, local, local_day
from domain.people import Actor, Role
from domain.understanding.confirmed_minutes import Confirmed, read_confirmed
from domain.visits import ConfirmsTooMany, Visit, VisitChanged
from storage.unit import Unit


async def waiting(message: Message, unit: Unit, actor: Actor, now: datetime) -> Card:
    return await list_waiting(unit, actor, now, 0)


async def waiting_page(
    query: CallbackQuery, callback_data: ToConfirm, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return await list_waiting(unit, actor, now, callback_data.page)


async def ask(
    query: CallbackQuery, callback_data: VisitAsk, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return await _ask(unit, await confirmable_visit(unit, actor, callback_data.visit_id, now))


async def confirm(
    query: CallbackQuery,
    callback_data: VisitConfirm,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    """All of it, fewer minutes still to be said, or fewer as they were shown back."""
    id_, shown, minutes = callback_data.visit_id, callback_data.shown, callback_data.minutes
    try:
        if callback_data.fewer:
            visit = await confirmable_visit(unit, actor, id_, now, shown)
            state.go(Confirming.minutes, visit_id=id_, shown=shown)
            return ask_minutes(visit)
        visit = await confirm_visit(unit, actor, id_, minutes or None, now, shown=shown)
    except VisitChanged as changed:
        return await _ask(unit, changed.visit, changed=bool(shown), again=True)
    return Card(text=confirmed_words(visit), settles=True)


async def minutes_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """What can be read in one way is written; anything else is shown back first."""
    id_, shown = int(state.data["visit_id"]), state.data.get("shown")
    try:
        visit = await confirmable_visit(unit, actor, id_, now, shown)
        said = _said(message.text or "", visit)
        if said is None:
            return not_minutes(visit)
        if not said.sure:
            return which_minutes(visit, _possible(said, visit), message.text or "")
        visit = await confirm_visit(unit, actor, id_, said.minutes[0], now, shown=shown)
    except VisitChanged as changed:
        state.clear()
        return await _ask(unit, changed.visit, changed=True, again=True)
    state.clear()
    return say(confirmed_words(visit))


async def send_back(
    query: CallbackQuery,
    callback_data: VisitSendBack,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    shown = callback_data.shown
    try:
        visit = await confirmable_visit(unit, actor, callback_data.visit_id, now, shown)
    except VisitChanged as changed:
        return await _ask(unit, changed.visit, changed=bool(shown), again=True)
    state.go(Confirming.reason, visit_id=visit.id, shown=shown)
    return ask_reason()


async def reason_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    reason, id_ = (message.text or "").strip(), int(state.data["visit_id"])
    try:
        await send_back_visit(unit, actor, id_, reason, now, shown=state.data.get("shown"))
    except VisitChanged as changed:
        state.clear()
        return await _ask(unit, changed.visit, changed=True, again=True)
    state.clear()
    return say(SENT_BACK)


async def _ask(unit: Unit, visit: Visit, *, changed: bool = False, again: bool = False) -> Card:
    village = await unit.villages.get(visit.village_id)
    adviser = await unit.people.get(visit.adviser_id)
    assert village and adviser
    return answer_card(visit, village, adviser.name, changed=changed, again=again)


def _said(text: str, visit: Visit) -> Confirmed | None:
    start, end = local(visit.started_at).time(), local(visit.ended_at).time()
    return read_confirmed(text, start, end, visit.minutes)


def _possible(said: Confirmed, visit: Visit) -> list[int]:
    """Raises ConfirmsTooMany when the visit was shorter than all that may be meant."""
    found = [minutes for minutes in said.minutes if 0 < minutes <= visit.minutes]
    if not found:
        raise ConfirmsTooMany(visit.minutes)
    return found


async def list_waiting(unit: Unit, actor: Actor, now: datetime, page: int) -> Card:
    found = await _unconfirmed(unit, actor, now)
    shown, page, pages = page_of(found, page)
    villages = await unit.villages.of_ids({v.village_id for v in shown})
    named = [(visit, villages[visit.village_id].name) for visit in shown]
    return waiting_card(named, len(found), page, pages)


async def _unconfirmed(unit: Unit, actor: Actor, now: datetime) -> Sequence[Visit]:
    """Of this month, and of last month while it is still open in the village's street."""
    places, month = actor.places(Role.VILLAGE_CONFIRMER), Month.at(now)
    last = month.plus(-1)
    open_still = [
        village_id
        for village_id in places
        if not (await unit.frames.of_village(last, village_id)).is_shut(local_day(now))
    ]
    found = await unit.visits.unconfirmed_in(open_still, last)
    found += await unit.visits.unconfirmed_in(places, month)
    return [visit for visit in found if visit.adviser_id != actor.person_id]


def router() -> Router:
    routes = Router(name="confirmations")
    routes.message.filter(Has(Role.VILLAGE_CONFIRMER))
    routes.callback_query.filter(Has(Role.VILLAGE_CONFIRMER))
    routes.message.register(waiting, Says("待确认", "确认"))
    routes.message.register(minutes_given, Confirming.minutes, Prose())
    routes.message.register(reason_given, Confirming.reason, Prose())
    routes.callback_query.register(waiting_page, ToConfirm.filter())
    routes.callback_query.register(ask, VisitAsk.filter())
    routes.callback_query.register(confirm, VisitConfirm.filter())
    routes.callback_query.register(send_back, VisitSendBack.filter())
    return routes
