"""Filling something in: what is missing is asked one part at a time, every part can be changed by
a button or by a word, the whole is confirmed and saved.

A subject says what is its own (`Filling`); how it is asked, changed, paged, confirmed and kept
over a restart is said here, once.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card
from bot.talk.dialogues import UNTOLD, Aside, Talk
from bot.talk.filters import Carries
from bot.talk.first import MERGE, SAVE, LeadsTo, ask_first, take_up
from bot.talk.meant import part_named
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.filling import Fill, First
from bot.talk.words.filling import not_understood, saves
from domain.errors import OldButton
from domain.model import Model


class Unfinished(Model, ABC):
    """What is being filled in; kept in the dialogue as JSON."""

    @property
    @abstractmethod
    def missing(self) -> str | None:
        """The next part to ask for, one at a time; None when it can be confirmed."""


E = TypeVar("E", bound=Unfinished)


class Filling(ABC, Generic[E]):
    """`steps` are where the dialogue stands while a part is asked for and while the whole waits to
    be confirmed; `parts` can be asked for again, those of them in `named` by their names too;
    `answers` is what a text must be to be one."""

    entry: type[E]
    steps: tuple[State, State]
    parts: frozenset[str] = frozenset()
    named: Mapping[str, tuple[str, ...]] = {}
    answers: Filter = Carries("text")

    async def follows(self, entry: E, talk: Talk) -> E:
        """The entry with what follows from what is known. Raises NotAllowed for what this
        person may not fill in."""
        return entry

    @abstractmethod
    async def told(self, text: str, asked: str | None, entry: E, talk: Talk) -> E | Card | None:
        """The entry with what a text says, a card in between, or None when it says nothing."""

    @abstractmethod
    async def pressed(self, part: str, value: str, entry: E, talk: Talk) -> E | Card:
        """The entry with what a button says. Raises ValueError for what no button says."""

    @abstractmethod
    async def question(self, part: str, entry: E, talk: Talk, page: int) -> Card:
        """Asks for one part; `page` counts from 0."""

    @abstractmethod
    async def whole(self, entry: E, talk: Talk) -> Card:
        """Nothing is missing: what would be saved, to confirm."""

    @abstractmethod
    async def save(self, entry: E, talk: Talk) -> Card:
        """Do it. The dialogue ends with it."""

    async def about(self, entry: E, talk: Talk) -> str:
        """The entry in a few words, so that it can be found again; "" when nothing has been
        said yet."""
        return UNTOLD

    def again(self, under: E, new: E) -> E | None:
        """The entry, where both are the same one said once more: nothing known is lost with it."""
        known, told = under.model_dump(exclude_defaults=True), new.model_dump()
        return new if all(told[part] == value for part, value in known.items()) else None

    def merged(self, under: E, new: E) -> E | None:
        """The entry with what a second one adds, where the two may be of one thing."""
        return None

    def lost(self, said: str, again: Card) -> Card:
        """The question again, after a text that said nothing."""
        return not_understood(said, again)

    async def next(self, entry: E, talk: Talk, asked: str | None = None, page: int = 0) -> Card:
        """Ask for `asked` or for the next missing part; when none is missing, show the whole."""
        entry = await self.follows(entry, talk)
        asked = asked or entry.missing
        about = await self.about(entry, talk)
        data = {"entry": entry.model_dump(mode="json"), "asked": asked, "about": about}
        asking, confirming = self.steps
        talk.state.stand(asking if asked else confirming, **data)
        if asked:
            return await self.question(asked, entry, talk, page)
        card = await self.whole(entry, talk)
        if saves(card):
            talk.state.data["saves"] = True
        return card

    async def begin(self, entry: E, talk: Talk, asked: str | None = None) -> Card:
        """Start on an entry; while another one is unfinished, it is asked which comes first."""
        *others, under = talk.state.unfinished or (None,)
        talk.state.keep(*(each for each in others if each))
        if under is None:
            return await self.next(entry, talk, asked)
        mine = self._read(under) if self._is_mine(under) else None
        if again := self.again(mine, await self.follows(entry, talk)) if mine else None:
            return await self.next(again, talk, asked)
        mergeable = mine is not None and self.merged(mine, entry) is not None
        card = await self.next(entry, talk, asked)
        if talk.state.step is None:  # it needed no more than that
            talk.state.keep(under)
            return card
        return ask_first(talk.state, under, mergeable=mergeable)

    async def saved(self, entry: E, talk: Talk) -> Card:
        card = await self.save(entry, talk)
        talk.state.end()
        return card

    async def answered(self, message: Message, talk: Talk) -> Card:
        """A text while something is being filled in."""
        text, (entry, asked) = (message.text or "").strip(), self._kept(talk)
        if part := part_named(text, self.named):
            return await self.next(entry, talk, part)
        told = await self.told(text, asked, entry, talk)
        if told is None:
            return self.lost(text, await self.next(entry, talk, asked))
        return told if isinstance(told, Card) else await self.next(told, talk)

    async def filled(self, query: CallbackQuery, callback_data: Fill, talk: Talk) -> Card:
        """A button: a part, a part to ask again, a page of the question, or save."""
        part, value = callback_data.part, callback_data.value
        entry, asked = self._kept(talk)
        if part == "save" and entry.missing is None:
            return await self.saved(entry, talk)
        if part == "ask" and value in self.parts:
            return await self.next(entry, talk, value)
        if part == "page" and asked and value.isdecimal():
            return await self.next(entry, talk, asked, int(value))
        with offered():
            told = await self.pressed(part, value, entry, talk)
        return told if isinstance(told, Card) else await self.next(told, talk)

    async def chosen(self, query: CallbackQuery, callback_data: First, talk: Talk) -> Card:
        """Which of two unfinished entries comes first; the one that does is of this subject."""
        state, way = talk.state, callback_data.way
        other = take_up(state, way)
        entry, asked = self._kept(talk)
        if way == SAVE:
            return await self._saved_first(entry, other, talk)
        if way == MERGE:
            merged = self.merged(entry, self._read(other))
            return await self.next(merged or entry, talk)
        return await self.next(entry, talk, asked)

    async def _saved_first(self, entry: E, other: Aside, talk: Talk) -> Card:
        """Saved, then the other one at once where it is of this subject."""
        saved = await self.saved(entry, talk)
        if not self._is_mine(other):
            return saved
        if other.about:
            talk.state.kept.pop()
        talk.state.take_up(other)
        new, asked = self._kept(talk)
        card = await self.next(new, talk, asked)
        return card.model_copy(update={"text": f"{saved.text}\n{card.text}".strip()})

    def _is_mine(self, aside: Aside) -> bool:
        return aside.step in {step.state for step in self.steps}

    def _read(self, aside: Aside) -> E:
        return self.entry.model_validate(aside.data["entry"])

    def route(self, routes: Router) -> None:
        """Lets `routes` take the answers to what is asked."""
        routes.callback_query.register(self.chosen, First.filter(), LeadsTo(self.steps))
        for step in dict.fromkeys(self.steps):
            assert isinstance(step, Filter)
            routes.message.register(self.answered, step, self.answers)
            routes.callback_query.register(self.filled, Fill.filter(), step)

    def _kept(self, talk: Talk) -> tuple[E, str | None]:
        data = talk.state.data
        if "entry" not in data:
            raise OldButton
        return self.entry.model_validate(data["entry"]), data.get("asked")
