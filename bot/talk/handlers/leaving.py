"""停用人员: whoever left is let in nowhere and told nothing any more."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.people.finding import find_people, person_detail
from actions.people.leaving import check_may_leave, leave
from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.leaving import LeavingEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.picking import day_said, with_reason
from bot.talk.meant import tidy
from bot.talk.presses.people import PersonLeaves
from bot.talk.states import Leaving
from bot.talk.words.leaving import ask_person, ask_reason, confirm_card, leaving_about, left_card
from domain.changes import Change
from domain.months import local_day
from domain.people import Role


class LeavingFilling(Filling[LeavingEntry]):
    entry = LeavingEntry
    steps = (Leaving.asking, Leaving.confirming)
    answers = Prose(short=True)

    async def follows(self, entry: LeavingEntry, talk: Talk) -> LeavingEntry:
        if entry.person_id is not None:
            await check_may_leave(talk.unit, _change(entry, talk), entry.person_id)
        return entry

    async def told(
        self, text: str, asked: str | None, entry: LeavingEntry, talk: Talk
    ) -> LeavingEntry | None:
        said, part = tidy(text), asked or entry.missing
        if part == "person":
            found = await find_people(talk.unit, talk.actor, said, talk.now)
            ids = tuple(member.person_id for member in found.people)
            one = ids[0] if len(ids) == 1 and found.people[0].name == said else None
            many = () if one else ids[:20]
            told = {"person_id": one, "candidates": many}
            return entry.model_copy(update=told) if ids else None
        if part == "reason":
            return with_reason(entry, text)
        day = day_said(said, talk.now)
        return entry.model_copy(update={"day": day}) if day else None

    async def pressed(self, part: str, value: str, entry: LeavingEntry, talk: Talk) -> LeavingEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: LeavingEntry, talk: Talk, page: int) -> Card:
        if part == "reason":
            return ask_reason()
        details = [
            await person_detail(talk.unit, talk.actor, id_, talk.now) for id_ in entry.candidates
        ]
        return ask_person([detail.member for detail in details])

    async def about(self, entry: LeavingEntry, talk: Talk) -> str:
        person = await talk.unit.people.get(entry.person_id or 0)
        return leaving_about(person.name if person else "")

    async def whole(self, entry: LeavingEntry, talk: Talk) -> Card:
        detail = await person_detail(talk.unit, talk.actor, entry.person_id or 0, talk.now)
        return confirm_card(entry, detail.member, local_day(talk.now))

    async def save(self, entry: LeavingEntry, talk: Talk) -> Card:
        left = await leave(talk.unit, _change(entry, talk), entry.person_id or 0)
        return left_card(left, entry.day)


LEAVING = LeavingFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    entry = LeavingEntry(day=local_day(talk.now))
    told = await LEAVING.told(rest, "person", entry, talk) if rest else entry
    if told is None:
        return LEAVING.lost(rest, await LEAVING.begin(entry, talk))
    return await LEAVING.begin(told, talk)


async def begin_with(query: CallbackQuery, callback_data: PersonLeaves, talk: Talk) -> Card:
    entry = LeavingEntry(person_id=callback_data.person_id, day=local_day(talk.now))
    return await LEAVING.begin(entry, talk)


def _change(entry: LeavingEntry, talk: Talk) -> Change:
    return Change(talk.actor, entry.day, entry.reason or "", talk.now)


def router() -> Router:
    routes = Router(name="leaving")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("停用人员", "人员停用", "离任"))
    LEAVING.route(routes)
    routes.callback_query.register(begin_with, PersonLeaves.filter())
    return routes
