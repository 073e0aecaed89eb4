"""A domain error becomes a sentence, after its transaction was rolled back."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.clock import Clock
from bot.talk.arrivals import Arrived
from bot.talk.cards import say
from bot.talk.words.common import BROKEN
from bot.talk.words.errors import error_card
from domain.errors import DomainError
from storage.engine import Storage
from storage.unavailable import StorageUnavailable

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
log = logging.getLogger(__name__)


class Explain(BaseMiddleware):
    """What is our own fault is kept with its update for the office's engineers to see."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage, self.clock = storage, clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except DomainError as error:
            card = error_card(error).standing()  # it belongs to no turn: that was rolled back
            return card.model_copy(update={"beside": True, "numbered": False})
        except StorageUnavailable:
            raise  # not stored, so it must not be acknowledged either
        except Exception as error:
            log.exception("an update failed")
            data["failed"] = True
            await self._keep(data["arrived"], event, error)
            return say(BROKEN)

    async def _keep(self, arrived: Arrived, event: TelegramObject, error: Exception) -> None:
        raw = event.model_dump_json(exclude_none=True)
        failed = f"{type(error).__name__}: {error}\n{raw}"
        async with self.storage.unit() as unit:
            if not (await unit.events.arriving(*arrived)).seen:
                now = self.clock.now()
                await unit.events.note(arrived.messenger, arrived.event_id, now, None, failed)
