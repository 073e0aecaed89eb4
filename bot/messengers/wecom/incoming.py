"""The way in from WeCom: what arrives is kept at once and handled; a press answered in time.

WeCom sends an event once and wants no receipt, so it is in our inbox until it is handled.
"""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Dispatcher
from pydantic import ValidationError

from bot.clock import Clock
from bot.messengers.wecom.answers import Answer, PressAnswer
from bot.messengers.wecom.discretion import discreet
from bot.messengers.wecom.events import Events
from bot.messengers.wecom.frames import Callback, kind_of
from bot.messengers.wecom.kept import Came, Keeper
from bot.messengers.wecom.outgoing import Frame, Place, WeCom, mark_of
from bot.messengers.wecom.soon import Soon
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered, Screen
from bot.talk.cards import Card
from bot.tasks import Tasks
from storage.engine import Storage
from storage.unavailable import StorageUnavailable

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
REMEMBERED = 5000
"""Events in mind, so that one delivered twice at once is answered once."""
NO_EVENTS = ("disconnected_event", "feedback_event", "stream")
"""What asks for no answer."""


class WeComIncoming:
    def __init__(
        self,
        settings: Settings,
        dispatcher: Dispatcher,
        outgoing: WeCom,
        storage: Storage,
        clock: Clock,
        tasks: Tasks,
        soon: Soon,
    ) -> None:
        self._settings, self._out, self._storage = settings, outgoing, storage
        self._clock, self._tasks, self._soon = clock, tasks, soon
        self._events = Events(settings, dispatcher, outgoing, storage)
        self._keeper = Keeper(outgoing.name, storage, clock)
        self._known: OrderedDict[str, None] = OrderedDict()
        self.under_way = 0

    def take(self, frame: Frame, at: datetime | None = None) -> None:
        """Called for every frame; what it asks for is done beside. `at`: it was kept then."""
        if kind_of(frame) in NO_EVENTS:
            return
        try:
            callback = Callback.model_validate(frame.get("body"))
        except ValidationError as error:
            wrong = [(entry["loc"], entry["type"]) for entry in error.errors()]
            log.error("a frame of WeCom can't be read: %s", wrong)
            self._tasks.start(self._keeper.unreadable(frame, wrong), "an unreadable frame")
            return
        if callback.msgid in self._known:
            return
        self._known[callback.msgid] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        came = Came(callback, frame, at or self._clock.now(), time.time_ns())
        self._tasks.start(self._surely(came), f"wecom {callback.msgid}")

    async def resume(self) -> None:
        """Handle what was kept when the process ended."""
        async with self._storage.reading() as unit:
            waiting = await unit.inbox.waiting(self._out.name)
        for kept in waiting:
            self.take(json.loads(kept.frame), kept.at)

    async def _surely(self, came: Came) -> None:
        """Again until it is handled or kept as failed: nobody would send it a second time."""
        callback, frame = came.callback, came.frame
        self.under_way += 1
        pause = 0.2
        answer = self._answer_to(callback, frame)
        hurrying = self._tasks.start(self._hurry(frame, answer), f"hurry {callback.msgid}")
        try:
            while True:
                try:
                    await self._keeper.keep(came)
                    await self._events.handle(came, answer, self._screen(callback, answer))
                    break
                except StorageUnavailable as error:
                    log.warning("event %s waits for the storage: %s", callback.msgid, error)
                except Exception as error:
                    log.exception("event %s failed outside its transaction", callback.msgid)
                    if await self._keeper.failed(callback.msgid, frame, error):
                        break
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            hurrying.cancel()
            self.under_way -= 1
        self._out.memory.note_heard(callback.user)
        self._soon.note(lambda unit: unit.inbox.drop(self._out.name, [callback.msgid]))

    def _answer_to(self, callback: Callback, frame: Frame) -> Answer:
        """What is said to whom: a press changes its card, unless it is another person's."""
        place = Place(callback.chat, callback.user)
        pressed = callback.event and callback.event.template_card_event
        if pressed and pressed.task_id.startswith(f"{mark_of(callback.user)}-"):
            return PressAnswer(self._out, place, frame, pressed)
        return Answer(self._out, place if pressed else place._replace(answering=frame))

    async def _hurry(self, frame: Frame, answer: Answer) -> None:
        try:
            if kind_of(frame) != "enter_chat":
                await answer.hurry(self._settings.wecom_answer_seconds)
        except NotDelivered as error:
            log.info("nobody heard that it takes a while: %s", error.reason)

    def _screen(self, callback: Callback, answer: Answer) -> Screen:
        return self._noting(callback, discreet(self._out, callback, answer.show))

    def _noting(self, callback: Callback, show: Callable[[Card], Awaitable[None]]) -> Screen:
        """An answer that could not be shown is given again when its event comes again."""

        async def screen(card: Card) -> None:
            try:
                await show(card)
            except NotDelivered:
                self._known.pop(callback.msgid, None)
                raise

        return screen
