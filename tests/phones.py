"""A person's side of every messenger, for the one contract all messengers keep.

A new messenger needs one more `Phone` here and its name in `PHONES`.
"""

import itertools
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from aiogram import Bot, Dispatcher
from fastapi import FastAPI

from bot.clock import Clock
from bot.messengers.limits import Limits
from bot.messengers.messenger import Messenger
from bot.messengers.telegram.client import make_bot
from bot.messengers.telegram.incoming import TelegramIncoming
from bot.messengers.telegram.outgoing import Telegram
from bot.messengers.webchat.incoming import ChatRoutes
from bot.messengers.webchat.outgoing import WebChat
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card
from bot.talk.visitor import Visitor
from storage.engine import Storage
from tests.telegram_double import TOKEN, Shown, TelegramDouble

EVENTS = itertools.count(1)


@dataclass
class Seen:
    """What a person sees: the words of a message, of its buttons, and the file with it."""

    text: str
    buttons: list[str]
    file: tuple[str, bytes] | None = None


class Phone(ABC):
    """`messenger` is the way out that the notifier uses, `address` this person's in it."""

    messenger: Messenger
    address: str

    @abstractmethod
    async def says(self, text: str) -> Seen:
        """Send a text; what is seen as the answer."""

    @abstractmethod
    async def presses(self, words: str) -> Seen:
        """Press this button of the newest message that has it."""

    @abstractmethod
    async def says_twice(self, text: str) -> Seen:
        """The messenger delivers the same event twice."""

    @abstractmethod
    async def latest(self) -> Seen:
        """The newest message."""

    def shuts_the_door(self) -> bool:
        """The person no longer wants messages; False where a messenger knows no such thing."""
        return False

    def opens_the_door(self) -> None:  # noqa: B027 - most never shut one
        """The person thinks better of it."""


