"""One update, one transaction: the only place where what an update does is committed."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, TelegramObject, TextQuote, Update

from actions.people.doors import reopen
from bot.clock import Clock
from bot.talk.arrivals import Arrived, Within
from bot.talk.beforehand import Beforehand
from bot.talk.cards import STANDING, Card
from bot.talk.dialogues import Dialogue, Offer, Talk
from bot.talk.first import reminded, said_of_kept
from bot.talk.meant import meant
from bot.talk.presses.former import as_said_today
from bot.talk.turns import Turns
from domain.errors import OldButton
from domain.understanding.quotes import read_quotation
from storage.engine import Storage
from storage.unit import Unit
from words.names import NAME_END, NAME_START, shown_names

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

UNKEPT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff{NAME_START}{NAME_END}]")
"""What databases and messengers refuse, and our own marks of names."""


class Transaction(BaseMiddleware):
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage, self.clock, self.turns = storage, clock, Turns()
        self._looking = asyncio.Lock()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        arrived: Arrived = data["arrived"]
        data |= {"now": data.get("arrived_at") or self.clock.now(), "found": None}
        async with self.turns.of(arrived[:2]):
            try:
                return await self._handled(handler, event, data)
            except Beforehand as wanted:
                data["found"] = await self._found(wanted)
            return await self._handled(handler, event, data)

    async def _found(self, wanted: Beforehand) -> object:
        """One at a time: two would only take the processor from each other, and from the rest."""
        async with self._looking, self.storage.reading() as unit:
            return await wanted.look(unit)

    async def _handled(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        within: Within | None = data.get("within")
        async with self.storage.unit(alone=data["found"] is not None) as unit:
            if within and not await within.before(unit):
                return None
            card = await self._applied(unit, handler, event, data)
            if within:
                await within.after(unit, card)
            return card

    async def _applied(
        self, unit: Unit, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> Card | None:
        arrived, now = data["arrived"], data["now"]
        person = (arrived.messenger, arrived.address)
        arrival = await unit.events.arriving(*arrived)
        if arrival.seen:
            return Card.model_validate_json(arrival.answer) if arrival.answer else None
        if arrival.door_closed:
            await reopen(unit, *person, now)
        dialogue = Dialogue(arrival.dialogue)
        data |= {"unit": unit, "actor": arrival.actor, "state": dialogue}
        if arrival.actor:
            data["talk"] = Talk(dialogue, unit, arrival.actor, now)
        stood, kept = dialogue.step, len(dialogue.kept)
        card = await handler(as_pressed(event, dialogue), data)
        if dialogue.kept and dialogue.step is None and (stood or len(dialogue.kept) > kept):
            card = reminded(card, dialogue)
        stamped = _stamp(card, dialogue)
        if (after := dialogue.row()) != arrival.dialogue:
            await unit.dialogues.put(*person, after, now)
        await unit.events.note(*person[:1], arrived.event_id, now, _answer(stamped))
        return stamped


def as_pressed(event: TelegramObject, dialogue: Dialogue) -> TelegramObject:
    """The update with a press freed of its stamp, or with what was typed made the press it means.

    Raises OldButton when the press belongs to an earlier turn.
    """
    if not isinstance(event, Update):
        return event
    if query := event.callback_query:
        pressed = query.model_copy(update={"data": _current(query.data or "", dialogue)})
        return event.model_copy(update={"callback_query": pressed})
    if event.message and UNKEPT.search(event.message.text or ""):
        event = event.model_copy(update={"message": _kept(event.message)})
    if event.message and (quotation := read_quotation(event.message.text or "")):
        quote = TextQuote(text=quotation.quoted, position=0)
        own = event.message.model_copy(update={"text": quotation.own, "quote": quote})
        event = event.model_copy(update={"message": own})
    text = (event.message.text or "") if event.message else ""
    press = meant(text, dialogue.buttons) or said_of_kept(text, dialogue)
    if event.message and press:
        pressed = _press(event.message, _current(press, dialogue))
        return event.model_copy(update={"message": None, "callback_query": pressed})
    return event


def _kept(message: Message) -> Message:
    """The message with its text as it can be stored and shown."""
    return message.model_copy(update={"text": UNKEPT.sub("", message.text or "")})


def _current(press: str, dialogue: Dialogue) -> str:
    turn, _, data = press.partition("|")
    if turn not in (STANDING, str(dialogue.turn)):
        raise OldButton
    return as_said_today(data)


def _press(message: Message, data: str) -> CallbackQuery:
    assert message.from_user
    query = CallbackQuery(
        id=str(message.message_id),
        from_user=message.from_user,
        chat_instance=str(message.chat.id),
        message=message,
        data=data,
    )
    return query.as_(message.bot)


def _stamp(card: Any, dialogue: Dialogue) -> Card | None:
    if card is UNHANDLED or not isinstance(card, Card):
        return None
    dialogue.turn += 1  # a card without buttons ends the one before it, too
    stamped = card.stamped(dialogue.turn)
    dialogue.buttons = [
        Offer(button.press, shown_names(button.text, mask=False), card.numbered)
        for button in stamped.buttons
    ]
    return stamped


def _answer(card: Card | None) -> str | None:
    return card.model_dump_json(exclude_defaults=True) if card else None
