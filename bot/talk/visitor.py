"""A Visitor sends the dispatcher the update that what a person did resembles.

Messengers without aiogram types of their own (web chat, WeCom) and the tests come in this way.
"""

import hashlib
import itertools
from datetime import UTC, datetime

from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Chat, Document, Message, TextQuote, Update, User

from bot.talk.arrivals import Arrived, Screen, Within
from bot.talk.cards import Card

NOBODY = Bot("1:visitor")
"""Updates need a bot to belong to; this one never talks to anybody."""


class Incoming(bytes):
    """The content of a file a person sent, handed to the handler as it is."""


class Visitor:
    def __init__(
        self,
        dispatcher: Dispatcher,
        messenger: str,
        address: str,
        screen: Screen | None = None,
        at: datetime | None = None,
        within: Within | None = None,
    ) -> None:
        """`at` is when it arrived, for what is handled later; None for now."""
        self._dispatcher, self._messenger, self._address = dispatcher, messenger, address
        self._screen, self._at, self._within = screen, at, within
        self._count = itertools.count(1)
        number = int.from_bytes(hashlib.blake2b(address.encode(), digest_size=6).digest(), "big")
        self._user = User(id=number, is_bot=False, first_name="-")
        self._chat = Chat(id=number, type="private")

    async def says(self, text: str, *, event_id: str, quoted: str = "") -> Card | None:
        """Answer a text, and what of somebody else's it quotes. `event_id` makes a repeated event
        apply once."""
        quote = TextQuote(text=quoted, position=0) if quoted else None
        return await self._feed(self._message(text=text, quote=quote), event_id)

    async def presses(self, press: str, *, event_id: str) -> Card | None:
        """Answer a pressed button; `press` is the button's data as the card showed it."""
        query = CallbackQuery(
            id=event_id[-60:],
            from_user=self._user,
            chat_instance=self._address[-60:],
            message=self._message(text=""),
            data=press[:64],
        )
        return await self._feed(query, event_id)

    async def sends_file(self, name: str, content: bytes, *, event_id: str) -> Card | None:
        document = Document(
            file_id=event_id, file_unique_id=event_id, file_name=name, file_size=len(content)
        )
        message = self._message(document=document)
        return await self._feed(message, event_id, incoming=Incoming(content))

    def _message(self, **content: object) -> Message:
        values = {"message_id": next(self._count), "date": datetime.now(UTC)}
        return Message(**values, chat=self._chat, from_user=self._user, **content)  # type: ignore[arg-type]

    async def _feed(
        self, event: Message | CallbackQuery, event_id: str, incoming: Incoming | None = None
    ) -> Card | None:
        field = "message" if isinstance(event, Message) else "callback_query"
        update = Update.model_validate(
            {"update_id": next(self._count), field: event}, context={"bot": NOBODY}
        ).as_(NOBODY)
        answer = await self._dispatcher.feed_update(
            NOBODY,
            update,
            arrived=Arrived(self._messenger, self._address, event_id),
            screen=self._screen,
            arrived_at=self._at,
            incoming=incoming,
            within=self._within,
        )
        return answer if isinstance(answer, Card) else None
