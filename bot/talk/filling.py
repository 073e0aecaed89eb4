"""Filling something in: what is missing is asked one part at a time, every part can be changed by
a button or by a word, the whole is confirmed and saved.

A subject says what is its own (`Filling`); how it is asked, changed, paged, confirmed and kept
over a restart is said here, once.
"""

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

from aiogram import Router
from aiogram.filters import Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.filters import Carries
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.filling import Fill
from bot.talk.words.filling import not_understood
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
    be confirmed; `parts` can be asked for again; `answers` is what a text must be to be one."""

    entry: type[E]
    steps: tuple[State, State]
    parts: frozenset[str] = frozenset()
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

    def lost(self, said: str, again: Card) -> Card:
        """The question again, after a text that said nothing."""
        return not_understood(said, again)

    async def next(self, entry: E, talk: Talk, asked: str | None = None, page: int = 0) -> Card:
        """Ask for `asked` or for the next missing part; when none is missing, show the whole."""
        entry = await self.follows(entry, talk)
        asked = asked or entry.missing
        asking, confirming = self.steps
        talk.state.go(
            asking if asked else confirming, entry=entry.model_dump(mode="json"), asked=asked
        )
        if asked:
            return await self.question(asked, entry, talk, page)
        return await self.whole(entry, talk)

    async def saved(self, entry: E, talk: Talk) -> Card:
        card = await self.save(entry, talk)
        talk.state.clear()
        return card

    async def answered(self, message: Message, talk: Talk) -> Card:
        """A text while something is being filled in."""
        text, (entry, asked) = (message.text or "").strip(), self._kept(talk)
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

    def route(self, routes: Router) -> None:
        """Lets `routes` take the answers to what is asked."""
        for step in dict.fromkeys(self.steps):
            assert isinstance(step, Filter)
            routes.message.register(self.answered, step, self.answers)
            routes.callback_query.register(self.filled, Fill.filter(), step)

    def _kept(self, talk: Talk) -> tuple[E, str | None]:
        data = talk.state.data
        if "entry" not in data:
            raise OldButton
        return self.entry.model_validate(data["entry"]), data.get("asked")
