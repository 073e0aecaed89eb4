"""待办: the office answers what reached it."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.calendar import calendar_of
from actions.month.cases import (
    arrange,
    case_entry,
    cases_of,
    explain,
    own_case,
    receive,
)
from actions.month.shortfalls import waive, why
from bot.talk.cards import PAGE, Card, page_of
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers import handovers
from bot.talk.handlers.handovers import show_case
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.cases import CaseAnswer, CaseList, CaseOpen, CaseWhy
from bot.talk.states import Answering
from bot.talk.words.cases import (
    CASE_CHANGED,
    DONE,
    WAIVE,
    arranged_words,
    ask_day,
    ask_waiver,
    ask_words,
    cases_card,
    not_a_day,
)
from bot.talk.words.villages import shortfall_card
from domain.cases import CaseState
from domain.errors import NotAllowed
from domain.model import version_of
from domain.months import local_day
from domain.people import Actor, Role
from domain.understanding.plans import read_planned_day
from storage.unit import Unit

DAYS_OFFERED = 6


async def list_cases(message: Message, state: Dialogue, unit: Unit, actor: Actor) -> Card:
    state.clear()
    return await _cases(unit, actor, 0)


async def turn_page(
    query: CallbackQuery, callback_data: CaseList, unit: Unit, actor: Actor
) -> Card:
    return await _cases(unit, actor, callback_data.page)


async def open_case(
    query: CallbackQuery, callback_data: CaseOpen, state: Dialogue, unit: Unit, actor: Actor
) -> Card:
    state.clear()
    return await show_case(unit, actor, callback_data.shortfall_id)


async def show_why(query: CallbackQuery, callback_data: CaseWhy, unit: Unit, actor: Actor) -> Card:
    await own_case(unit, actor, callback_data.shortfall_id)
    return shortfall_card(await why(unit, actor, callback_data.shortfall_id))


async def as_shown(
    query: CallbackQuery, callback_data: CaseAnswer, unit: Unit, actor: Actor
) -> Card:
    """An answer is to what its card showed; else the case is shown again."""
    id_, shown = callback_data.shortfall_id, callback_data.shown
    if changed := await _changed(unit, actor, id_, shown):
        return changed
    raise SkipHandler


async def received(
    query: CallbackQuery, callback_data: CaseAnswer, unit: Unit, actor: Actor, now: datetime
) -> Card:
    await receive(unit, actor, callback_data.shortfall_id, now)
    return await show_case(unit, actor, callback_data.shortfall_id, DONE[CaseState.RECEIVED])


async def arranged(
    query: CallbackQuery,
    callback_data: CaseAnswer,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    id_, chosen = callback_data.shortfall_id, callback_data.value
    if chosen:
        with offered():
            day = date.fromisoformat(chosen)
        return await _arrange(unit, actor, id_, day, state, now)
    case = await own_case(unit, actor, id_)
    state.go(Answering.day, shortfall_id=id_, shown=callback_data.shown)
    calendar, day = await calendar_of(unit, case.district_id), local_day(now)
    days = [calendar.add_working_days(day, n) for n in range(1, DAYS_OFFERED + 1)]
    return ask_day(callback_data, days)


async def day_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    day = read_planned_day(message.text or "", now)
    if day is None:
        return not_a_day(message.text or "")
    id_, shown = int(state.data["shortfall_id"]), state.data.get("shown")
    if changed := await _changed(unit, actor, id_, shown):
        state.clear()
        return changed
    return await _arrange(unit, actor, id_, day, state, now)


async def explaining(
    query: CallbackQuery, callback_data: CaseAnswer, state: Dialogue, unit: Unit, actor: Actor
) -> Card:
    await own_case(unit, actor, callback_data.shortfall_id)
    id_, shown = callback_data.shortfall_id, callback_data.shown
    state.go(Answering.words, shortfall_id=id_, shown=shown)
    return ask_words()


async def words_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    id_, shown = int(state.data["shortfall_id"]), state.data.get("shown")
    if changed := await _changed(unit, actor, id_, shown):
        state.clear()
        return changed
    await explain(unit, actor, id_, message.text or "", now)
    state.clear()
    return await show_case(unit, actor, id_, DONE[CaseState.EXPLAINED])


async def waiving(
    query: CallbackQuery, callback_data: CaseAnswer, state: Dialogue, unit: Unit, actor: Actor
) -> Card:
    if not actor.has(Role.LEADER):
        raise NotAllowed
    entry = await case_entry(unit, actor, callback_data.shortfall_id)
    state.go(Answering.waiver, shortfall_id=callback_data.shortfall_id)
    return ask_waiver(entry)


async def waiver_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    id_ = int(state.data["shortfall_id"])
    await waive(unit, actor, id_, message.text or "", now)
    state.clear()
    return await show_case(unit, actor, id_, DONE[WAIVE])


async def _cases(unit: Unit, actor: Actor, page: int) -> Card:
    total = (await cases_of(unit, actor, 0)).total
    _, page, pages = page_of(range(total), page)
    found = await cases_of(unit, actor, PAGE, page * PAGE)
    return cases_card(found.entries, total, page, pages)


async def _arrange(
    unit: Unit, actor: Actor, shortfall_id: int, day: date, state: Dialogue, now: datetime
) -> Card:
    await arrange(unit, actor, shortfall_id, day, now)
    state.clear()
    return await show_case(unit, actor, shortfall_id, arranged_words(day))


async def _changed(unit: Unit, actor: Actor, shortfall_id: int, shown: str | None) -> Card | None:
    """The case as it is now, when it is no longer the version `shown`; asked by 0.1.0, nobody
    knows what was shown (None)."""
    case = await own_case(unit, actor, shortfall_id)
    if shown is None or shown == version_of(case):
        return None
    return await show_case(unit, actor, shortfall_id, CASE_CHANGED)


def router() -> Router:
    routes = Router(name="cases")
    office = Has(Role.OFFICE, Role.LEADER)
    routes.message.filter(office)
    routes.callback_query.filter(office)
    routes.message.register(day_given, Answering.day, Prose(short=True))
    routes.message.register(words_given, Answering.words, Prose())
    routes.message.register(waiver_given, Answering.waiver, Prose())
    routes.message.register(list_cases, Says("待办", "待办事项"))
    routes.callback_query.register(turn_page, CaseList.filter())
    routes.callback_query.register(open_case, CaseOpen.filter())
    routes.callback_query.register(show_why, CaseWhy.filter())
    routes.callback_query.register(as_shown, CaseAnswer.filter())
    for said, handler in (
        (CaseState.RECEIVED, received),
        (CaseState.ARRANGED, arranged),
        (CaseState.EXPLAINED, explaining),
        (WAIVE, waiving),
    ):
        routes.callback_query.register(handler, CaseAnswer.filter(F.answer == said))
    handovers.route(routes)
    return routes
