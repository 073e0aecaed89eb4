"""The way out of the web chat: a row the page reads, and a bell for pages that are waiting."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.clock import Clock
from bot.messengers.limits import Limits
from bot.messengers.webchat.cards import Said
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from storage.unit import Unit
from storage.web_messages import WebMessage

LOOK_AGAIN = 5.0
"""Seconds after which a waiting page looks by itself: another process may have told something."""


class Bell:
    """Rings for the pages that wait at an address."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closed = False

    @contextmanager
    def heard(self, address: str) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._waiting.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[address].discard(event)
            if not self._waiting[address]:
                del self._waiting[address]

    def ring(self, address: str) -> None:
        for event in self._waiting.get(address, ()):
            event.set()

    def close(self) -> None:
        """Let everybody go: the server stops."""
        self.closed = True
        for address in list(self._waiting):
            self.ring(address)


class WebChat:
    name = "webchat"
    deduplicates = True

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.limits = Limits()
        self.storage, self.clock, self.bell = storage, clock, Bell()

    async def deliver(self, address: str, card: Card, key: int) -> None:
        body = card.model_dump_json(exclude_defaults=True)
        try:
            async with self.storage.unit() as unit:
                await unit.web_messages.add(address, body, self.clock.now(), outbox_id=key)
        except StorageUnavailable as error:
            raise NotDelivered(str(error), down=True) from error
        self.bell.ring(address)

    async def keep(self, unit: Unit, address: str, said: Said, answer: Card | None) -> None:
        """Both sides of one event; keeping it again changes nothing."""
        now, add = self.clock.now(), unit.web_messages.add
        deed = said.deed.model_dump_json(exclude_defaults=True)
        await add(address, deed, now, from_person=True, event_id=said.event_id)
        if answer is not None:
            body = answer.model_dump_json(exclude_defaults=True)
            await add(address, body, now, event_id=said.event_id)

    async def messages(self, address: str, after: int, wait: float = 0) -> list[WebMessage]:
        """What is newer than a message; with `wait` this many seconds for something to come."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait
        with self.bell.heard(address) as rung:
            while True:
                rung.clear()
                async with self.storage.reading() as unit:
                    found = await unit.web_messages.after(address, after)
                left = deadline - loop.time()
                if found or left <= 0 or self.bell.closed:
                    return found
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), min(left, LOOK_AGAIN))
