"""A person at WeCom, over the double: the real connection, the real way in and out."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Dispatcher

from bot.clock import Clock
from bot.messengers.health import Health
from bot.messengers.wecom.service import WeComService
from bot.settings import Settings
from bot.tasks import Tasks
from storage.engine import Storage
from tests.phones import Phone, Seen
from tests.wecom_double import BOT_ID, SECRET, Shown, WeComDouble


def wecom_settings(double: WeComDouble, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "wecom_bot_id": BOT_ID,
        "wecom_secret": SECRET,
        "wecom_url": double.url,
        "wecom_retry_seconds": 0.05,
        "wecom_refused_seconds": 0.2,
    }
    return Settings(_env_file=None, **values | more)  # type: ignore[arg-type]


@asynccontextmanager
async def wecom_door(
    double: WeComDouble, dispatcher: Dispatcher, storage: Storage, clock: Clock, **more: Any
) -> AsyncIterator[WeComService]:
    """The door, open: connected, and taking what comes."""
    tasks, health = Tasks(), Health(storage, clock)
    settings = wecom_settings(double, **more)
    door = WeComService(settings, dispatcher, storage, clock, tasks, health)
    door.start()
    try:
        yield door
    finally:
        await tasks.close()
        await door.close()


class WeComPhone(Phone):
    def __init__(self, double: WeComDouble, door: WeComService, address: str) -> None:
        self.double, self.door, self.address = double, door, address
        self.messenger = door.messenger
        double.wrote.add(address)

    @property
    def chat(self) -> list[Shown]:
        return self.double.chats[self.address]

    async def says(self, text: str) -> Seen:
        return await self.answered(self.double.says(self.address, text))

    async def speaks(self, heard: str) -> Seen:
        return await self.answered(self.double.speaks(self.address, heard))

    async def sends_file(self, name: str, content: bytes, **more: Any) -> Seen:
        return await self.answered(self.double.sends_file(self.address, name, content, **more))

    async def presses(self, words: str) -> Seen:
        cards = sorted(self.chat, key=lambda shown: -shown.changed)
        (shown, *_) = [shown for shown in cards if words in shown.words]
        return await self.answered(self.double.presses(self.address, shown, words))

    async def says_twice(self, text: str) -> Seen:
        return await self.answered(self.double.says(self.address, text, times=2))

    async def answered(self, doing: Any) -> Seen:
        """Wait until everything that followed from it has happened."""
        before = self._changes()
        await doing
        async with asyncio.timeout(10):
            while self._changes() == before or self.door.incoming.under_way:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return await self.latest()

    async def latest(self) -> Seen:
        """A file belongs to the words before it; bold is not seen as stars."""
        assert not self.double.problems, self.double.problems
        shown = self.double.last(self.address)
        file = shown.file
        if file:
            shown = self.chat[self.chat.index(shown) - 1]
        return Seen(re.sub(r"\*\*", "", shown.text), shown.words, file)

    def shuts_the_door(self) -> bool:
        self.double.refusing.add(self.address)
        return True

    def opens_the_door(self) -> None:
        self.double.refusing.discard(self.address)

    def _changes(self) -> int:
        return max((shown.changed for shown in self.chat), default=0)


@asynccontextmanager
async def wecom_phone(
    dispatcher: Dispatcher, storage: Storage, clock: Clock, person: int
) -> AsyncIterator[Phone]:
    """Its owner has pressed cards before, so no text goes before each."""
    async with (
        WeComDouble() as double,
        wecom_door(double, dispatcher, storage, clock) as door,
    ):
        await double.online()
        door.messenger.memory.note_sees_cards("wo-林 晓/1", True)
        yield WeComPhone(double, door, "wo-林 晓/1")
