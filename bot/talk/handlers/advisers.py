"""更换顾问: village, new adviser, since when, confirmed before it is done."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.advisers import advisers_here, replace_adviser
from actions.people.access import check_office_of_village, the_village
from actions.people.people import add_adviser
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.entries.replacement import ReplacementEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Idle, Phrased, Prose, Says
from bot.talk.handlers.invitations import PLACES
from bot.talk.handlers.picking import with_reason
from bot.talk.handlers.villages import villages_named
from bot.talk.meant import tidy
from bot.talk.presses.advisers import ReplaceIn
from bot.talk.states import Replacing
from bot.talk.words.advisers import (
    ask_adviser,
    ask_kind,
    ask_reason,
    ask_village,
    confirm_card,
    others_meanwhile,
    replaced_card,
    replacement_about,
)
from bot.talk.words.filling import not_understood
from domain.advisers import Adviser, running_from
from domain.errors import NotAllowed
from domain.months import local_day
from domain.people import Role
from domain.understanding import phrases, read_date
from domain.understanding.names import is_name
from storage.unit import Unit

MOST_REPEATED = 20
"""Characters of what was not understood: a name is shorter."""


class ReplacementFilling(Filling[ReplacementEntry]):
    entry = ReplacementEntry
    steps = (Replacing.asking, Replacing.confirming)
    answers = Prose(short=True)

    async def follows(self, entry: ReplacementEntry, talk: Talk) -> ReplacementEntry:
        if entry.adviser_id is not None:  # the name is shown next
            await _own_adviser(entry.adviser_id, talk)
        if entry.village_id is None:
            return entry
        await check_office_of_village(talk.unit, talk.actor, entry.village_id)
        return entry.model_copy(update={"ends": await _ended(talk.unit, entry)})

    async def saved(self, entry: ReplacementEntry, talk: Talk) -> Card:
        """Only whose end was shown is ended; when it is somebody else by now, it is asked anew."""
        if entry.ends not in (None, await _ended(talk.unit, entry)):
            return others_meanwhile(await self.next(entry, talk))
        return await super().saved(entry, talk)

    async def told(
        self, text: str, asked: str | None, entry: ReplacementEntry, talk: Talk
    ) -> ReplacementEntry | None:
        said = tidy(text)
        if entry.missing == "village":
            fitting = await villages_named(said, talk.unit, talk.actor)
            one = len(fitting) == 1
            return entry.model_copy(update={"village_id": fitting[0].id}) if one else None
        if entry.missing == "adviser":
            ever = await advisers_here(talk.unit, talk.actor, date.min)
            known = [each.adviser.id for each in ever if each.adviser.name == said]
            if len(known) == 1:
                return entry.model_copy(update={"adviser_id": known[0]})
            fits = is_name(said) and not known
            return entry.model_copy(update={"name": said}) if fits else None
        if entry.missing == "reason":
            return with_reason(entry, text)
        day = read_date(said, talk.now) if entry.missing is None else None
        return entry.model_copy(update={"since": day}) if day else None

    async def pressed(
        self, part: str, value: str, entry: ReplacementEntry, talk: Talk
    ) -> ReplacementEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: ReplacementEntry, talk: Talk, page: int) -> Card:
        unit, actor = talk.unit, talk.actor
        if part == "village":
            return ask_village(*page_of(await unit.villages.below(actor.offices), page, PLACES))
        if part == "reason":
            return ask_reason()
        if part == "kind":
            return ask_kind(entry.name or "")
        village = await the_village(unit, entry.village_id or 0)
        serving = await advisers_here(unit, actor, local_day(talk.now))
        return ask_adviser(village.name, *page_of(serving, page))

    async def whole(self, entry: ReplacementEntry, talk: Talk) -> Card:
        village = await the_village(talk.unit, entry.village_id or 0)
        current = await _current(talk.unit, entry)
        new = await _name(talk.unit, entry)
        return confirm_card(entry, village, current, new, local_day(talk.now))

    async def about(self, entry: ReplacementEntry, talk: Talk) -> str:
        village = await talk.unit.villages.get(entry.village_id) if entry.village_id else None
        return replacement_about(village.name if village else "", await _name(talk.unit, entry))

    async def save(self, entry: ReplacementEntry, talk: Talk) -> Card:
        assert entry.village_id is not None
        await check_office_of_village(talk.unit, talk.actor, entry.village_id)
        adviser = await _adviser(entry, talk)
        since, reason = entry.since, entry.reason or ""
        await replace_adviser(
            talk.unit, talk.actor, entry.village_id, adviser, since, talk.now, reason
        )
        village = await the_village(talk.unit, entry.village_id)
        return replaced_card(village.name, adviser, entry.since)

    def lost(self, said: str, again: Card) -> Card:
        return not_understood(said[:MOST_REPEATED], again)


REPLACEMENT = ReplacementFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """更换顾问, with or without the village behind it."""
    entry = ReplacementEntry(since=local_day(talk.now))
    told = await REPLACEMENT.told(rest, "village", entry, talk) if rest else None
    return await REPLACEMENT.begin(told or entry, talk)


async def begin_in(query: CallbackQuery, callback_data: ReplaceIn, talk: Talk) -> Card:
    since, village_id = local_day(talk.now), callback_data.village_id
    entry = ReplacementEntry(since=since, village_id=village_id)
    return await REPLACEMENT.begin(entry, talk)


async def _current(unit: Unit, entry: ReplacementEntry) -> list[Adviser]:
    """Whom the change would end: those who serve the village on its first day."""
    served = await unit.advisers.assignments_of_village(entry.village_id or 0)
    ids = {each.adviser_id for each in running_from(served, entry.since)}
    return list((await unit.advisers.of_ids(ids)).values())


async def _ended(unit: Unit, entry: ReplacementEntry) -> tuple[int, ...]:
    current = await _current(unit, entry)
    return tuple(each.id for each in current if each.id != entry.adviser_id)


async def _name(unit: Unit, entry: ReplacementEntry) -> str:
    if entry.adviser_id is None:
        return entry.name or ""
    adviser = await unit.advisers.get(entry.adviser_id)
    return adviser.name if adviser else ""


async def _adviser(entry: ReplacementEntry, talk: Talk) -> Adviser:
    """One of this office's own, or a new one."""
    if entry.adviser_id is None:
        assert entry.name and entry.kind
        return await add_adviser(talk.unit, talk.actor, entry.name, entry.kind, talk.now)
    return await _own_adviser(entry.adviser_id, talk)


async def _own_adviser(adviser_id: int, talk: Talk) -> Adviser:
    """Somebody who serves or has served below the actor's office. Raises NotAllowed."""
    for each in await advisers_here(talk.unit, talk.actor, date.min):
        if each.adviser.id == adviser_id:
            return each.adviser
    raise NotAllowed


def router() -> Router:
    routes = Router(name="advisers")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("更换顾问", "更换法律顾问", "配备顾问"))
    routes.message.register(begin, Phrased(*phrases.REPLACING), Idle())
    routes.callback_query.register(begin_in, ReplaceIn.filter())
    REPLACEMENT.route(routes)
    return routes
