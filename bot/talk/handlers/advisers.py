"""更换顾问: village, new adviser, since when, confirmed before it is done."""

from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.advisers import add_adviser, advisers_here, replace_adviser
from actions.people.access import check_office_of_village, the_village
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Dialogue
from bot.talk.entries.replacement import ReplacementEntry
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.invitations import NAME, PLACES
from bot.talk.handlers.villages import named_villages
from bot.talk.meant import tidy
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.advisers import ReplaceIn, ReplacePages, ReplaceStep
from bot.talk.states import Replacing
from bot.talk.words.advisers import (
    ask_adviser,
    ask_kind,
    ask_village,
    confirm_card,
    not_understood,
    replaced_card,
)
from domain.advisers import Adviser
from domain.errors import NotAllowed
from domain.months import local_day
from domain.people import Actor, Role
from domain.understanding import read_date
from storage.unit import Unit


async def begin(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """更换顾问, with or without the village behind it."""
    entry = ReplacementEntry(since=local_day(now))
    if rest:
        entry = await _told(rest, entry, unit, actor, now) or entry
    return await _next(entry, state, unit, actor, now)


async def begin_in(
    query: CallbackQuery,
    callback_data: ReplaceIn,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    entry = ReplacementEntry(since=local_day(now), village_id=callback_data.village_id)
    return await _next(entry, state, unit, actor, now)


async def answered(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    said, entry = tidy(message.text or ""), await _entry(state)
    told = await _told(said, entry, unit, actor, now)
    card = await _next(told or entry, state, unit, actor, now)
    return card if told else not_understood(said, card)


async def filled(
    query: CallbackQuery,
    callback_data: ReplaceStep,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    entry = await _entry(state)
    if callback_data.part == "save":
        return await _save(entry, state, unit, actor, now)
    with offered():
        entry = entry.with_part(callback_data.part, callback_data.value)
    return await _next(entry, state, unit, actor, now)


async def turn_page(
    query: CallbackQuery,
    callback_data: ReplacePages,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    return await _next(await _entry(state), state, unit, actor, now, callback_data.page)


async def _told(
    said: str, entry: ReplacementEntry, unit: Unit, actor: Actor, now: datetime
) -> ReplacementEntry | None:
    """What a text says about the part that is asked for; None when it says nothing."""
    if entry.missing == "village":
        fitting = named_villages(said, await unit.villages.below(actor.offices))
        one = len(fitting) == 1
        return entry.model_copy(update={"village_id": fitting[0].id}) if one else None
    if entry.missing == "adviser":
        ever = await advisers_here(unit, actor, date.min)
        known = [each.adviser.id for each in ever if each.adviser.name == said]
        if len(known) == 1:
            return entry.model_copy(update={"adviser_id": known[0]})
        fits = NAME.fullmatch(said) and not known
        return entry.model_copy(update={"name": said}) if fits else None
    day = read_date(said, now) if entry.missing is None else None
    return entry.model_copy(update={"since": day}) if day else None


async def _next(
    entry: ReplacementEntry,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
    page: int = 0,
) -> Card:
    """Ask for the next missing part; when none is missing, show what would be done."""
    if entry.village_id is not None:
        await check_office_of_village(unit, actor, entry.village_id)
    state.go(
        Replacing.asking if entry.missing else Replacing.confirming,
        entry=entry.model_dump(mode="json"),
    )
    if entry.village_id is None:
        villages = await unit.villages.below(actor.offices)
        return ask_village(*page_of(villages, page, PLACES))
    village = await the_village(unit, entry.village_id)
    if entry.missing == "adviser":
        return ask_adviser(
            village.name, *page_of(await advisers_here(unit, actor, local_day(now)), page)
        )
    if entry.missing == "kind":
        return ask_kind(entry.name or "")
    current = await _current(unit, entry)
    return confirm_card(entry, village, current, await _name(unit, entry), local_day(now))


async def _current(unit: Unit, entry: ReplacementEntry) -> list[Adviser]:
    """Whom the change would end: those who serve the village on its first day."""
    served = await unit.advisers.assignments_of_village(entry.village_id or 0)
    ids = {a.adviser_id for a in served if a.until is None or a.until >= entry.since}
    return list((await unit.advisers.of_ids(ids)).values())


async def _name(unit: Unit, entry: ReplacementEntry) -> str:
    if entry.adviser_id is None:
        return entry.name or ""
    adviser = await unit.advisers.get(entry.adviser_id)
    return adviser.name if adviser else ""


async def _save(
    entry: ReplacementEntry, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    assert entry.village_id is not None
    await check_office_of_village(unit, actor, entry.village_id)
    adviser = await _adviser(entry, unit, actor, now)
    await replace_adviser(unit, actor, entry.village_id, adviser, entry.since, now)
    state.clear()
    village = await the_village(unit, entry.village_id)
    return replaced_card(village.name, adviser, entry.since)


async def _adviser(entry: ReplacementEntry, unit: Unit, actor: Actor, now: datetime) -> Adviser:
    """One of this office's own, or a new one."""
    if entry.adviser_id is None:
        assert entry.name and entry.kind
        return await add_adviser(unit, actor, entry.name, entry.kind, now)
    for each in await advisers_here(unit, actor, date.min):
        if each.adviser.id == entry.adviser_id:
            return each.adviser
    raise NotAllowed


async def _entry(state: Dialogue) -> ReplacementEntry:
    return ReplacementEntry.model_validate(state.data["entry"])


def router() -> Router:
    routes = Router(name="advisers")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("更换顾问", "更换法律顾问", "配备顾问"))
    routes.message.register(answered, Replacing.asking, Prose(short=True))
    routes.message.register(answered, Replacing.confirming, Prose(short=True))
    routes.callback_query.register(begin_in, ReplaceIn.filter())
    routes.callback_query.register(filled, ReplaceStep.filter(), Replacing.asking)
    routes.callback_query.register(filled, ReplaceStep.filter(), Replacing.confirming)
    routes.callback_query.register(turn_page, ReplacePages.filter(), Replacing.asking)
    return routes
