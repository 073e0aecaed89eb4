"""结束聘任: village, adviser, last day and reason; with a successor it is 更换顾问."""

from aiogram import Router
from aiogram.types import Message

from actions.advisers import advisers_here, end_appointment
from actions.appointments import serving_on
from actions.people.access import check_office_of_village, the_village
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.entries.ending import EndingEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Idle, Phrased, Prose, Says
from bot.talk.handlers.picking import PLACES, day_said, village_said, with_reason
from bot.talk.meant import tidy
from bot.talk.states import Ending
from bot.talk.words.endings import (
    ask_adviser,
    ask_reason,
    ask_village,
    confirm_card,
    ended_card,
    ending_about,
    nobody_serves,
)
from domain.advisers import Adviser
from domain.changes import Change
from domain.errors import OldButton
from domain.months import local_day
from domain.people import Role
from domain.understanding import phrases


class EndingFilling(Filling[EndingEntry]):
    entry = EndingEntry
    steps = (Ending.asking, Ending.confirming)
    answers = Prose(short=True)

    async def follows(self, entry: EndingEntry, talk: Talk) -> EndingEntry:
        """A village with one adviser means that one, an adviser with one village that one."""
        if entry.village_id is None and len(entry.villages) == 1:
            entry = entry.model_copy(update={"village_id": entry.villages[0]})
        if entry.village_id is None:
            return entry
        await check_office_of_village(talk.unit, talk.actor, entry.village_id)
        serving = await _serving(entry, talk)
        if entry.adviser_id is None and len(serving) == 1:
            return entry.model_copy(update={"adviser_id": serving[0].id})
        if entry.adviser_id not in (None, *(each.id for each in serving)):
            raise OldButton  # the name is shown next
        return entry

    async def told(
        self, text: str, asked: str | None, entry: EndingEntry, talk: Talk
    ) -> EndingEntry | None:
        said, part = tidy(text), asked or entry.missing
        if part == "village":
            return await _named(said, entry, talk)
        if part == "adviser":
            known = [each.id for each in await _serving(entry, talk) if each.name == said]
            return entry.model_copy(update={"adviser_id": known[0]}) if known else None
        if part == "reason":
            return with_reason(entry, text)
        day = day_said(said, talk.now)
        return entry.model_copy(update={"day": day}) if day else None

    async def pressed(self, part: str, value: str, entry: EndingEntry, talk: Talk) -> EndingEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: EndingEntry, talk: Talk, page: int) -> Card:
        if part == "reason":
            return ask_reason()
        if part == "village":
            villages = await talk.unit.villages.below(talk.actor.offices)
            some = [v for v in villages if v.id in entry.villages] or villages
            return ask_village(*page_of(some, page, PLACES))
        village, serving = (
            await the_village(talk.unit, entry.village_id or 0),
            await _serving(entry, talk),
        )
        if not serving:
            talk.state.clear()
            return nobody_serves(village.name)
        return ask_adviser(village.name, serving)

    async def about(self, entry: EndingEntry, talk: Talk) -> str:
        village = await talk.unit.villages.get(entry.village_id or 0)
        adviser = await talk.unit.advisers.get(entry.adviser_id or 0)
        return ending_about(village.name if village else "", adviser.name if adviser else "")

    async def whole(self, entry: EndingEntry, talk: Talk) -> Card:
        village, adviser, others = await _about(entry, talk)
        return confirm_card(entry, village, adviser, others, local_day(talk.now))

    async def save(self, entry: EndingEntry, talk: Talk) -> Card:
        village, adviser, others = await _about(entry, talk)
        change = Change(talk.actor, entry.day, entry.reason or "", talk.now)
        village_id, adviser_id = entry.village_id or 0, entry.adviser_id or 0
        await end_appointment(talk.unit, change, village_id, adviser_id)
        return ended_card(village, adviser, entry.day, village_id, served=bool(others))


ENDING = EndingFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """结束聘任, with the village or the adviser behind it."""
    entry = EndingEntry(day=local_day(talk.now))
    told = await ENDING.told(rest, "village", entry, talk) if rest else entry
    if told is None:
        return ENDING.lost(rest, await ENDING.begin(entry, talk))
    return await ENDING.begin(told, talk)


async def _named(said: str, entry: EndingEntry, talk: Talk) -> EndingEntry | None:
    """A village, or an adviser with the villages served now."""
    for each in await advisers_here(talk.unit, talk.actor, local_day(talk.now)):
        if each.adviser.name == said:
            served = await talk.unit.advisers.villages_of(each.adviser.id, local_day(talk.now))
            ids = tuple(village.id for village in served if village.name in each.villages)
            return entry.model_copy(update={"adviser_id": each.adviser.id, "villages": ids})
    fitting = await village_said(said, talk)
    return entry.model_copy(update={"village_id": fitting[0]}) if len(fitting) == 1 else None


async def _serving(entry: EndingEntry, talk: Talk) -> list[Adviser]:
    return await serving_on(talk.unit, entry.village_id or 0, local_day(talk.now))


async def _about(entry: EndingEntry, talk: Talk) -> tuple[str, str, list[Adviser]]:
    """The names of village and adviser, and who else serves there."""
    village = await the_village(talk.unit, entry.village_id or 0)
    adviser = await talk.unit.advisers.get(entry.adviser_id or 0)
    others = [each for each in await _serving(entry, talk) if each.id != entry.adviser_id]
    return village.name, adviser.name if adviser else "", others


def router() -> Router:
    routes = Router(name="endings")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("结束聘任", "解聘", "终止聘任"))
    routes.message.register(begin, Phrased(*phrases.ENDING), Idle())
    ENDING.route(routes)
    return routes
