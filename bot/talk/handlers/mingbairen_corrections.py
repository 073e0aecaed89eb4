"""更正明白人, 调整网格: by the grid worker for the own grids, by the office with a reason."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.mingbairen import leaves_grid_empty, own_grid, own_grids, own_mingbairen
from actions.people.corrections import correct_mingbairen, reason_wanted
from actions.people.finding import find_people
from actions.places.names import grid_names
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.entries.correction import CorrectionEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.picking import PLACES, grid_name, with_reason
from bot.talk.meant import tidy
from bot.talk.presses.mingbairen import MingbairenCorrect
from bot.talk.states import Correcting
from bot.talk.words.mingbairen_corrections import (
    ask_field,
    ask_grid,
    ask_person,
    ask_reason,
    ask_value,
    confirm_card,
    corrected_card,
    correction_about,
)
from domain.changes import Change
from domain.corrections import FIELD_WORDS, FIELDS, field_named
from domain.grids import Grid
from domain.mingbairen import Mingbairen, Stage
from domain.months import local_day
from domain.people import Role
from domain.understanding import match_grids


class CorrectionFilling(Filling[CorrectionEntry]):
    entry = CorrectionEntry
    steps = (Correcting.asking, Correcting.confirming)
    parts = frozenset({*FIELDS, "grid", "field"})
    answers = Prose(short=True, but=FIELD_WORDS)

    async def follows(self, entry: CorrectionEntry, talk: Talk) -> CorrectionEntry:
        if entry.mingbairen_id is None:
            return entry
        person = await own_mingbairen(talk.unit, talk.actor, entry.mingbairen_id)
        if entry.grid_id is not None:  # its name is shown next
            await own_grid(talk.unit, talk.actor, entry.grid_id)
        return entry.model_copy(update={"asks_reason": reason_wanted(_change(entry, talk), person)})

    async def told(
        self, text: str, asked: str | None, entry: CorrectionEntry, talk: Talk
    ) -> CorrectionEntry | Card | None:
        said, part = tidy(text), asked or entry.missing
        if part == "person":
            return await _person_said(said, entry, talk)
        if part == "reason":
            return with_reason(entry, text)
        if part is not None and (part == "grid" or part in FIELDS):
            return await self.valued(part, said, entry, talk)
        return await self._field_said(said, entry, talk)

    async def valued(
        self, field: str, said: str, entry: CorrectionEntry, talk: Talk
    ) -> CorrectionEntry | None:
        """The entry with what a text says of this field, or of the grid."""
        if field != "grid":
            return entry.with_field(field, said)
        found = match_grids(said, await grid_names(talk.unit, await _grids(talk)))
        return entry.model_copy(update={"grid_id": found[0][0]}) if len(found) == 1 else None

    async def _field_said(
        self, said: str, entry: CorrectionEntry, talk: Talk
    ) -> CorrectionEntry | Card | None:
        """`电话 19900000011`, or the name of a field alone."""
        word, _, value = said.partition(" ")
        field = field_named(word)
        if field is None:
            return None
        if not value:
            return await self.next(entry, talk, field)
        return await self.valued(field, value, entry, talk)

    async def pressed(
        self, part: str, value: str, entry: CorrectionEntry, talk: Talk
    ) -> CorrectionEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: CorrectionEntry, talk: Talk, page: int) -> Card:
        if part == "person":
            return ask_person([await _shown(id_, talk) for id_ in entry.candidates])
        if part == "reason":
            return ask_reason()
        person = await _person(entry, talk)
        if part == "field":
            return ask_field(person, await grid_name(person.grid_id, talk))
        if part == "grid":
            others = [grid for grid in await _grids(talk) if grid.id != person.grid_id]
            return ask_grid(person, *page_of(others, page, PLACES))
        return ask_value(part, person)

    async def about(self, entry: CorrectionEntry, talk: Talk) -> str:
        person = await talk.unit.mingbairen.get(entry.mingbairen_id or 0)
        return correction_about(person.name if person else "")

    async def whole(self, entry: CorrectionEntry, talk: Talk) -> Card:
        before = await _person(entry, talk)
        after = before.model_copy(update=entry.values)
        grids = await grid_name(before.grid_id, talk), await grid_name(after.grid_id, talk)
        moves = after.grid_id != before.grid_id and before.stage is Stage.REGISTERED
        last = moves and await leaves_grid_empty(talk.unit, before, talk.now)
        return confirm_card(before, after, grids, entry.reason, last_one=last)

    async def save(self, entry: CorrectionEntry, talk: Talk) -> Card:
        change = _change(entry, talk)
        mingbairen_id = entry.mingbairen_id or 0
        person = await correct_mingbairen(talk.unit, change, mingbairen_id, entry.values)
        return corrected_card(person, await grid_name(person.grid_id, talk))


CORRECTION = CorrectionFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """更正明白人 王秀英 电话 19900000011, or less of it."""
    name, _, change = tidy(rest).partition(" ")
    entry = CorrectionEntry()
    told = await _person_said(name, entry, talk) if name else entry
    if told is None:
        return CORRECTION.lost(name, await CORRECTION.begin(entry, talk))
    word, _, value = change.partition(" ")
    field = field_named(word) if told.mingbairen_id is not None else None
    if field is None or not value:
        return await CORRECTION.begin(told, talk, field)
    return await CORRECTION.begin(await CORRECTION.valued(field, value, told, talk) or told, talk)


async def begin_moving(message: Message, rest: str, talk: Talk) -> Card:
    """调整网格 王秀英, and the grid they go to."""
    name, _, grid = tidy(rest).partition(" ")
    entry = CorrectionEntry()
    told = await _person_said(name, entry, talk) if name else entry
    if told is None:
        return CORRECTION.lost(name, await CORRECTION.begin(entry, talk))
    if told.mingbairen_id is None:
        return await CORRECTION.begin(told, talk)
    moved = await CORRECTION.valued("grid", grid, told, talk) if grid else None
    return await CORRECTION.begin(moved or told, talk, None if moved else "grid")


async def begin_with(query: CallbackQuery, callback_data: MingbairenCorrect, talk: Talk) -> Card:
    return await CORRECTION.begin(CorrectionEntry(mingbairen_id=callback_data.mingbairen_id), talk)


async def _person_said(said: str, entry: CorrectionEntry, talk: Talk) -> CorrectionEntry | None:
    known = await _roll_named(said, talk)
    if not known:
        return None
    one = known[0].id if len(known) == 1 else None
    candidates = () if one else tuple(person.id for person in known[:20])
    return entry.model_copy(update={"mingbairen_id": one, "candidates": candidates})


async def _roll_named(name: str, talk: Talk) -> list[Mingbairen]:
    """Of the own grids; of the office, all below it."""
    own = {cover.grid.id for cover in await own_grids(talk.unit, talk.actor)}
    mine = [person for person in await talk.unit.mingbairen.named(name) if person.grid_id in own]
    if mine or not talk.actor.offices:
        return mine
    return [person for person, _ in (await find_people(talk.unit, talk.actor, name, talk.now)).roll]


async def _grids(talk: Talk) -> list[Grid]:
    """Where a person may be moved to."""
    covers = await own_grids(talk.unit, talk.actor)
    if talk.actor.offices:
        covers = await talk.unit.grids.cover_below(talk.actor.offices)
    return [cover.grid for cover in covers]


async def _person(entry: CorrectionEntry, talk: Talk) -> Mingbairen:
    return await own_mingbairen(talk.unit, talk.actor, entry.mingbairen_id or 0)


async def _shown(mingbairen_id: int, talk: Talk) -> tuple[Mingbairen, str]:
    person = await own_mingbairen(talk.unit, talk.actor, mingbairen_id)
    return person, await grid_name(person.grid_id, talk)


def _change(entry: CorrectionEntry, talk: Talk) -> Change:
    return Change(talk.actor, local_day(talk.now), entry.reason or "", talk.now)


def router() -> Router:
    routes = Router(name="mingbairen_corrections")
    known = Has(Role.GRID_WORKER, Role.OFFICE, Role.LEADER)
    routes.message.filter(known)
    routes.callback_query.filter(known)
    routes.message.register(begin, Says("更正明白人", "修改明白人", "更正法律明白人"))
    routes.message.register(begin_moving, Says("调整网格", "转网格"))
    CORRECTION.route(routes)
    routes.callback_query.register(begin_with, MingbairenCorrect.filter())
    return routes
