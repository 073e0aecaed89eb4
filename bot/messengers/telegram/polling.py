"""Updates by long polling: Telegram forgets one only when it was handled or kept.

aiogram's own polling confirms an update whatever became of it (docs/decisions/0008).
"""

import asyncio
import logging
import random
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.messengers.health import Health
from bot.messengers.telegram.incoming import KINDS, TelegramIncoming
from bot.messengers.telegram.refusals import understood
from bot.talk.arrivals import NotDelivered
from bot.tasks import Tasks
from storage.unavailable import StorageUnavailable

log = logging.getLogger(__name__)

SLOW = 1.0
"""Seconds an update may take before the next ones are asked for meanwhile."""
LONGEST_PAUSE = 60.0
NETWORK_SLACK = 10
"""Seconds a long poll may come late."""


class GetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Updates as they came: one that can't be read must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = 0
    allowed_updates: list[str] = KINDS


class Polling:
    def __init__(
        self, bot: Bot, incoming: TelegramIncoming, tasks: Tasks, health: Health, *, wait: int = 30
    ) -> None:
        self._bot, self._incoming, self._tasks, self._health = bot, incoming, tasks, health
        self._wait = wait
        self._taken: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled, whatever happens to Telegram or the network."""
        failures = 0
        ready = False
        while True:
            try:
                with understood():
                    ready = ready or await self._bot.delete_webhook(drop_pending_updates=False)
                    await self._round()
            except NotDelivered as error:
                failures += 1
                await self._health.fails("telegram", error.reason)
                pause = error.retry_after or min(LONGEST_PAUSE, 2.0 ** min(failures - 1, 10))
                log.warning("%s; asking again in about %.0f s", error.reason, pause)
                await asyncio.sleep(pause * random.uniform(1.0, 1.3))  # noqa: S311
            else:
                failures = 0
                await self._health.works("telegram")

    async def _round(self) -> None:
        under_way = [task for task in self._taken.values() if not task.done()]
        if under_way:
            await asyncio.wait(under_way, timeout=SLOW)
        offset = self._offset()
        wait = 0 if self._under_way() else self._wait
        raws = await self._bot(
            GetUpdates(offset=offset, timeout=wait), request_timeout=wait + NETWORK_SLACK
        )
        if offset is not None:
            self._taken = {i: task for i, task in self._taken.items() if i >= offset}
        for raw in raws:
            if raw["update_id"] not in self._taken:
                task = self._tasks.start(self._take(raw), f"update {raw['update_id']}")
                self._taken[raw["update_id"]] = task

    def _under_way(self) -> list[int]:
        return [update_id for update_id, task in self._taken.items() if not task.done()]

    def _offset(self) -> int | None:
        """Below it everything is handled. None when Telegram has forgotten all that was: update ids
        may begin lower after a quiet week, and must not be mistaken for handled ones."""
        if under_way := self._under_way():
            return min(under_way)
        return max(self._taken) + 1 if self._taken else None

    async def _take(self, raw: dict[str, Any]) -> None:
        """Again until it is handled or kept; its chat waits, the others go on."""
        pause = 0.2
        while True:
            try:
                await self._incoming.take(raw)
                return
            except StorageUnavailable as error:
                log.warning("update %s waits for the storage: %s", raw["update_id"], error)
            except Exception:
                log.exception("update %s was neither handled nor kept", raw["update_id"])
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
