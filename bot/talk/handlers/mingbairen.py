"""法律明白人: registering by dialogue or one line, the stages, leaving."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.mingbairen import (
    enrol,
    leaves_grid_empty,
    move_stage,
    own_grid,
    own_grids,
    own_mingbairen,
)
from bot.talk.cards import Card
from bot.talk.dialogues import Dialogue
from bot.talk.entries.enrolment import EnrolmentEntry
from bot.talk.filters import Carries, Has, Says
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.mingbairen import Enrol, EnrolIn, MingbairenMove, MingbairenOpen
from bot.talk.states import Enrolling
from bot.talk.words.mingbairen import (
    ask_part,
    ask_reason,
    confirm_card,
    enrolled_card,
    moved_card,
    person_card,
)
from domain.grids import Grid, GridCover
from domain.mingbairen import Category, Stage
from domain.people import Actor, Role
from domain.understanding import understand_mingbairen
from storage.unit import Unit

LONGEST_LINE = 300


async def begin(message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor) -> Card:
    return await _told(EnrolmentEntry(), rest, state, unit, actor)


async def begin_in(
    query: CallbackQuery, callback_data: EnrolIn, state: Dialogue, unit: Unit, actor: Actor
) -> Card:
    grid = await own_grid(unit, actor, callback_data.grid_id)
    return await _next(EnrolmentEntry(grid_id=grid.id), state, unit, actor)


async def answered(message: Message, state: Dialogue, unit: Unit, actor: Actor) -> Card:
    data = state.data
    entry, asked = EnrolmentEntry.model_validate(data["entry"]), data.get("asked")
    text = (message.text or "").strip()[:LONGEST_LINE]
    if asked == "name":
        name = await _only_name(text, unit, actor, entry)
        return await _next(entry.model_copy(update={"name": name}), state, unit, actor)
    if asked == "phone" and text in ("无", "没有", "不填"):
        return await _next(entry.model_copy(update={"phone": None}), state, unit, actor)
    known_name = {"name": entry.name} if entry.name else {}
    told = await _with(entry, text, unit, actor)
    told = told.model_copy(update=known_name)  # a name is changed by its own button only
    if told == entry:
        card = await _next(entry, state, unit, actor, asked)
        return card.model_copy(update={"text": f"没有看懂“{text[:40]}”。{card.text}"})
    return await _next(told, state, unit, actor)


async def filled(
    query: CallbackQuery,
    callback_data: Enrol,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    entry = EnrolmentEntry.model_validate(state.data["entry"])
    part, value = callback_data.part, callback_data.value
    if part == "save" and entry.missing is None:
        person = await enrol(unit, actor, entry.asked(), now)
        state.clear()
        return enrolled_card(person, await _cover(unit, person.grid_id))
    if part == "ask":
        return await _next(entry, state, unit, actor, value)
    return await _next(entry.model_copy(update=_pressed(part, value)), state, unit, actor)


async def open_person(
    query: CallbackQuery, callback_data: MingbairenOpen, unit: Unit, actor: Actor
) -> Card:
    person = await own_mingbairen(unit, actor, callback_data.mingbairen_id)
    return person_card(person, await own_grid(unit, actor, person.grid_id))


async def move(
    query: CallbackQuery,
    callback_data: MingbairenMove,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    stage = callback_data.stage
    if stage in (Stage.LEFT, Stage.SUSPENDED):
        person = await own_mingbairen(unit, actor, callback_data.mingbairen_id)
        state.go(Enrolling.leaving, mingbairen_id=person.id, stage=stage)
        last = await leaves_grid_empty(unit, person, now)
        return ask_reason(person, stage, last_one=last)
    person = await move_stage(unit, actor, callback_data.mingbairen_id, stage, None, now)
    return moved_card(person, await _cover(unit, person.grid_id))


async def reason_given(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    data = state.data
    reason = (message.text or "").strip()[:300]
    person = await move_stage(
        unit, actor, int(data["mingbairen_id"]), Stage(data["stage"]), reason, now
    )
    state.clear()
    return moved_card(person, await _cover(unit, person.grid_id))


async def _told(
    entry: EnrolmentEntry, text: str, state: Dialogue, unit: Unit, actor: Actor
) -> Card:
    told = await _with(entry, text[:LONGEST_LINE], unit, actor) if text else entry
    grids = await own_grids(unit, actor)
    if told.grid_id is None and len(grids) == 1:
        told = told.model_copy(update={"grid_id": grids[0].grid.id})
    return await _next(told, state, unit, actor)


async def _with(entry: EnrolmentEntry, text: str, unit: Unit, actor: Actor) -> EnrolmentEntry:
    grids = [(cover.grid.id, cover.grid.name) for cover in await _choices(unit, actor)]
    return entry.told(understand_mingbairen(text, grids))


async def _only_name(text: str, unit: Unit, actor: Actor, entry: EnrolmentEntry) -> str | None:
    """The name in the answer; a bare answer is the name as it stands."""
    return (await _with(EnrolmentEntry(), text, unit, actor)).name or text[:20] or entry.name


async def _choices(unit: Unit, actor: Actor) -> list[GridCover]:
    own = await own_grids(unit, actor)
    return own or await unit.grids.cover_below(actor.offices)


async def _next(
    entry: EnrolmentEntry,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    asked: str | None = None,
) -> Card:
    asked = asked or entry.missing
    state.go(
        Enrolling.asking if asked else Enrolling.confirming,
        entry=entry.model_dump(mode="json"),
        asked=asked,
    )
    if asked is not None:
        return ask_part(asked, entry, await _choices(unit, actor) if asked == "grid" else [])
    grid: Grid = await own_grid(unit, actor, entry.grid_id or 0)
    return confirm_card(entry, grid)


async def _cover(unit: Unit, grid_id: int) -> GridCover:
    return (await unit.grids.cover_of([grid_id]))[0]


def _pressed(part: str, value: str) -> dict[str, object]:
    """What a button fills in. Raises OldButton for one that was never offered."""
    with offered():
        if part == "grid":
            return {"grid_id": int(value), "candidates": ()}
        return {"category": Category(value)} if part == "category" else {"stage": Stage(value)}


def router() -> Router:
    routes = Router(name="mingbairen")
    known = Has(Role.GRID_WORKER, Role.OFFICE, Role.LEADER)
    routes.message.filter(known)
    routes.callback_query.filter(known)
    routes.message.register(begin, Says("登记明白人", "登记法律明白人", "新增明白人"))
    routes.message.register(answered, Enrolling.asking, Carries("text"))
    routes.message.register(answered, Enrolling.confirming, Carries("text"))
    routes.message.register(reason_given, Enrolling.leaving, Carries("text"))
    routes.callback_query.register(begin_in, EnrolIn.filter())
    routes.callback_query.register(filled, Enrol.filter(), Enrolling.asking)
    routes.callback_query.register(filled, Enrol.filter(), Enrolling.confirming)
    routes.callback_query.register(open_person, MingbairenOpen.filter())
    routes.callback_query.register(move, MingbairenMove.filter())
    return routes
