"""Several visits of one message: one card for all of them, saved together or one by one."""

from typing import NamedTuple

from aiogram import Router

from actions.month.standings import village_standing
from bot.talk.cards import Card
from bot.talk.dialogues import Aside, Talk
from bot.talk.entries.several import SeveralEntry
from bot.talk.entries.visit import VisitEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.states import Photographing, Recording
from bot.talk.visit_reading import problem_of, save_visit, understood, village_of, with_said
from bot.talk.words.photos import photos_about
from bot.talk.words.several_visits import (
    LACKS,
    all_saved_card,
    overlaps,
    several_about,
    several_card,
    visit_words,
)
from domain.months import Month
from domain.people import Role
from domain.understanding import read_numbered
from domain.visits import Visit
from words.visits import progress_words


class Checked(NamedTuple):
    """`problem`: why it can't be saved as it is, in words; "" when it can."""

    entry: VisitEntry
    words: str
    problem: str


class SeveralFilling(Filling[SeveralEntry]):
    entry = SeveralEntry
    steps = (Recording.several, Recording.several)

    async def told(
        self, text: str, asked: str | None, entry: SeveralEntry, talk: Talk
    ) -> SeveralEntry | Card | None:
        """第2条42人, 第二条不要: one of them is changed or left out."""
        found = read_numbered(text)
        if found is None or found.number > len(entry.visits):
            return None
        if found.left_out:
            return await self._fewer(entry.with_visit(found.number, None), talk)
        visit = entry.visits[found.number - 1]
        said = await understood(found.said, visit.adviser_id, talk)
        told = await with_said(visit, said.model_copy(update={"topic": None}), talk)
        return None if told == visit else entry.with_visit(found.number, told)

    async def pressed(
        self, part: str, value: str, entry: SeveralEntry, talk: Talk
    ) -> SeveralEntry | Card:
        if part != "each":
            raise ValueError(part)
        talk.state.end()
        self._keep_photos(entry, talk)
        return await self._one_by_one(entry.visits, talk)

    async def photographed(self, file_id: int, talk: Talk) -> Card:
        """Of which visit it is, is asked once they are saved."""
        entry, _ = self._kept(talk)
        return await self.next(entry.model_copy(update={"photos": (*entry.photos, file_id)}), talk)

    async def question(self, part: str, entry: SeveralEntry, talk: Talk, page: int) -> Card:
        raise NotImplementedError(part)  # nothing is missing

    async def whole(self, entry: SeveralEntry, talk: Talk) -> Card:
        checked = await _checked(entry, talk)
        lines = [(each.words, each.problem) for each in checked]
        return several_card(lines, len(entry.photos))

    async def about(self, entry: SeveralEntry, talk: Talk) -> str:
        first = await VISIT.about(entry.visits[0], talk)
        return several_about(first, len(entry.visits))

    async def saved(self, entry: SeveralEntry, talk: Talk) -> Card:
        """Those that can be are saved; the others are gone through one by one."""
        rest = tuple(each.entry for each in await _checked(entry, talk) if each.problem)
        card = await self.save(entry, talk)
        talk.state.end()
        self._keep_photos(entry, talk)
        if not rest:
            return card
        following = await self._one_by_one(rest, talk)
        return following.model_copy(update={"text": f"{card.text}\n{following.text}".strip()})

    async def save(self, entry: SeveralEntry, talk: Talk) -> Card:
        fine = [each for each in await _checked(entry, talk) if not each.problem]
        visits = [await save_visit(each.entry, talk) for each in fine]
        return all_saved_card([each.words for each in fine], await _standings(visits, talk))

    async def _fewer(self, entry: SeveralEntry, talk: Talk) -> SeveralEntry | Card:
        if len(entry.visits) > 1:
            return entry
        talk.state.end()
        self._keep_photos(entry, talk)
        return await self._one_by_one(entry.visits, talk)

    async def _one_by_one(self, visits: tuple[VisitEntry, ...], talk: Talk) -> Card:
        """The first one now; the others wait, and come by themselves once it is saved."""
        first, *others = visits
        for each in reversed(others):
            await VISIT.next(each, talk)
            talk.state.keep(Aside(talk.state.step or "", talk.state.data | {"then": True}))
        return await VISIT.next(first, talk)

    def _keep_photos(self, entry: SeveralEntry, talk: Talk) -> None:
        if entry.photos:
            step, about = Photographing.choosing.state or "", photos_about(len(entry.photos))
            talk.state.keep(Aside(step, {"photos": list(entry.photos), "about": about}))


SEVERAL = SeveralFilling()


async def _checked(entry: SeveralEntry, talk: Talk) -> list[Checked]:
    """Every one with what is wrong with it, beside those before it."""
    checked: list[Checked] = []
    for visit in entry.visits:
        each = await VISIT.follows(visit, talk)
        village = await village_of(each, talk) if each.village_id else None
        words = visit_words(each, village.name if village else "")
        if each.missing:
            problem = LACKS[each.missing]
        else:
            problem = await problem_of(each, talk) or _overlap(each, checked)
        checked.append(Checked(each, words, problem))
    return checked


def _overlap(entry: VisitEntry, before: list[Checked]) -> str:
    """Nobody can be in two villages at once; the earlier one of the message stands."""
    draft = entry.draft()
    for number, each in enumerate(before, start=1):
        if each.entry.missing is None:
            other = each.entry.draft()
            if draft.started_at < other.ended_at and other.started_at < draft.ended_at:
                return overlaps(number)
    return ""


async def _standings(visits: list[Visit], talk: Talk) -> list[str]:
    """Where the months of their villages stand now."""
    lines = []
    for village_id, month in dict.fromkeys((visit.village_id, visit.month) for visit in visits):
        standing = await village_standing(talk.unit, village_id, month, talk.now)
        over = Month.at(talk.now) > month
        lines.append(progress_words(standing.village.name, month, standing.progress, over=over))
    return lines


def router() -> Router:
    routes = Router(name="several_visits")
    routes.message.filter(Has(Role.ADVISER, Role.OFFICE, Role.LEADER))
    SEVERAL.route(routes)
    return routes
