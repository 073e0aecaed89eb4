"""Entering a visit: by one line, by buttons, or from a check-in; confirmed before it is saved."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from actions.check_ins import check_out
from actions.month.standings import village_standing
from actions.visits import check_visit, correct_visit, record_visit
from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.entries.visit_answers import (
    answer_to,
    is_entry,
    is_whole,
    pressed_part,
    says_nothing,
)
from bot.talk.filling import Filling
from bot.talk.filters import Carries, Has, Says
from bot.talk.states import Recording
from bot.talk.words.changed_visits import changed_meanwhile, unchanged_card
from bot.talk.words.visits import (
    DETAILS,
    ask_detail,
    ask_part,
    confirm_card,
    not_an_entry,
    saved_card,
    which_card,
)
from domain.errors import OldButton
from domain.months import Month, local_day
from domain.people import Role
from domain.understanding import Understood, understand
from domain.villages import Village
from domain.visits import NotRecorded, Visit, VisitChanged
from words.errors import sentence_for
from words.visits import progress_words

LONGEST_LINE = 500
"""Characters of a one-line entry; a longer text is no entry."""


class VisitFilling(Filling[VisitEntry]):
    entry = VisitEntry
    steps = (Recording.asking, Recording.confirming)
    parts = frozenset({"village", "date", "start", "end", "activity", *DETAILS})

    async def follows(self, entry: VisitEntry, talk: Talk) -> VisitEntry:
        """Who serves one village means that one, unless they named another."""
        if entry.village_id is None and not entry.candidates and not entry.said_village:
            villages = await _villages(entry.adviser_id, talk)
            return entry.with_parts(village_id=villages[0].id) if len(villages) == 1 else entry
        return entry

    async def told(
        self, text: str, asked: str | None, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card | None:
        line = text[:LONGEST_LINE]
        said = await _understood(line, entry.adviser_id, talk)
        if is_whole(said):
            return await self._another(line, said, entry, talk)
        if parts := answer_to(asked, line, entry, talk.now):
            return entry.with_parts(**parts)
        return None if says_nothing(said) else await _with(entry, said, talk)

    async def _another(
        self, line: str, said: Understood, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card:
        """A line that says a whole visit: the waiting one once more, because nothing seemed to
        come of it, or another one, which must not melt into it."""
        if entry.missing is not None or await _problem(entry, talk):
            return await _with(_fresh(entry), said, talk)
        told = await _with(entry, said, talk)
        if told.missing is None and told.draft() == entry.draft():
            return entry
        talk.state.data["line"] = line
        return which_card(entry)

    async def pressed(
        self, part: str, value: str, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card:
        if part in ("new", "merge") and (line := talk.state.data.get("line")):
            said = await _understood(line, entry.adviser_id, talk)
            again = part == "merge"
            return await (
                _with(entry, said, talk) if again else self._saved_first(entry, said, talk)
            )
        told = entry.with_parts(**pressed_part(part, value))
        if part == "village" and told.village_id not in {
            village.id for village in await _villages(entry.adviser_id, talk)
        }:
            raise OldButton
        return told

    async def _saved_first(self, entry: VisitEntry, said: Understood, talk: Talk) -> Card:
        """The line is another visit; the waiting one is saved, unless it was a correction."""
        saved = "" if entry.visit_id else (await self.save(entry, talk)).text
        card = await self.next(await _with(_fresh(entry), said, talk), talk)
        return card.model_copy(update={"text": f"{saved}\n{card.text}".strip()})

    async def question(self, part: str, entry: VisitEntry, talk: Talk, page: int) -> Card:
        if part in DETAILS:
            return ask_detail(part)
        villages = await _villages(entry.adviser_id, talk) if part == "village" else []
        return ask_part(part, entry, villages, local_day(talk.now))

    async def whole(self, entry: VisitEntry, talk: Talk) -> Card:
        village = await _village(entry, talk)
        policy = (await talk.unit.evaluation.frame(entry.draft().month)).policy
        person = await talk.unit.people.get(entry.adviser_id) if entry.by_office else None
        adviser = person.name if person else ""
        return confirm_card(entry, village, policy, await _problem(entry, talk), adviser)

    async def saved(self, entry: VisitEntry, talk: Talk) -> Card:
        """A visit that has changed while it was being corrected is corrected anew."""
        try:
            return await super().saved(entry, talk)
        except VisitChanged as changed:
            anew = VisitEntry.of_visit(changed.visit).model_copy(
                update={"by_office": entry.by_office}
            )
            return changed_meanwhile(await self.next(anew, talk))

    async def save(self, entry: VisitEntry, talk: Talk) -> Card:
        unit, now = talk.unit, talk.now
        before = await unit.visits.get(entry.visit_id) if entry.visit_id else None
        visit = await _saved(entry, talk)
        village = await _village(entry, talk)
        if visit == before:
            return unchanged_card(visit, village)
        policy = (await unit.evaluation.frame(visit.month)).policy
        standing = await village_standing(unit, village.id, visit.month, now)
        over = Month.at(now) > visit.month
        words = progress_words(village.name, visit.month, standing.progress, over=over)
        return saved_card(visit, village, policy, words, corrected=entry.visit_id is not None)

    def lost(self, said: str, again: Card) -> Card:
        return not_an_entry(said, again)


VISIT = VisitFilling()


async def one_line(message: Message, talk: Talk) -> Card:
    """A free text of an adviser that says a time, a place or a service begins an entry."""
    adviser_id = talk.actor.person_id
    said = await _understood(message.text or "", adviser_id, talk)
    if not is_entry(said):
        raise SkipHandler
    return await VISIT.next(await _with(VisitEntry(adviser_id=adviser_id), said, talk), talk)


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """补记, with or without what is to be recorded behind it."""
    return await begin_for(VisitEntry(adviser_id=talk.actor.person_id), rest, talk)


async def begin_for(entry: VisitEntry, text: str, talk: Talk) -> Card:
    """Open the dialogue with what a text says, for an adviser who may not be the one talking."""
    said = await _understood(text, entry.adviser_id, talk)
    return await VISIT.next(await _with(entry, said, talk), talk)


def _fresh(entry: VisitEntry) -> VisitEntry:
    return VisitEntry(adviser_id=entry.adviser_id, by_office=entry.by_office)


async def _understood(text: str, adviser_id: int, talk: Talk) -> Understood:
    villages = await _villages(adviser_id, talk)
    return understand(text[:LONGEST_LINE], talk.now, [v.name for v in villages])


async def _villages(adviser_id: int, talk: Talk) -> list[Village]:
    """Served now or lately: what was done before an assignment ended can still be entered. The
    office sees those of an adviser that are its own, too."""
    last_month = Month.at(talk.now).plus(-1).first_day
    served = await talk.unit.advisers.villages_since(adviser_id, last_month)
    if adviser_id == talk.actor.person_id:
        return served
    own = {village.id for village in await talk.unit.villages.below(talk.actor.offices)}
    return [village for village in served if village.id in own]


async def _with(entry: VisitEntry, said: Understood, talk: Talk) -> VisitEntry:
    villages = await _villages(entry.adviser_id, talk)
    return entry.told(said, {village.name: village for village in villages})


async def _problem(entry: VisitEntry, talk: Talk) -> str:
    """Why a complete entry can't be saved, in words; empty when it can."""
    by_office, replaces = entry.by_office, entry.visit_id
    draft = entry.draft()
    try:
        await check_visit(talk.unit, draft, talk.now, by_office=by_office, replaces=replaces)
    except NotRecorded as error:
        return sentence_for(error)
    return ""


async def _saved(entry: VisitEntry, talk: Talk) -> Visit:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if entry.visit_id is not None:
        draft, shown = entry.draft(), entry.shown
        return await correct_visit(unit, actor, entry.visit_id, draft, now, shown=shown)
    if entry.check_in_id is not None:
        return await check_out(unit, actor, entry.check_in_id, entry.draft(), now)
    return await record_visit(unit, actor, entry.draft(), now)


async def _village(entry: VisitEntry, talk: Talk) -> Village:
    village = await talk.unit.villages.get(entry.village_id or 0)
    assert village is not None
    return village


def router() -> Router:
    routes = Router(name="visit_entry")
    routes.message.filter(Has(Role.ADVISER, Role.OFFICE, Role.LEADER))
    routes.message.register(begin, Says("补记", "登记服务", "补登"), Has(Role.ADVISER))
    VISIT.route(routes)
    return routes


def free_text() -> Router:
    """Comes after every command: a text that is none may be an entry."""
    routes = Router(name="visit_free_text")
    routes.message.register(one_line, Carries("text"), Has(Role.ADVISER))
    return routes
