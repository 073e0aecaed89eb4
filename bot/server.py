"""The web server of a process: what it serves, that its port is free, that it stops when told to,
and that it waits for nobody who sends half a request."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from actions.people.guesses import Guesses
from actions.people.links import PAGE_LIFE
from bot.cli.console import err, fail
from bot.clock import Clock
from bot.messengers.webchat.incoming import DEMO_SESSION_LIFE
from bot.messengers.webchat.links import chat_link
from bot.settings import Settings
from storage.engine import Storage
from web.app import create_app, hosts_for
from web.desk.admin import Desk
from web.metrics import Readers, metrics


def web_app(
    settings: Settings,
    storage: Storage,
    clock: Clock,
    routers: Sequence[APIRouter],
    guesses: Guesses | None,
    handled: Callable[[], bytes],
) -> FastAPI:
    """With `guesses`, which the web chat counts too, the desk is served beside the routers.
    `handled`: how many updates this process has handled, and how fast, for /metrics."""
    desk = None
    if guesses is not None:
        secure = (settings.public_url or "").startswith("https:")
        life = DEMO_SESSION_LIFE if settings.demo else PAGE_LIFE
        link = partial(chat_link, settings)
        desk = Desk(storage, clock.now, guesses, secure=secure, life=life, chat_link=link)
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    who = Readers(token, behind_proxy=bool(settings.public_url))
    return create_app(
        storage,
        [*routers, metrics(storage, clock.now, handled, who)],
        hosts=hosts_for(settings.host),
        demo=settings.demo,
        openapi=settings.openapi or settings.demo,
        desk=desk,
    )


def check_port_free(settings: Settings) -> None:
    """Before anything is touched: two processes on one database would both be at work."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            where = f"{settings.host}:{settings.port}"
            fail(f"{where} 不能使用，可能程序已经在运行。请先停止它，或换一个端口。")


class Reading(HttpToolsProtocol):
    """The head of a request has this many seconds to come; its body may take longer, as long as it
    goes on coming. uvicorn itself waits for ever."""

    seconds = 20.0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._awaited: asyncio.TimerHandle | None = None
        self._in_body = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_body:
            self._wait()
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body = False
        self._wait_no_longer()
        super().on_message_complete()

    def _wait(self) -> None:
        self._wait_no_longer()
        self._awaited = self.loop.call_later(self.seconds, self._hang_up)

    def _wait_no_longer(self) -> None:
        if self._awaited:
            self._awaited.cancel()
            self._awaited = None

    def _hang_up(self) -> None:
        """Unless it is we who do not read on."""
        if self.flow.read_paused:
            self._wait()
        else:
            self.transport.close()


def reading_within(seconds: float) -> type[Reading]:
    return type("ReadingWithin", (Reading,), {"seconds": seconds})


class Server(uvicorn.Server):
    """Says where it is, and lets the pages that wait go as soon as it is told to stop."""

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._let_go()
        app: Any = self.config.app
        app.state.stopping = True
        super().handle_exit(sig, frame)

    async def startup(self, sockets: Sequence[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            where = f"http://{self.config.host}:{self.config.port}/"
            err.print(f"法治哨点已启动：{where}（按 Ctrl+C 停止）")
