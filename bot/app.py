"""One process: the only place that wires the parts together; tests build the same with fakes."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import APIRouter

from actions.people.guesses import Guesses
from bot.cli.console import err
from bot.clock import Clock, MovableClock, SystemClock
from bot.logs import set_up_logging
from bot.messengers.health import Health
from bot.messengers.messenger import Messenger
from bot.messengers.notifier import Notifier
from bot.messengers.patience import Patience
from bot.messengers.telegram.service import TelegramService
from bot.messengers.webchat.incoming import ChatRoutes
from bot.messengers.webchat.links import chat_link, desk_link
from bot.messengers.webchat.outgoing import WebChat
from bot.messengers.wecom.groups import begin_anew
from bot.messengers.wecom.service import WeComService, make_groups
from bot.metrics import Metrics
from bot.server import Server, check_port_free, reading_within, web_app
from bot.settings import Settings
from bot.talk.arrivals import GROUP
from bot.talk.dispatcher import make_dispatcher
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from demo.fill import Told, close_last_month, demo_start, fill_demo
from domain.months import local_day
from domain.telling import TellingHours
from scheduler.bell import Bell
from storage.alone import alone
from storage.engine import Storage
from storage.leases import new_holder
from storage.outbox import Outgoing
from storage.unavailable import StorageUnavailable
from storage.unit import Unit
from web.demo import Demo
from words.labels import ROLE_LABELS

log = logging.getLogger(__name__)
Opened = Callable[[Settings], AbstractAsyncContextManager[Storage]]


class App:
    """All the parts of one process. `only` leaves out what other processes do."""

    def __init__(
        self, settings: Settings, storage: Storage, clock: Clock, only: str | None = None
    ) -> None:
        self.settings, self.storage, self.clock, self.only = settings, storage, clock, only
        self.tasks, self.health = Tasks(), Health(storage, clock)
        self.holder = new_holder(settings.lease_seconds)
        self.metrics = Metrics()
        self.dispatcher = make_dispatcher(storage, clock, measured=self.metrics.handled)
        self.dispatcher["chat_link"] = partial(chat_link, settings)
        self.dispatcher["desk_link"] = partial(desk_link, settings)
        self.webchat = WebChat(storage, clock)
        self.guesses: Guesses | None = None
        self.bell = Bell(storage, clock.now, self.holder)
        self.routers: list[APIRouter] = []
        self.telegram = self._telegram() if settings.telegram_token else None
        self.wecom = self._wecom() if settings.wecom_bot_id else None
        self.notifier = self._notifier()
        if only in (None, "web"):
            chat = ChatRoutes(self.dispatcher, storage, clock, self.webchat, demo=settings.demo)
            self.guesses = chat.guesses  # whoever guesses at both doors is one guesser
            self.routers.append(chat.router())

    @property
    def serves_web(self) -> bool:
        webhook_here = bool(self.telegram and self.settings.telegram_webhook_url)
        return self.only in (None, "web") or (self.only == "bot" and webhook_here)

    async def run(self) -> None:
        """Everything this process does, until it is told to stop."""
        try:
            await self._take_over()
            if self.only in (None, "bot"):
                self.tasks.keep(partial(begin_anew, self.storage, self.health), "groups")
                self.tasks.keep(self.notifier.run, "notifier")
                for service in self._services():
                    service.start()
            if self.only in (None, "scheduler"):
                self.bell.start()
            if self.serves_web:
                await self._serve_web()
            else:
                await asyncio.Event().wait()
        finally:
            self.webchat.bell.close()
            await self.bell.stop()
            await self.tasks.close()
            with suppress(StorageUnavailable):
                await self.notifier.give_back()
            for service in self._services():
                await service.close()

    def _services(self) -> list[TelegramService | WeComService]:
        return [service for service in (self.telegram, self.wecom) if service]

    async def do_due(self) -> list[Told]:
        """For the demo: do what is due now, deliver it, and say what was told to whom."""
        async with self.storage.reading() as unit:
            last = await unit.outbox.last_id()
        await self.bell.ring()
        await self.notifier.deliver_due()
        async with self.storage.reading() as unit:
            return [await _told(unit, row) for row in await unit.outbox.newer_than(last)]

    async def _take_over(self) -> None:
        """At an embedded database we are alone: whoever held something is gone."""
        if self.storage.embedded:
            async with self.storage.unit() as unit:
                await unit.deliveries.give_back()
                await unit.job_runs.give_back()

    def _telegram(self) -> TelegramService:
        door = TelegramService(
            self.settings, self.dispatcher, self.storage, self.clock, self.tasks, self.health
        )
        if router := door.router():
            self.routers.append(router)
        return door

    def _wecom(self) -> WeComService:
        return WeComService(
            self.settings, self.dispatcher, self.storage, self.clock, self.tasks, self.health
        )

    def _notifier(self) -> Notifier:
        settings = self.settings
        doors: dict[str, Messenger] = {"webchat": self.webchat}
        if self.telegram:
            doors["telegram"] = self.telegram.messenger
        if self.wecom:
            doors["wecom"] = self.wecom.messenger
        groups = make_groups(settings, self.storage, self.health)
        if groups:
            doors[GROUP] = groups
        messengers = [doors[name] for name in settings.messengers if name in doors]
        patience = Patience(
            settings.outbox_poll_seconds,
            settings.outbox_retry_seconds,
            settings.outbox_retry_cap_seconds,
            settings.outbox_give_up_hours,
            TellingHours(settings.tell_from, settings.tell_until),
        )
        return Notifier(
            self.storage,
            self.clock,
            messengers,
            card_for,
            self.tasks,
            self.health,
            patience,
            groups,
            self.holder,
        )

    async def _serve_web(self) -> None:
        settings = self.settings
        app = web_app(
            settings, self.storage, self.clock, self.routers, self.guesses, self.metrics.text
        )
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http=reading_within(settings.web_read_seconds),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=3,
        )
        await Server(config, self.webchat.bell.close).serve()


async def _told(unit: Unit, row: Outgoing) -> Told:
    actor = await unit.people.actor(row.person_id)
    assert actor is not None
    roles = "、".join(dict.fromkeys(ROLE_LABELS[grant.role] for grant in actor.grants))
    return Told(row.made_at, actor.name, roles, card_for(row.notice).plain())


async def serve(settings: Settings, opened: Opened, only: str | None) -> None:
    with alone(settings.database_url):
        set_up_logging(settings.log_level, settings.secrets())
        if only in (None, "web"):
            check_port_free(settings)
        async with opened(settings) as storage:
            await App(settings, storage, SystemClock(), only).run()


async def serve_demo(settings: Settings, opened: Opened, keep: bool) -> None:
    """The whole product on a database of its own, with a clock that can be moved."""
    check_port_free(settings)
    file = Path("data") / f"demo-{settings.port}.db"
    changed: dict[str, object] = {"demo": True, "database_url": f"sqlite:///{file}"}
    changed |= {"telegram_token": None, "wecom_bot_id": "", "wecom_webhooks": None}
    settings = settings.model_copy(update=changed)
    set_up_logging("WARNING", settings.secrets())
    clock = MovableClock(demo_start(local_day(SystemClock().now())))
    with alone(settings.database_url):
        for leftover in () if keep else (file, *file.parent.glob(f"{file.name}-*")):
            leftover.unlink(missing_ok=True)
        async with opened(settings) as storage:
            people = await fill_demo(storage, clock.now())
            await close_last_month(storage, clock.now())
            app = App(settings, storage, clock)
            app.routers.append(Demo(storage, clock, people, app.do_due).router())
            where = f"http://{settings.host}:{settings.port}/demo"
            err.print(f"演示已准备好，请在浏览器打开：{where}")
            await app.run()
