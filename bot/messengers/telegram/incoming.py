"""The way in from Telegram, the same for polling and webhook: an update is handled or kept."""

import asyncio
import json
import logging
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Document, Message, Update
from pydantic import ValidationError

from bot.clock import Clock
from bot.messengers.telegram.outgoing import Telegram, address_of
from bot.messengers.telegram.parts import Part, only_heard, parts_of
from bot.messengers.telegram.refusals import understood
from bot.talk.arrivals import Arrived, NotDelivered
from bot.talk.cards import say
from bot.talk.turns import Turns
from bot.talk.visitor import Incoming
from bot.talk.words.joining import STRANGER
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from words.telegram import EDITED, NOT_FETCHED, NOT_HEARD, ONLY_IN_PRIVATE, TOO_LARGE

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query"]
"""The kinds of updates asked of Telegram."""
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file a bot may fetch."""
PAUSES = (0, 1, 3)
"""Seconds before each attempt to fetch a file."""


class FileNotTaken(Exception):
    """The sentence for the person who sent it."""


class TelegramIncoming:
    def __init__(
        self, dispatcher: Dispatcher, outgoing: Telegram, storage: Storage, clock: Clock
    ) -> None:
        self._dispatcher, self._outgoing = dispatcher, outgoing
        self._bot: Bot = outgoing.bot
        self._storage, self._clock, self._turns = storage, clock, Turns()

    async def take(self, raw: dict[str, Any]) -> None:
        """As `handle`, and a press is acknowledged."""
        if query_id := await self.handle(raw):
            await self._stop_its_clock(query_id)

    async def handle(self, raw: dict[str, Any]) -> str | None:
        """Returns when the update is handled or kept as failed; one chat's in order. The id of a
        press that is still to be acknowledged.

        Raises StorageUnavailable when it is neither: then it must come again.
        """
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            log.exception("an update can't be read")
            await self._keep(self._arrived(raw["update_id"], "", "unreadable"), raw, error)
            return None
        if not (update.message or update.callback_query or update.edited_message):
            return None
        async with self._turns.of(address_of(update)):
            return await self._handle(update, raw)

    async def _handle(self, update: Update, raw: dict[str, Any]) -> str | None:
        event = update.callback_query or update.message or update.edited_message
        assert event
        place = event.message if isinstance(event, CallbackQuery) else event
        if place and place.chat.type != "private":
            if event is not update.edited_message:
                await self._turn_away(event)
            return None
        own_id = event.id if isinstance(event, CallbackQuery) else str(event.message_id)
        arrived = self._arrived(update.update_id, address_of(update), own_id)
        try:
            await self._feed(update, arrived)
        except StorageUnavailable:
            raise
        except Exception as error:
            log.exception("an update failed outside its transaction")
            await self._keep(arrived, raw, error)
        return event.id if isinstance(event, CallbackQuery) else None

    async def _feed(self, update: Update, arrived: Arrived) -> None:
        sentence = _only_told(update)
        if sentence is not None:
            await self._tell(update, arrived, sentence)
            return
        for part in parts_of(update):
            key = arrived._replace(event_id=f"{arrived.event_id}{part.suffix}")
            await self._feed_part(part, key)

    async def _feed_part(self, part: Part, arrived: Arrived) -> None:
        screen = self._outgoing.screen_for(part.update)
        incoming: Incoming | None = None
        try:
            if part.document and await self._knows(arrived):
                incoming = await self._fetch(part.document)
        except FileNotTaken as refusal:
            await screen(say(str(refusal)))
            return
        await self._dispatcher.feed_update(
            self._bot, part.update, arrived=arrived, screen=screen, incoming=incoming
        )

    async def _tell(self, update: Update, arrived: Arrived, sentence: str) -> None:
        """Nothing is done, so nothing that is under way is disturbed."""
        if not sentence:
            return
        known = await self._knows(arrived)
        try:
            await self._outgoing.screen_for(update)(say(sentence if known else STRANGER))
        except NotDelivered as error:
            log.info("a sentence was not shown: %s", error.reason)

    def _arrived(self, update_id: int, address: str, own_id: str) -> Arrived:
        """Update ids begin anew after a quiet week, so they alone are no key."""
        return Arrived(self._outgoing.name, address, f"{self._bot.id}:{update_id}:{own_id}")

    async def _knows(self, arrived: Arrived) -> bool:
        """Nothing is fetched for a stranger."""
        async with self._storage.reading() as unit:
            return await unit.people.account_at(arrived.messenger, arrived.address) is not None

    async def _fetch(self, document: Document) -> Incoming:
        """Raises FileNotTaken."""
        if (document.file_size or 0) > LARGEST_FILE:
            raise FileNotTaken(TOO_LARGE)
        for pause in PAUSES:
            await asyncio.sleep(pause)
            try:
                with understood():
                    content = await self._bot.download(document)
            except NotDelivered as error:
                log.warning("a file could not be fetched: %s", error.reason)
                if error.permanent:
                    break
                continue
            return Incoming(content.read() if content else b"")
        raise FileNotTaken(NOT_FETCHED)

    async def _turn_away(self, event: Message | CallbackQuery) -> None:
        """In a group only who calls the bot hears that it talks in private."""
        try:
            with understood():
                if isinstance(event, CallbackQuery):
                    await self._bot.answer_callback_query(event.id, ONLY_IN_PRIVATE)
                elif (event.text or "").startswith("/"):
                    await self._bot.send_message(event.chat.id, ONLY_IN_PRIVATE)
        except NotDelivered as error:
            log.info("a group was not answered: %s", error.reason)

    async def _stop_its_clock(self, query_id: str) -> None:
        """The pressed button shows a clock until it is answered; an old one no longer does."""
        try:
            with understood():
                await self._bot.answer_callback_query(query_id)
        except NotDelivered as error:
            log.debug("a press was not acknowledged: %s", error.reason)

    async def _keep(self, arrived: Arrived, raw: dict[str, Any], error: Exception) -> None:
        failed = f"{type(error).__name__}: {error}\n{json.dumps(raw, ensure_ascii=False)}"
        async with self._storage.unit() as unit:
            if not (await unit.events.arriving(*arrived)).seen:
                now = self._clock.now()
                await unit.events.note(arrived.messenger, arrived.event_id, now, None, failed)


def _only_told(update: Update) -> str | None:
    """What is answered by a sentence whatever is under way; None for everything else."""
    edited = update.edited_message
    if edited:  # a place that moves is an edited message, too
        return EDITED if edited.text or edited.caption else ""
    return NOT_HEARD if only_heard(update) else None
