"""A browser at the web server of the demo."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from demo.fill import DemoPerson, Told, fill_demo
from storage.engine import Storage
from web.app import create_app
from web.demo import Demo

THIRTEENTH = datetime(2026, 11, 13, 1, 40, tzinfo=UTC)
"""2026-11-13 09:40 in Shanghai, a Friday."""


class HandClock:
    """Moves only by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


class World:
    """The demo with jobs that only tell when they were rung."""

    def __init__(self, storage: Storage, people: Sequence[DemoPerson]) -> None:
        self.storage, self.people, self.clock = storage, people, HandClock(THIRTEENTH)
        self.rung: list[datetime] = []
        self.app = create_app(
            storage,
            [Demo(storage, self.clock, people, self.ring).router()],
            hosts={"localhost"},
            demo=True,
        )

    async def ring(self) -> list[Told]:
        now = self.clock.now()
        self.rung.append(now)
        return [Told(now, "赵敏", "街道办", f"<b>第{len(self.rung)}次</b>")]


Browse = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@asynccontextmanager
async def browsing(app: object, at: str = "http://localhost") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=at) as client:
        yield client


@pytest.fixture
async def world(sqlite_storage: Storage) -> World:
    return World(sqlite_storage, await fill_demo(sqlite_storage, THIRTEENTH))


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(world.app) as client:
        yield client
