"""Entering a visit: by one line, by buttons, or from a check-in; confirmed before it is saved."""

from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.check_ins import check_out
from actions.month.standings import village_standing
from actions.visits import check_visit, correct_visit, record_visit
from bot.talk.answers import answer_to, is_entry, is_whole, pressed_part, says_nothing
from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue
from bot.talk.entries.visit import Entry
from bot.talk.filters import Carries, Has, Says
from bot.talk.presses.visits import Fill
from bot.talk.states import Recording
from bot.talk.words.visits import (
    ask_detail,
    ask_part,
    confirm_card,
    progress_words,
    saved_card,
    which_card,
)
from domain.errors import OldButton
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.understanding import (
    Understood,
    understand,
)
from domain.villages import Village
from domain.visits import NotRecorded, Visit
from storage.unit import Unit
from words.errors import sentence_for

DETAILS = ("topic", "people", "leaflets")
PARTS = ("village", "date", "start", "end", "activity", *DETAILS)
LONGEST_LINE = 500
"""Characters of a one-line entry; a longer text is no entry."""


async def one_line(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """A free text of an adviser that says a time, a place or a service begins an entry."""
    said = await _understood(message.text or "", unit, actor.person_id, now)
    if not is_entry(said):
        raise SkipHandler
    return await _go_on(Entry(adviser_id=actor.person_id), said, state, unit, now)


async def begin(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """补记, with or without what is to be recorded behind it."""
    return await begin_for(Entry(adviser_id=actor.person_id), rest, state, unit, now)


async def begin_for(entry: Entry, text: str, state: Dialogue, unit: Unit, now: datetime) -> Card:
    """Open the dialogue with what a text says, for an adviser who may not be the one talking."""
    said = await _understood(text, unit, entry.adviser_id, now)
    return await _go_on(entry, said, state, unit, now)


async def answered(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """A text while an entry is open: the answer to what was asked, or more of the entry."""
    data = state.data
    entry, asked = Entry.model_validate(data["entry"]), data.get("asked")
    text = (message.text or "")[:LONGEST_LINE]
    said = await _understood(text, unit, entry.adviser_id, now)
    if is_whole(said):
        if entry.missing is None and not await _problem(entry, unit, now):
            if await _says_the_same(entry, said, unit, now):
                return await _next(entry, state, unit, now)
            state.data["line"] = text
            return which_card(entry)
        fresh = Entry(adviser_id=entry.adviser_id, by_office=entry.by_office)
        return await _go_on(fresh, said, state, unit, now)
    parts = answer_to(asked, text, entry, now)
    if parts:
        return await _next(entry.with_parts(**parts), state, unit, now)
    if says_nothing(said):
        card = await _next(entry, state, unit, now, asked=asked)
        words = f"没有看懂“{text[:40]}”；不登记请点取消。{card.text}"
        return card.model_copy(update={"text": words})
    return await _go_on(entry, said, state, unit, now)


async def filled(
    query: CallbackQuery,
    callback_data: Fill,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    """A button of the entry: a part, a part to ask again, or save."""
    data = state.data
    entry = Entry.model_validate(data["entry"])
    part, value = callback_data.part, callback_data.value
    if part == "save" and entry.missing is None:
        return await _save(entry, state, unit, actor, now)
    if part in ("new", "merge") and (line := data.get("line")):
        return await _line_chosen(part, line, entry, state, unit, actor, now)
    if part == "ask" and value in PARTS:
        return await _next(entry, state, unit, now, asked=value)
    entry = entry.with_parts(**pressed_part(part, value))
    if part == "village" and entry.village_id not in {
        village.id for village in await _villages(unit, entry.adviser_id, now)
    }:
        raise OldButton
    return await _next(entry, state, unit, now)


async def _says_the_same(entry: Entry, said: Understood, unit: Unit, now: datetime) -> bool:
    """The waiting entry once more: sent again because nothing seemed to come of it."""
    villages = await _villages(unit, entry.adviser_id, now)
    told = entry.told(said, {village.name: village for village in villages})
    return told.missing is None and told.draft() == entry.draft()


async def _line_chosen(
    part: str,
    line: str,
    entry: Entry,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    """The line is another visit, the waiting one being saved first; or it changes that one."""
    said = await _understood(line, unit, entry.adviser_id, now)
    if part == "merge":
        return await _go_on(entry, said, state, unit, now)
    saved = "" if entry.visit_id else (await _save(entry, state, unit, actor, now)).text
    fresh = Entry(adviser_id=entry.adviser_id, by_office=entry.by_office)
    card = await _go_on(fresh, said, state, unit, now)
    return card.model_copy(update={"text": f"{saved}\n{card.text}".strip()})


async def start_entry(entry: Entry, state: Dialogue, unit: Unit, now: datetime) -> Card:
    """Open the dialogue with an entry that is partly known already."""
    return await _next(entry, state, unit, now)


async def _understood(text: str, unit: Unit, adviser_id: int, now: datetime) -> Understood:
    villages = await _villages(unit, adviser_id, now)
    return understand(text[:LONGEST_LINE], now, [v.name for v in villages])


async def _villages(unit: Unit, adviser_id: int, now: datetime) -> list[Village]:
    """Served now or lately: what was done before an assignment ended can still be entered."""
    last_month = Month.at(now).plus(-1).first_day
    return await unit.advisers.villages_since(adviser_id, last_month)


async def _go_on(
    entry: Entry, said: Understood, state: Dialogue, unit: Unit, now: datetime
) -> Card:
    villages = await _villages(unit, entry.adviser_id, now)
    told = entry.told(said, {v.name: v for v in villages})
    if told.village_id is None and not told.candidates and len(villages) == 1:
        only = None if told.said_village else villages[0].id
        told = told.with_parts(village_id=only) if only else told
    return await _next(told, state, unit, now)


async def _next(
    entry: Entry, state: Dialogue, unit: Unit, now: datetime, asked: str | None = None
) -> Card:
    """Ask for `asked` or for the next missing part; when none is missing, show the whole."""
    asked = asked or entry.missing
    state.go(
        Recording.asking if asked else Recording.confirming,
        entry=entry.model_dump(mode="json"),
        asked=asked,
    )
    if asked in DETAILS:
        return ask_detail(str(asked))
    if asked is not None:
        villages = await _villages(unit, entry.adviser_id, now)
        return ask_part(asked, entry, villages, local_day(now))  # type: ignore[arg-type]
    return await _confirmation(entry, unit, now)


async def _confirmation(entry: Entry, unit: Unit, now: datetime) -> Card:
    village = await _village(unit, entry)
    draft = entry.draft()
    policy = (await unit.evaluation.frame(draft.month)).policy
    person = await unit.people.get(entry.adviser_id) if entry.by_office else None
    adviser = person.name if person else ""
    return confirm_card(entry, village, policy, await _problem(entry, unit, now), adviser)


async def _problem(entry: Entry, unit: Unit, now: datetime) -> str:
    """Why a complete entry can't be saved, in words; empty when it can."""
    by_office, replaces = entry.by_office, entry.visit_id
    try:
        await check_visit(unit, entry.draft(), now, by_office=by_office, replaces=replaces)
    except NotRecorded as error:
        return sentence_for(error)
    return ""


async def _save(entry: Entry, state: Dialogue, unit: Unit, actor: Actor, now: datetime) -> Card:
    visit = await _saved(entry, unit, actor, now)
    village = await _village(unit, entry)
    policy = (await unit.evaluation.frame(visit.month)).policy
    standing = await village_standing(unit, village.id, visit.month, now)
    state.clear()
    over = Month.at(now) > visit.month
    words = progress_words(village.name, visit.month, standing.progress, over=over)
    return saved_card(visit, village, policy, words, corrected=entry.visit_id is not None)


async def _saved(entry: Entry, unit: Unit, actor: Actor, now: datetime) -> Visit:
    if entry.visit_id is not None:
        return await correct_visit(unit, actor, entry.visit_id, entry.draft(), now)
    if entry.check_in_id is not None:
        return await check_out(unit, actor, entry.check_in_id, entry.draft(), now)
    return await record_visit(unit, actor, entry.draft(), now)


async def _village(unit: Unit, entry: Entry) -> Village:
    village = await unit.villages.get(entry.village_id or 0)
    assert village is not None
    return village


async def closed(query: CallbackQuery) -> Card:
    return say("这条登记已经结束。要登记新的服务，请发送“到村登记”或直接用一句话说明。")


def router() -> Router:
    routes = Router(name="visit_entry")
    routes.message.filter(Has(Role.ADVISER, Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("补记", "登记服务", "补登"), Has(Role.ADVISER))
    routes.message.register(answered, Recording.asking, Carries("text"))
    routes.message.register(answered, Recording.confirming, Carries("text"))
    routes.callback_query.register(filled, Fill.filter(), Recording.asking)
    routes.callback_query.register(filled, Fill.filter(), Recording.confirming)
    routes.callback_query.register(closed, Fill.filter())
    return routes


def free_text() -> Router:
    """Comes after every command: a text that is none may be an entry."""
    routes = Router(name="visit_free_text")
    routes.message.register(one_line, Carries("text"), Has(Role.ADVISER))
    return routes
