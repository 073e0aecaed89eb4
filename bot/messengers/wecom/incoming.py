"""The way in from WeCom: what arrives is kept at once and handled; a press answered in time.

WeCom sends an event once and wants no receipt, so it is in our inbox until it is handled.
"""

import asyncio
import json
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Dispatcher
from pydantic import ValidationError

from bot.clock import Clock
from bot.messengers.wecom.answers import Answer, PressAnswer
from bot.messengers.wecom.discretion import discreet
from bot.messengers.wecom.files import FileNotTaken, fetch
from bot.messengers.wecom.frames import Callback, Pressed, kind_of
from bot.messengers.wecom.kept import Came, Keeper
from bot.messengers.wecom.mentions import Mentions
from bot.messengers.wecom.outgoing import Frame, Place, WeCom, mark_of
from bot.messengers.wecom.soon import Soon
from bot.messengers.wecom.welcome import welcome_body
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered, Screen
from bot.talk.cards import Card, say
from bot.talk.visitor import Visitor
from bot.talk.words.joining import STRANGER
from bot.tasks import Tasks
from storage.engine import Storage, StorageUnavailable

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
REMEMBERED = 5000
"""Events in mind, so that one delivered twice at once is answered once."""
UNHEARD = "没有听清这段语音，请再说一次，或用文字发送。"
OTHER_KIND = "这种消息暂时不能处理。请发送文字、语音、图片或文件，或发送“帮助”查看可以做的事。"
OTHERS_CARD = "这张卡片是发给别人的，您按下的按钮没有生效。需要办理请直接给我发消息。"
STRANGER_IN_GROUP = (
    "您好，这里是内部工作服务。请点开我的头像，在与我的单聊里发送邀请码；请勿把邀请码发在群里。"
)
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
        self._settings, self._dispatcher, self._out = settings, dispatcher, outgoing
        self._storage, self._clock, self._tasks, self._soon = storage, clock, tasks, soon
        self._keeper = Keeper(outgoing.name, storage, clock)
        self._known: OrderedDict[str, None] = OrderedDict()
        self.under_way = 0
        self._mentions = Mentions(settings.wecom_bot_name)

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
                    await self._handle(came, answer)
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

    async def _handle(self, came: Came, answer: Answer) -> None:
        callback, frame = came.callback, came.frame
        if kind_of(frame) == "enter_chat":
            await self._welcome(callback, frame)
        elif callback.event and callback.event.template_card_event:
            await self._press(came, callback.event.template_card_event, answer)
        elif callback.event is None:
            await self._message(came, self._screen(callback, answer))

    async def _message(self, came: Came, screen: Screen) -> None:
        callback = came.callback
        if callback.in_group and not await self._knows(callback):
            await self._tell(screen, STRANGER_IN_GROUP)
            return
        words = callback.words
        if words is not None:
            await self._say(came, words, screen)
        elif not any(callback.stored()):
            await self._tell(screen, OTHER_KIND if await self._knows(callback) else STRANGER)
        files = list(callback.stored())
        for number, (kind, stored) in enumerate(files):
            if not await self._knows(callback):
                await self._tell(screen, STRANGER)
                return
            try:
                name, content = await fetch(kind, stored, self._proxy)
            except FileNotTaken as refusal:
                await self._tell(screen, str(refusal))
                continue
            event_id = f"{callback.msgid}#{number}" if number else callback.msgid
            if words is not None:
                event_id = f"{callback.msgid}#{number + 1}"
            last = number == len(files) - 1  # twenty pictures are answered once
            visitor = self._visitor(came, screen if last else None)
            await visitor.sends_file(name, content, event_id=event_id)

    async def _say(self, came: Came, words: str, screen: Screen) -> None:
        callback = came.callback
        text = words.replace("\x00", "").encode("utf-8", "ignore").decode()
        if callback.in_group:
            text = self._mentions.without(text)
        text = text.strip()
        if re.fullmatch(r"[0-9０-９]{1,2}", text):
            self._out.memory.note_sees_cards(callback.user, False)
        if not text and callback.voice:
            await self._tell(screen, UNHEARD if await self._knows(callback) else STRANGER)
            return
        visitor = self._visitor(came, screen)
        quoted = callback.quote.words if callback.quote else ""
        await visitor.says(
            text or ("" if quoted else "帮助"), event_id=callback.msgid, quoted=quoted
        )

    async def _press(self, came: Came, pressed: Pressed, answer: Answer) -> None:
        callback = came.callback
        screen = self._screen(callback, answer)
        if not isinstance(answer, PressAnswer):
            await self._tell(screen, OTHERS_CARD)
            return
        self._out.memory.note_sees_cards(callback.user, True)
        if answer.does_nothing:
            await answer.again()
            return
        visitor = self._visitor(came, screen)
        await visitor.presses(pressed.press, event_id=callback.msgid)

    async def _welcome(self, callback: Callback, frame: Frame) -> None:
        async with self._storage.reading() as unit:
            account = await unit.people.account_at(self._out.name, callback.user)
            actor = await unit.people.actor(account.person_id) if account else None
        try:
            body = welcome_body(actor, self._out, callback.user)
            await self._out.welcome(callback.user, frame, body)
        except NotDelivered as error:
            log.info("nobody was welcomed: %s", error.reason)

    def _visitor(self, came: Came, screen: Screen | None) -> Visitor:
        """What came is of its own moment, however late it is handled."""
        user = came.callback.user
        return Visitor(self._dispatcher, self._out.name, user, screen, came.at)

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

    async def _tell(self, screen: Screen, sentence: str) -> None:
        try:
            await screen(say(sentence))
        except NotDelivered as error:
            log.warning("a sentence was not shown: %s", error.reason)

    async def _knows(self, callback: Callback) -> bool:
        """Nothing is fetched for a stranger."""
        async with self._storage.reading() as unit:
            return await unit.people.account_at(self._out.name, callback.user) is not None

    @property
    def _proxy(self) -> str | None:
        proxy = self._settings.wecom_proxy
        return proxy.get_secret_value() if proxy else None
