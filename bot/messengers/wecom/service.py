"""WeCom put together by the settings: the connection, the way in and the way out."""

import asyncio
from datetime import timedelta
from typing import Any

from aiogram import Dispatcher

from actions.interruptions import note_connected
from actions.people.doors import try_again
from bot.clock import Clock
from bot.messengers.health import Health
from bot.messengers.limits import AT_ONCE, Limits, Rate
from bot.messengers.wecom.connection import Connection
from bot.messengers.wecom.groups import OfficeGroups
from bot.messengers.wecom.incoming import WeComIncoming
from bot.messengers.wecom.memory import Memory
from bot.messengers.wecom.outgoing import WeCom
from bot.messengers.wecom.soon import Soon
from bot.settings import Settings, webhooks
from bot.tasks import Tasks
from storage.engine import Storage
from words.wecom import REMOVED

SLACK = 1.0
"""Seconds by which our windows are longer than WeCom's: its clock is not ours."""
SEEN_EVERY = 20.0
"""Seconds between notes that the connection is there."""


class WeComService:
    """Only for settings with a bot."""

    def __init__(
        self,
        settings: Settings,
        dispatcher: Dispatcher,
        storage: Storage,
        clock: Clock,
        tasks: Tasks,
        health: Health,
    ) -> None:
        self._storage, self._clock, self._tasks = storage, clock, tasks
        self._soon = Soon(storage, tasks)
        self.connection = Connection(settings, tasks, health, self._take)
        self.messenger = WeCom(
            self.connection,
            storage,
            _windows(settings.wecom_per_minute, settings.wecom_per_hour, settings.outbox_at_once),
            _windows(settings.wecom_uploads_per_minute, settings.wecom_uploads_per_hour),
            Memory(WeCom.name, storage, clock, self._soon),
            settings.wecom_shape,
            settings.wecom_texts,
        )
        self.incoming = WeComIncoming(
            settings, dispatcher, self.messenger, storage, clock, tasks, self._soon
        )

    def start(self) -> None:
        """Connect and take events. Nothing waits for WeCom here: it may be out of reach."""
        self._tasks.keep(self.connection.run, "wecom")
        self._tasks.keep(self.incoming.resume, "wecom inbox")
        self._tasks.keep(self._note_connected, "wecom gaps")

    async def close(self) -> None:
        """What is handled leaves the inbox, or it would be answered again at the next start."""
        await self._soon.close()

    async def _note_connected(self) -> None:
        """After a gap, of the process or of the connection, its people are told of it. Doors shut
        because the bot was removed are tried again with the first connection."""
        await self.connection.connected()
        async with self._storage.unit() as unit:
            await try_again(unit, self.messenger.name, REMOVED, self._clock.now())
        while True:
            await self.connection.connected()
            heard_at = self._clock.now() - timedelta(seconds=int(self.connection.silent_for()))
            async with self._storage.unit() as unit:
                await note_connected(unit, self.messenger.name, heard_at)
            await asyncio.sleep(SEEN_EVERY)

    def _take(self, frame: dict[str, Any]) -> None:
        self.incoming.take(frame)


def make_groups(settings: Settings, storage: Storage, health: Health) -> OfficeGroups | None:
    """None where no group was set."""
    hooks = webhooks(settings)
    if not hooks:
        return None
    rates = (Rate(settings.wecom_webhook_per_minute, 60 + SLACK),)
    proxy = settings.wecom_proxy
    return OfficeGroups(
        hooks,
        storage,
        health,
        Limits(each=lambda group: rates, at_once=settings.outbox_at_once),
        settings.wecom_shape,
        proxy.get_secret_value() if proxy else None,
    )


def _windows(per_minute: int, per_hour: int, at_once: int = AT_ONCE) -> Limits:
    rates = (Rate(per_minute, 60 + SLACK), Rate(per_hour, 3600 + SLACK))
    return Limits(each=lambda address: rates, at_once=at_once)
