"""The way out to WeCom: cards with the text that says the same, files, updates of pressed cards."""

import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bot.messengers.limits import Limits
from bot.messengers.wecom.cards import Template, face_of
from bot.messengers.wecom.connection import Connection
from bot.messengers.wecom.memory import Memory
from bot.messengers.wecom.refusals import TOO_MANY, Refused, TooFast
from bot.messengers.wecom.texts import texts_of
from bot.talk.arrivals import NotDelivered
from bot.talk.cards import Card
from bot.wecom_shape import Shape
from storage.engine import Storage
from words.delivery import FILE_GONE
from words.wecom import FILE_REFUSED, FILE_TOO_LARGE

if TYPE_CHECKING:
    from wecom_aibot_sdk import WSClient

log = logging.getLogger(__name__)

Frame = dict[str, Any]
Body = dict[str, Any]

EVERYBODY = ""
"""Uploads are limited for the bot as a whole."""


class Place(NamedTuple):
    """A conversation, whom a card there is for, and the message it answers."""

    chat: str
    person: str
    answering: Frame | None = None


class WeCom:
    """With `texts` auto, a text goes before every card that nobody asked for, and before others
    until their person has pressed one."""

    name = "wecom"
    deduplicates = False

    def __init__(
        self,
        connection: Connection,
        storage: Storage,
        limits: Limits,
        uploads: Limits,
        memory: Memory,
        shape: Shape,
        texts: Literal["auto", "always", "never"],
    ) -> None:
        self.limits, self._uploads = limits, uploads
        self.shape, self._texts = shape, texts
        self._too_fast = TooFast()
        self._connection, self._storage, self.memory = connection, storage, memory

    async def deliver(self, address: str, card: Card, key: int) -> None:
        """The documents know no key by which WeCom would recognise a message sent before."""
        await self._send(Place(address, address), card, unasked=True)

    async def show(self, place: Place, card: Card) -> None:
        """Bring an answer to where it was asked for. Raises NotDelivered."""
        await self._send(place, card, unasked=False)

    async def welcome(self, person: str, frame: Frame, body: Body) -> None:
        """It is of use for 5 seconds only, so it waits for no turn, but it counts."""
        self.limits.spend(person)
        await self._connection.call(lambda client: client.reply_welcome(frame, body))

    async def update(self, frame: Frame, template: Template) -> bool:
        """Change the pressed card; False when WeCom no longer takes it. It counts as no message."""
        try:
            await self._connection.call(lambda c: c.update_template_card(frame, template))
        except NotDelivered as error:
            log.info("a pressed card was not changed: %s", error.reason)
            return False
        return True

    async def _send(self, place: Place, card: Card, *, unasked: bool) -> None:
        """For what is told unasked the caller has waited for the first message."""
        bodies = await self._bodies(place, card, unasked=unasked)
        for number, body in enumerate(bodies):
            if number or not unasked:
                await self.limits.wait(place.chat)
            try:
                await self._say(place, body, first=number == 0)
            except Refused as error:
                if body["msgtype"] != "template_card" or not error.odd:
                    error.uncertain = error.uncertain or number > 0
                    raise
                log.warning("a card was refused and is told as text: %s", error.reason)
                if bodies[0]["msgtype"] != "markdown":  # else the text went before it
                    await self._as_text(place, card)
            except NotDelivered as error:
                error.uncertain = error.uncertain or number > 0
                raise

    async def _as_text(self, place: Place, card: Card) -> None:
        for text in texts_of(card, self.shape):
            await self.limits.wait(place.chat)
            await self._say(place, _markdown(text), first=False)

    async def _say(self, place: Place, body: Body, *, first: bool) -> None:
        """As the answer to a message while WeCom takes one, else as a message of its own."""
        frame = place.answering
        if first and frame is not None:
            try:
                await self._ask(place, lambda client: client.reply(frame, body))
                return
            except Refused as error:
                if not error.odd:
                    raise
        await self._ask(place, lambda client: client.send_message(place.chat, body))

    async def _ask(self, place: Place, ask: "Callable[[WSClient], Awaitable[Any]]") -> None:
        try:
            await self._connection.call(ask)
            self._too_fast.passed(place.chat)
        except Refused as error:
            if error.errcode == TOO_MANY:
                error.retry_after = self._too_fast.seconds(place.chat)
                self.limits.pause(place.chat, error.retry_after)
            raise
        finally:
            self.limits.arrived(place.chat)

    async def _bodies(self, place: Place, card: Card, *, unasked: bool) -> list[Body]:
        """The messages of a card: its text where one is needed, its file, its template card."""
        card, media = await self._with_file(card)
        task_id = new_task_id(place.person)
        face = face_of(card, task_id, self.shape)
        bodies: list[Body] = []
        if face.template is None or not face.whole or await self._wants_text(place.person, unasked):
            bodies += [_markdown(text) for text in texts_of(card, self.shape)]
        if media:
            bodies.append({"msgtype": "file", "file": {"media_id": media}})
        if face.template:
            self.memory.remember(task_id, card, face.template)
            bodies.append({"msgtype": "template_card", "template_card": face.template})
        return bodies

    async def _wants_text(self, person: str, unasked: bool) -> bool:
        """Nobody knows in which client a message nobody asked for will be read."""
        if self._texts != "auto" or unasked:
            return self._texts != "never"
        return not await self.memory.sees_cards(person)

    async def _with_file(self, card: Card) -> tuple[Card, str | None]:
        """The card and its file, uploaded; or, in place of a file that can't be, a sentence."""
        if card.attachment is None:
            return card, None
        async with self._storage.reading() as unit:
            file = await unit.files.get(card.attachment.file_id)
        if file is None or len(file.content) > self.shape.file:
            return _without_file(card, FILE_TOO_LARGE if file else FILE_GONE), None
        try:
            return card, await self._uploaded(card.attachment.name, file.content)
        except Refused as error:
            if not error.refused:
                raise
            log.warning("a file was refused: %s", error.reason)
            return _without_file(card, FILE_REFUSED), None

    async def _uploaded(self, name: str, content: bytes) -> str:
        """The id by which a message names the file. Raises NotDelivered."""
        await self._uploads.wait(EVERYBODY)
        try:
            made = await self._connection.call(
                lambda client: client.upload_media(content, type="file", filename=name)
            )
        except Refused as error:
            if error.errcode == TOO_MANY:
                error.retry_after = self._too_fast.seconds(EVERYBODY)
                self._uploads.pause(EVERYBODY, error.retry_after)
            raise
        return str(made["media_id"])


def _without_file(card: Card, sentence: str) -> Card:
    text = f"{card.text}\n{sentence}".strip()
    return card.model_copy(update={"text": text, "attachment": None})


def new_task_id(person: str) -> str:
    """Unique for the bot; begins with the mark of the one it is for."""
    return f"{mark_of(person)}-{secrets.token_hex(12)}"


def mark_of(person: str) -> str:
    """Says whose card it is without saying who: a userid may hold any character."""
    return hashlib.blake2b(person.encode(), digest_size=10).hexdigest()


def _markdown(text: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": text}}
