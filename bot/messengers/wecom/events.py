"""What is done with one event of WeCom: said, pressed, sent, or the chat opened."""

import logging
import re

from aiogram import Dispatcher

from bot.messengers.wecom.answers import Answer, PressAnswer
from bot.messengers.wecom.files import FileNotTaken, fetch
from bot.messengers.wecom.frames import Callback, Pressed, kind_of
from bot.messengers.wecom.kept import Came
from bot.messengers.wecom.mentions import Mentions
from bot.messengers.wecom.outgoing import Frame, WeCom
from bot.messengers.wecom.welcome import welcome_body
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered, Screen
from bot.talk.cards import say
from bot.talk.visitor import Visitor
from bot.talk.words.joining import STRANGER
from storage.engine import Storage
from words.wecom import OTHER_KIND, OTHERS_CARD, STRANGER_IN_GROUP, UNHEARD

log = logging.getLogger(__name__)


class Events:
    def __init__(
        self, settings: Settings, dispatcher: Dispatcher, outgoing: WeCom, storage: Storage
    ) -> None:
        self._settings, self._dispatcher = settings, dispatcher
        self._out, self._storage = outgoing, storage
        self._mentions = Mentions(settings.wecom_bot_name)

    async def handle(self, came: Came, answer: Answer, screen: Screen) -> None:
        callback, frame = came.callback, came.frame
        if kind_of(frame) == "enter_chat":
            await self._welcome(callback, frame)
        elif callback.event and callback.event.template_card_event:
            await self._press(came, callback.event.template_card_event, answer, screen)
        elif callback.event is None:
            await self._message(came, screen)

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

    async def _press(self, came: Came, pressed: Pressed, answer: Answer, screen: Screen) -> None:
        callback = came.callback
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
