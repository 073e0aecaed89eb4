"""The one long connection of the bot: it comes back from every close, until somebody takes it.

The SDK speaks the protocol. It does not come back after a clean close, and it does not get rid
of a peer that fell silent; so each of its clients lives for one connection here
(docs/decisions/0016).
"""

import asyncio
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.messengers.health import Health
from bot.messengers.wecom.client import new_client
from bot.messengers.wecom.refusals import understood
from bot.messengers.wecom.watched import Watched
from bot.settings import Settings
from bot.talk.arrivals import NotDelivered
from bot.tasks import Tasks
from words.wecom import (
    KICKED,
    NOT_CONNECTED,
    OFFLINE,
    closed_with,
    not_let_in,
    not_now,
    silent_for,
    unreachable,
)

if TYPE_CHECKING:
    from wecom_aibot_sdk import WSClient

log = logging.getLogger(__name__)
T = TypeVar("T")

NOT_NOW_CODES = (-1, 6000, 45009)
ALARM_AFTER = 2
"""Tries in a row that failed before the office hears of it: a server may close at any time."""
STEADY = 30.0
"""Seconds after which a connection counts as having worked."""
LET_IN_WITHIN = 15.0
"""Seconds in which the subscription must be answered."""
PATIENCE = 8.0
"""Seconds a message waits for the connection to come back."""


@dataclass(frozen=True)
class End:
    """Why a connection ended. `refused`: WeCom did not let us in."""

    why: str
    refused: bool = False


class Connection:
    """`take` gets every frame that arrives; it must not wait."""

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        health: Health,
        take: Callable[[dict[str, Any]], None],
    ) -> None:
        self._settings, self._tasks, self._health = settings, tasks, health
        self._take = take
        self._client: WSClient | None = None
        self._online = asyncio.Event()
        self._live: Watched | None = None
        self._in_since: float | None = None
        self.kicked = False

    async def connected(self) -> None:
        """Return as soon as the bot is let in, or at once while it is."""
        await self._online.wait()

    def silent_for(self) -> float:
        """Seconds since something was heard on the connection there is."""
        return time.monotonic() - self._live.heard_at if self._live else 0.0

    async def run(self) -> None:
        """Stay connected until cancelled, or until another connection takes the bot."""
        failures = 0
        while not self.kicked:
            self._in_since = None
            end = await self._session()
            failures = 1 if self._was_steady() else failures + 1
            if self.kicked:
                await self._health.fails("wecom", KICKED)
                return
            if end.refused:
                await self._health.fails("wecom", _not_let_in(end.why))
            elif failures > ALARM_AFTER:
                url = self._settings.wecom_url
                await self._health.fails("wecom", unreachable(end.why, url))
            await asyncio.sleep(self._pause(end, failures))

    async def call(self, ask: "Callable[[WSClient], Awaitable[T]]") -> T:
        """Ask WeCom something over the connection there is. Raises NotDelivered."""
        if self.kicked:
            raise NotDelivered(KICKED, down=True, shut=True)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._online.wait()
        except TimeoutError as error:
            raise NotDelivered(OFFLINE) from error
        client = self._client
        if client is None:
            raise NotDelivered(OFFLINE)
        try:
            return await ask(client)
        except Exception as error:
            raise understood(error) from error

    def _was_steady(self) -> bool:
        return self._in_since is not None and time.monotonic() - self._in_since >= STEADY

    def _pause(self, end: End, failures: int) -> float:
        """Seconds before the next try: longer and longer, much longer when we are not let in."""
        ours = self._settings
        first, cap = ours.wecom_retry_seconds, ours.wecom_retry_cap_seconds
        if end.refused:
            first, cap = ours.wecom_refused_seconds, ours.wecom_refused_cap_seconds
        return min(cap, first * 2.0 ** min(failures - 1, 20)) * random.uniform(0.7, 1.0)  # noqa: S311

    async def _session(self) -> End:
        """One connection from its beginning to its end."""
        over: asyncio.Future[End] = asyncio.get_running_loop().create_future()
        opened: list[Watched] = []

        def open_one(*args: Any, **kwargs: Any) -> Watched:
            opened.append(Watched(*args, **kwargs))
            return opened[-1]

        client = new_client(self._settings, open_one)
        self._listen(client, over)
        try:
            await client.connect()
            if not opened and not over.done():
                return End(NOT_CONNECTED)
            return await self._until_over(opened[-1], over) if opened else over.result()
        finally:
            self._online.clear()
            self._client = self._live = None
            for connection in opened:
                connection.drop()
            await client.disconnect()

    def _listen(self, client: "WSClient", over: "asyncio.Future[End]") -> None:
        def ended(why: object) -> None:
            if not over.done():
                text = str(why)[:200] or type(why).__name__
                over.set_result(End(text, refused="Authentication failed" in text))

        def let_in() -> None:
            self._client, self._in_since = client, time.monotonic()
            self._online.set()
            self._tasks.start(self._health.works("wecom"), "wecom works")

        def kicked(frame: dict[str, Any]) -> None:
            self.kicked = True
            ended("disconnected_event")

        client.on("authenticated", let_in)
        client.on("error", ended)
        client.on("disconnected", ended)
        client.on("event.disconnected_event", kicked)
        client.on("message", self._take)
        client.on("event", self._take)

    async def _until_over(self, connection: Watched, over: "asyncio.Future[End]") -> End:
        self._live = connection
        closed = self._tasks.start(connection.wait_closed(), "wecom closed")
        began = time.monotonic()
        try:
            while True:
                silence = self._settings.wecom_silence_seconds
                left = connection.heard_at + silence - time.monotonic()
                if self._in_since is None:
                    silence = min(silence, LET_IN_WITHIN)
                    left = began + silence - time.monotonic()
                if left <= 0:
                    return End(silent_for(silence))
                await asyncio.wait({closed, over}, timeout=left, return_when="FIRST_COMPLETED")
                if over.done():
                    return over.result()
                if closed.done():
                    return End(closed_with(connection.close_code))
        finally:
            closed.cancel()


def _not_let_in(why: str) -> str:
    found = re.search(r"code: (-?\d+)", why)
    busy = found is not None and int(found[1]) in NOT_NOW_CODES
    return not_now(why) if busy else not_let_in(why)
