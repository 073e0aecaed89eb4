"""Entering a visit: by one line, by buttons, or from a check-in; confirmed before it is saved."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler

from actions.month.standings import village_standing
from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.entries.visit_answers import (
    answer_to,
    is_another,
    is_entry,
    is_whole,
    pressed_part,
    repeats,
    says_nothing,
)
from bot.talk.filling import Filling
from bot.talk.filters import Has
from bot.talk.handlers.picking import with_reason
from bot.talk.own_month import bar_of
from bot.talk.states import Recording
from bot.talk.visit_reading import (
    LONGEST_LINE,
    meant_again,
    problem_of,
    save_visit,
    taking_over,
    understood,
    village_of,
    villages_of,
    visits_said,
    with_said,
)
from bot.talk.words.changed_visits import ask_why, changed_meanwhile, unchanged_card, with_why
from bot.talk.words.corrections import change_words
from bot.talk.words.visit_questions import (
    DETAILS,
    PART_NAMES,
    ask_detail,
    ask_part,
    not_an_entry,
    photo_taken,
)
from bot.talk.words.visits import confirm_card, saved_card, visit_about
from domain.errors import OldButton
from domain.months import Month, local_day
from domain.people import Role
from domain.photos import MOST_PHOTOS, TooManyPhotos
from domain.understanding.same_as import without_reference
from domain.visits import Visit, VisitChanged
from words.visits import progress_words


class VisitFilling(Filling[VisitEntry]):
    entry = VisitEntry
    steps = (Recording.asking, Recording.confirming)
    parts = frozenset({"village", "date", "start", "end", "activity", *DETAILS})
    named = PART_NAMES

    async def follows(self, entry: VisitEntry, talk: Talk) -> VisitEntry:
        """Who serves one village means that one, unless they named another."""
        if entry.village_id is None and not entry.candidates and not entry.said_village:
            villages = await villages_of(entry.adviser_id, talk)
            return entry.with_parts(village_id=villages[0].id) if len(villages) == 1 else entry
        return entry

    async def told(
        self, text: str, asked: str | None, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card | None:
        if asked == "reason":
            return with_reason(entry, text)
        if len(await visits_said(text, entry.fresh(), talk)) > 1:
            raise SkipHandler
        line = text[:LONGEST_LINE]
        if again := await meant_again(line, entry.adviser_id, talk):
            line = without_reference(line)
            told = await with_said(entry, await understood(line, entry.adviser_id, talk), talk)
            return taking_over(told, again, talk)
        said = await understood(line, entry.adviser_id, talk)
        parts = answer_to(asked, line, entry, talk.now)
        whole = is_whole(said)
        if is_entry(said) and (whole or asked != "topic"):
            new = await with_said(entry.fresh(), said, talk)
            if is_another(entry, new, whole=whole):
                return await self.begin(new, talk)
        more = is_entry(said) and asked not in DETAILS
        if parts and not more:
            return entry.with_parts(**parts)
        if says_nothing(said):
            return None
        if asked and said.activity is None:  # stray words of an answer are no topic
            said = said.model_copy(update={"topic": None})
        return (await with_said(entry, said, talk)).with_parts(**(parts or {}))

    async def pressed(
        self, part: str, value: str, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card:
        if part in ("new", "merge") and (line := talk.state.data.get("line")):
            return await self._pressed_before(part, line, entry, talk)
        told = entry.with_parts(**pressed_part(part, value))
        if part == "village" and told.village_id not in {
            village.id for village in await villages_of(entry.adviser_id, talk)
        }:
            raise OldButton
        return told

    async def _pressed_before(
        self, part: str, line: str, entry: VisitEntry, talk: Talk
    ) -> VisitEntry | Card:
        """0.1.0 asked which of two lines is meant with buttons of its own."""
        said = await understood(line, entry.adviser_id, talk)
        if part == "merge":
            return await with_said(entry, said, talk)
        saved = "" if entry.visit_id else (await self.save(entry, talk)).text
        card = await self.next(await with_said(entry.fresh(), said, talk), talk)
        return card.model_copy(update={"text": f"{saved}\n{card.text}".strip()})

    async def about(self, entry: VisitEntry, talk: Talk) -> str:
        village = await talk.unit.villages.get(entry.village_id) if entry.village_id else None
        return visit_about(entry, village.name if village else "")

    def again(self, under: VisitEntry, new: VisitEntry) -> VisitEntry | None:
        if under.visit_id and under.visit_id == new.visit_id:
            return under
        if under.check_in_id and under.check_in_id == new.check_in_id:
            return under.merged(new).model_copy(update={"live": new.live})
        same = under.adviser_id == new.adviser_id and repeats(under, new)
        return new if same else None

    def merged(self, under: VisitEntry, new: VisitEntry) -> VisitEntry | None:
        """A second line may correct the first; what was observed twice is two visits."""
        one = under.adviser_id == new.adviser_id and not (new.visit_id or new.check_in_id)
        return under.merged(new) if one else None

    async def question(self, part: str, entry: VisitEntry, talk: Talk, page: int) -> Card:
        if part in DETAILS:
            return ask_detail(part)
        if part == "reason":
            return ask_why()
        villages = await villages_of(entry.adviser_id, talk) if part == "village" else []
        return ask_part(part, entry, villages, local_day(talk.now))

    async def whole(self, entry: VisitEntry, talk: Talk) -> Card:
        village = await village_of(entry, talk)
        policy = (await talk.unit.frames.of_village(entry.draft().month, village.id)).policy
        person = await talk.unit.people.get(entry.adviser_id) if entry.by_office else None
        adviser = person.name if person else ""
        card = confirm_card(entry, village, policy, await problem_of(entry, talk), adviser)
        changed = await self._changed(entry, village.name, talk) if entry.visit_id else ""
        card = with_why(card, entry.reason) if entry.reason else card
        return card.model_copy(update={"text": f"{changed}\n{card.text}".strip()})

    async def _changed(self, entry: VisitEntry, village: str, talk: Talk) -> str:
        visit = await talk.unit.visits.get(entry.visit_id or 0)
        if visit is None:
            return ""
        before = VisitEntry.of_visit(visit)
        was = await village_of(before, talk)
        return change_words(before, entry, (was.name, village))

    async def photographed(self, file_id: int, talk: Talk) -> Card:
        """A photograph is of the visit that is being entered; the question stays."""
        entry, asked = self._kept(talk)
        if len(entry.photos) >= MOST_PHOTOS:
            raise TooManyPhotos
        with_photo = entry.model_copy(update={"photos": (*entry.photos, file_id)})
        return photo_taken(await self.next(with_photo, talk, asked), len(with_photo.photos))

    async def saved(self, entry: VisitEntry, talk: Talk) -> Card:
        """A visit that has changed while it was being corrected is corrected anew; one of several
        that are gone through one by one leads to the next."""
        try:
            card, state = await super().saved(entry, talk), talk.state
        except VisitChanged as changed:
            return await self._anew(entry, changed.visit, talk)
        if not state.kept or not state.kept[-1].data.get("then"):
            return card
        state.take_up(state.kept.pop())
        another, asked = self._kept(talk)
        following = await self.next(another, talk, asked)
        return following.model_copy(update={"text": f"{card.text}\n{following.text}".strip()})

    async def _anew(self, entry: VisitEntry, visit: Visit, talk: Talk) -> Card:
        kept = {"by_office": entry.by_office, "photos": entry.photos, "reason": entry.reason}
        anew = VisitEntry.of_visit(visit).model_copy(update=kept)
        return changed_meanwhile(await self.next(anew, talk))

    async def save(self, entry: VisitEntry, talk: Talk) -> Card:
        unit, now = talk.unit, talk.now
        before = await unit.visits.get(entry.visit_id) if entry.visit_id else None
        visit = await save_visit(entry, talk)
        village = await village_of(entry, talk)
        if visit == before and not entry.photos:
            return unchanged_card(visit, village)
        policy = (await unit.frames.of_village(visit.month, village.id)).policy
        standing = await village_standing(unit, village.id, visit.month, now)
        over = Month.at(now) > visit.month
        words = progress_words(village.name, visit.month, standing.progress, over=over)
        corrected = entry.visit_id is not None
        return saved_card(visit, village, policy, words, bar_of(standing), corrected=corrected)

    def lost(self, said: str, again: Card) -> Card:
        return not_an_entry(said, again)


VISIT = VisitFilling()


def router() -> Router:
    routes = Router(name="visit_entry")
    routes.message.filter(Has(Role.ADVISER, Role.OFFICE, Role.LEADER))
    VISIT.route(routes)
    return routes