class CardPhone(Phone):
    """The test client itself: sees cards as they are."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.messenger, self.address = self, "lin"
        self.name, self.deduplicates, self.limits = "test", False, Limits()
        self.cards: list[Card] = []
        self._visitor = Visitor(dispatcher, self.name, self.address, self._show)
        self._shut = False

    async def _show(self, card: Card) -> None:
        self.cards.append(card)

    async def deliver(self, address: str, card: Card, key: int) -> None:
        if self._shut:
            raise NotDelivered("不收消息", permanent=True)
        await self._show(card)

    async def says(self, text: str) -> Seen:
        await self._visitor.says(text, event_id=f"e{next(EVENTS)}")
        return await self.latest()

    async def presses(self, words: str) -> Seen:
        (press, *_) = [
            b.press for card in reversed(self.cards) for b in card.buttons if b.text == words
        ]
        await self._visitor.presses(press, event_id=f"e{next(EVENTS)}")
        return await self.latest()

    async def says_twice(self, text: str) -> Seen:
        event = f"e{next(EVENTS)}"
        await self._visitor.says(text, event_id=event)
        await self._visitor.says(text, event_id=event)
        return await self.latest()

    async def latest(self) -> Seen:
        card = self.cards[-1]
        file = (card.attachment.name, b"") if card.attachment else None
        return Seen(card.plain(), [b.text for b in card.buttons], file)

    def shuts_the_door(self) -> bool:
        self._shut = True
        return True

    def opens_the_door(self) -> None:
        self._shut = False


class TelegramPhone(Phone):
    chat = 77

    def __init__(
        self,
        double: TelegramDouble,
        bot: Bot,
        dispatcher: Dispatcher,
        storage: Storage,
        clock: Clock,
    ) -> None:
        self.double, self.bot = double, bot
        self.messenger = Telegram(bot, storage, Limits(), mask=True)
        self.incoming = TelegramIncoming(dispatcher, self.messenger, storage, clock)
        self.address = str(self.chat)
        self.double.started.add(self.chat)

    async def says(self, text: str) -> Seen:
        return await self.brings(await self.double.says(self.chat, text))

    async def presses(self, words: str) -> Seen:
        (shown, *_) = [s for s in reversed(self.double.chats[self.chat]) if words in s.words]
        return await self.brings(await self.double.presses(self.chat, shown, words))

    async def says_twice(self, text: str) -> Seen:
        update = await self.double.says(self.chat, text)
        await self.brings(update)
        return await self.brings(update)

    async def brings(self, update: dict[str, Any]) -> Seen:
        await self.incoming.take(update)
        return await self.latest()

    async def latest(self) -> Seen:
        assert not self.double.problems
        shown: Shown = max(self.double.chats[self.chat], key=lambda s: s.changed)
        return Seen(shown.text, shown.words, shown.file)

    def shuts_the_door(self) -> bool:
        self.double.blocked.add(self.chat)
        return True

    def opens_the_door(self) -> None:
        self.double.blocked.discard(self.chat)


class WebPhone(Phone):
    def __init__(self, client: httpx.AsyncClient, chat: WebChat, person_id: int) -> None:
        self.messenger, self.address, self._client = chat, f"person:{person_id}", client

    async def says(self, text: str) -> Seen:
        return await self._sends("say", {"event": _web_event(), "text": text})

    async def presses(self, words: str) -> Seen:
        presses = [
            b["press"]
            for message in reversed(await self._messages())
            for row in message.get("rows", [])
            for b in row
            if b["text"] == words
        ]
        return await self._sends(
            "press", {"event": _web_event(), "press": presses[0], "label": words}
        )

    async def says_twice(self, text: str) -> Seen:
        body = {"event": _web_event(), "text": text}
        await self._sends("say", body)
        return await self._sends("say", body)

    async def latest(self) -> Seen:
        message = (await self._messages())[-1]
        facts = [f"{label}：{value}" for label, value, _ in message["facts"]]
        lines = [line for line in (message["title"], message["text"], *facts) if line]
        buttons = [b["text"] for row in message["rows"] for b in row]
        file = None
        if message["file"]:
            answer = await self._client.get(f"/chat/api/files/{message['id']}")
            file = (message["file"], answer.content)
        return Seen("\n".join(lines), buttons, file)

    async def _sends(self, what: str, body: dict[str, str]) -> Seen:
        answer = await self._client.post(f"/chat/api/{what}", json=body)
        assert answer.status_code == 200, answer.text
        return await self.latest()

    async def _messages(self) -> list[dict[str, Any]]:
        answer = await self._client.get("/chat/api/messages")
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages


def _web_event() -> str:
    return f"event-{next(EVENTS):08d}"


Made = AbstractAsyncContextManager[Phone]


@asynccontextmanager
async def card_phone(
    dispatcher: Dispatcher, storage: Storage, clock: Clock, person: int
) -> AsyncIterator[Phone]:
    yield CardPhone(dispatcher)


@asynccontextmanager
async def telegram_phone(
    dispatcher: Dispatcher, storage: Storage, clock: Clock, person: int
) -> AsyncIterator[Phone]:
    async with TelegramDouble() as double, telegram_bot(double) as bot:
        yield TelegramPhone(double, bot, dispatcher, storage, clock)


@asynccontextmanager
async def telegram_bot(double: TelegramDouble, **settings: Any) -> AsyncIterator[Bot]:
    read = Settings(_env_file=None, telegram_token=TOKEN, telegram_api=double.url, **settings)
    bot = make_bot(read)
    yield bot
    await bot.session.close()


@asynccontextmanager
async def web_phone(
    dispatcher: Dispatcher, storage: Storage, clock: Clock, person: int
) -> AsyncIterator[Phone]:
    from actions.people.links import make_link

    chat = WebChat(storage, clock)
    app = FastAPI()
    app.include_router(ChatRoutes(dispatcher, storage, clock, chat).router())
    async with storage.unit() as unit:
        who = await unit.people.get(person)
        assert who
        key = await make_link(unit, None, who, clock.now())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        entered = await client.post("/chat/api/enter", json={"key": key})
        client.headers["Authorization"] = f"Bearer {entered.json()['session']}"
        yield WebPhone(client, chat, person)


@asynccontextmanager
async def wecom_phone(
    dispatcher: Dispatcher, storage: Storage, clock: Clock, person: int
) -> AsyncIterator[Phone]:
    from tests import wecom_phone

    async with wecom_phone.wecom_phone(dispatcher, storage, clock, person) as phone:
        yield phone


PHONES: dict[str, Callable[[Dispatcher, Storage, Clock, int], Made]] = {
    "test": card_phone,
    "telegram": telegram_phone,
    "webchat": web_phone,
    "wecom": wecom_phone,
}
