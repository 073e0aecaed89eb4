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
from actions.places.names import grid_names
from bot.talk.cards import Card
from bot.talk.dialogues import Dialogue, Talk
from bot.talk.entries.enrolment import EnrolmentEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Prose, Says
from bot.talk.presses.mingbairen import EnrolIn, MingbairenMove, MingbairenOpen
from bot.talk.states import Enrolling
from bot.talk.words.mingbairen import (
    PART_NAMES,
    ask_part,
    ask_reason,
    confirm_card,
    enrolled_card,
    enrolment_about,
    moved_card,
    person_card,
)
from domain.corrections import FIELD_WORDS
from domain.grids import GridCover
from domain.mingbairen import Stage
from domain.people import Actor, Role
from domain.reasons import is_no_reason
from domain.understanding import understand_mingbairen
from storage.unit import Unit

LONGEST_LINE = 300
BEGIN = Says(
    *(
        f"{verb}{count}{law}明白人"
        for verb in ("登记", "新增", "添加", "增加", "录入", "上报")
        for count in ("", "一名", "一位", "一个")
        for law in ("", "法律")
    ),
    joined=True,
)
NO_PHONE = ("无", "没有", "不填")


class EnrolmentFilling(Filling[EnrolmentEntry]):
    entry = EnrolmentEntry
    steps = (Enrolling.asking, Enrolling.confirming)
    parts = frozenset({"name", "grid", "category", "stage", "phone"})
    named = PART_NAMES
    answers = Prose(short=True, but=FIELD_WORDS)

    async def follows(self, entry: EnrolmentEntry, talk: Talk) -> EnrolmentEntry:
        """Who looks after one grid means that one, unless several were named."""
        if entry.grid_id is None and not entry.candidates:
            grids = await own_grids(talk.unit, talk.actor)
            if len(grids) == 1:
                return entry.model_copy(update={"grid_id": grids[0].grid.id})
        return entry

    async def told(
        self, text: str, asked: str | None, entry: EnrolmentEntry, talk: Talk
    ) -> EnrolmentEntry | None:
        line = text[:LONGEST_LINE]
        if asked == "name":
            if is_no_reason(line):
                return None
            # a bare answer is the name as it stands
            told = await _with(EnrolmentEntry(), line, talk)
            name = None if told.names else told.name or line[:20] or entry.name
            return entry.model_copy(update={"name": name, "names": told.names})
        if asked == "phone" and line in NO_PHONE:
            return entry.model_copy(update={"phone": None})
        told = await _with(entry, line, talk)
        if entry.name:  # it is changed by its own button only
            told = told.model_copy(update={"name": entry.name, "names": ()})
        return None if told == entry else told

    async def pressed(
        self, part: str, value: str, entry: EnrolmentEntry, talk: Talk
    ) -> EnrolmentEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: EnrolmentEntry, talk: Talk, page: int) -> Card:
        return ask_part(part, entry, await _choices(talk) if part == "grid" else [])

    async def whole(self, entry: EnrolmentEntry, talk: Talk) -> Card:
        return confirm_card(entry, await own_grid(talk.unit, talk.actor, entry.grid_id or 0))

    async def about(self, entry: EnrolmentEntry, talk: Talk) -> str:
        grid = await talk.unit.grids.get(entry.grid_id) if entry.grid_id else None
        return enrolment_about(entry, grid.name if grid else "")

    async def save(self, entry: EnrolmentEntry, talk: Talk) -> Card:
        person = await enrol(talk.unit, talk.actor, entry.asked(), talk.now)
        return enrolled_card(person, await _cover(talk.unit, person.grid_id))


ENROLMENT = EnrolmentFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    entry = EnrolmentEntry()
    return await ENROLMENT.begin(await _with(entry, rest, talk) if rest else entry, talk)


async def begin_in(query: CallbackQuery, callback_data: EnrolIn, talk: Talk) -> Card:
    grid = await own_grid(talk.unit, talk.actor, callback_data.grid_id)
    return await ENROLMENT.begin(EnrolmentEntry(grid_id=grid.id), talk)


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
    state.end()
    return moved_card(person, await _cover(unit, person.grid_id))


async def _with(entry: EnrolmentEntry, text: str, talk: Talk) -> EnrolmentEntry:
    grids = await grid_names(talk.unit, [cover.grid for cover in await _choices(talk)])
    return entry.told(understand_mingbairen(text[:LONGEST_LINE], grids))


async def _choices(talk: Talk) -> list[GridCover]:
    own = await own_grids(talk.unit, talk.actor)
    return own or await talk.unit.grids.cover_below(talk.actor.offices)


async def _cover(unit: Unit, grid_id: int) -> GridCover:
    return (await unit.grids.cover_of([grid_id]))[0]


def router() -> Router:
    routes = Router(name="mingbairen")
    known = Has(Role.GRID_WORKER, Role.OFFICE, Role.LEADER)
    routes.message.filter(known)
    routes.callback_query.filter(known)
    routes.message.register(begin, BEGIN)
    routes.message.register(reason_given, Enrolling.leaving, Prose())
    ENROLMENT.route(routes)
    routes.callback_query.register(begin_in, EnrolIn.filter())
    routes.callback_query.register(open_person, MingbairenOpen.filter())
    routes.callback_query.register(move, MingbairenMove.filter())
    return routes
