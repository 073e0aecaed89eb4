"""The card is shown after the commit; one that can't be shown now is told later."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.clock import Clock
from bot.talk.arrivals import Arrived, NotDelivered, Screen
from bot.talk.cards import Card
from bot.talk.words.delivery import sent_again
from domain.notices import ReadyCard
from storage.engine import Storage

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
log = logging.getLogger(__name__)


class Show(BaseMiddleware):
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage, self.clock = storage, clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        card = await handler(event, data)
        screen: Screen | None = data.get("screen")
        if screen is not None and isinstance(card, Card):
            try:
                await screen(card)
            except NotDelivered as error:
                log.warning("an answer was not shown: %s", error.reason)
                if not error.permanent:
                    later = sent_again(card) if error.uncertain else card
                    await self._tell_later(later, data["arrived"])
        return card

    async def _tell_later(self, card: Card, arrived: Arrived) -> None:
        async with self.storage.unit() as unit:
            account = await unit.people.account_at(arrived.messenger, arrived.address)
            if account:
                key = f"answer:{arrived.messenger}:{arrived.event_id}"[:120]
                notice = ReadyCard(card=card.model_dump(mode="json", exclude_defaults=True))
                await unit.outbox.put(account.person_id, notice, self.clock.now(), key=key)
