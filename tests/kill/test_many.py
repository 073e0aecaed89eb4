"""Two bots, two schedulers and one web server on PostgreSQL, one after the other killed.

Telegram knocks at the doors of both bots, one after the other, and people sit at the web chat.
"""

import asyncio
import itertools
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from typing import Any

import httpx
import pytest

from actions.people import links
from bot.messengers.telegram.webhook import PATH
from bot.tasks import Tasks
from domain.advisers import AdviserKind
from domain.people import Role
from scheduler.timetable import JOBS
from storage.engine import Storage, open_storage
from storage.job_claims import RunState
from storage.outbox import OutState
from storage.schema import upgrade
from storage.watch import Watch
from tests.databases import PostgresServer
from tests.kill import runner
from tests.kill.world import KILLS, SEED, SLOTS, World
from tests.telegram_double import TOKEN, TelegramDouble

SECRET = "only-Telegram-knows"
AT_THE_WEB = 2
Values = dict[str, object]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Part:
    """One process of the house, begun again whenever it was killed."""

    only: str
    values: Values
    port: int = field(default_factory=free_port)
    process: ForkServerProcess | None = None

    async def start(self) -> None:
        values = self.values | {"port": self.port}
        self.process = await asyncio.to_thread(runner.start, values, self.only)

    async def kill(self) -> None:
        assert self.process
        await asyncio.to_thread(runner.kill, self.process)


class Postman:
    """Telegram's side of a webhook: whatever is not answered with 200 is brought again."""

    def __init__(self, double: TelegramDouble, ports: list[int]) -> None:
        self._double, self._ports = double, itertools.cycle(ports)
        self._tasks, self._on_the_way = Tasks(), set[int]()

    async def run(self) -> None:
        async with httpx.AsyncClient(timeout=60) as http:
            while True:
                for update_id in self._double.waiting:
                    if update_id not in self._on_the_way:
                        self._on_the_way.add(update_id)
                        self._tasks.start(self._bring(http, update_id), f"update {update_id}")
                await asyncio.sleep(0.02)

    async def _bring(self, http: httpx.AsyncClient, update_id: int) -> None:
        url = f"http://127.0.0.1:{next(self._ports)}{PATH}"
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            update = self._double.update(update_id)
            answer = await http.post(url, json=update, headers=headers)
            if answer.status_code == 200:
                self._double.confirm(update_id)
            else:
                await asyncio.sleep(0.2)
        except httpx.HTTPError:
            await asyncio.sleep(0.2)
        finally:
            self._on_the_way.discard(update_id)


class AtTheWeb:
    """An adviser at the web chat: the page asks again with the same event until it is answered."""

    def __init__(self, world: World, person_id: int, session: str, port: int) -> None:
        self._world, self._person_id = world, person_id
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {session}"},
            timeout=20,
        )
        self._last, self._events = 0, itertools.count(1)

    async def advise(self, stop: asyncio.Event) -> None:
        day = self._world.day
        for slot in SLOTS:
            if stop.is_set():
                break
            begins, ends = (f"{m // 60:02d}:{m % 60:02d}" for m in (slot, slot + 10))
            line = f"{day.month}月{day.day}日 {begins}到{ends} 后塘村 法治讲座"
            asked = await self._asks("say", text=line)
            (press,) = [b["press"] for row in asked["rows"] for b in row if b["text"] == "保存"]
            saved = await self._asks("press", press=press, label="保存")
            assert "已保存" in str(saved)
            self._world.numbers.visits.add((self._person_id, slot))
            await asyncio.sleep(0.3)
        await self._http.aclose()

    async def _asks(self, what: str, **body: str) -> dict[str, Any]:
        event = f"event-{self._person_id}-{next(self._events):06d}"
        self._world.numbers.updates += 1
        while True:
            with suppress(httpx.HTTPError):
                answer = await self._http.post(
                    f"/chat/api/{what}", params={"after": self._last}, json=body | {"event": event}
                )
                if answer.is_success:
                    ours = [m for m in answer.json()["messages"] if m["event"] == event]
                    self._last = ours[-1]["id"]
                    return dict(ours[-1])
            await asyncio.sleep(0.2)


async def sit_at_the_web(world: World, port: int) -> list[AtTheWeb]:
    now, seats = datetime.now(UTC), []
    async with world.storage.unit() as unit:
        (village,) = await unit.villages.all()
        for n in range(AT_THE_WEB):
            person = await unit.people.add(f"示例网{n}")
            await unit.advisers.add(person.id, AdviserKind.LAWYER)
            await unit.advisers.assign(person.id, village.id, world.day - timedelta(days=400))
            await unit.people.grant(person.id, Role.ADVISER, None, now)
            secret = await links.make_link(unit, None, person, now)
            session, _ = await links.enter(unit, secret, now, timedelta(days=1))
            seats.append(AtTheWeb(world, person.id, session, port))
    return seats


@asynccontextmanager
async def house_on(url: str) -> AsyncIterator[tuple[World, list[Part]]]:
    """Everything there is, with jobs that have been due since two days ago."""
    storage = open_storage(url)
    await upgrade(storage)
    async with storage.unit() as unit:
        began = datetime.now(UTC) - timedelta(days=2)
        await unit.bell.watched(Watch(since=began, until=began))
    async with TelegramDouble() as double:
        world = World(double, storage, random.Random(SEED))
        await world.settle()
        values: Values = {
            "database_url": url,
            "messengers": "telegram,webchat",
            "telegram_token": TOKEN,
            "telegram_api": double.url,
            "telegram_webhook_url": "https://bot.example/telegram/webhook",
            "telegram_webhook_secret": SECRET,
            "telegram_per_second": 1000,
            "telegram_per_chat_per_second": 1000,
            "outbox_poll_seconds": 0.05,
            "tell_from": "00:00",
            "tell_until": "00:00",
            "lease_seconds": 6,
            "log_level": "ERROR",
        }
        kinds = ("bot", "bot", "scheduler", "scheduler", "web")
        parts = [Part(kind, values) for kind in kinds]
        try:
            yield world, parts
        finally:
            for part in parts:
                await part.kill()
            await storage.close()


async def kill_often(world: World, parts: list[Part]) -> None:
    """Bots most, since they do most; whoever was killed is begun again a little later."""
    for _ in range(KILLS):
        await asyncio.sleep(world.chance.uniform(0.1, 1.0))
        part = world.chance.choice([*parts, *parts[:2]])
        await part.kill()
        world.numbers.kills += 1
        await world.note_flying()
        await asyncio.sleep(world.chance.uniform(0, 0.5))
        await part.start()


async def until_quiet(world: World) -> None:
    """Everything confirmed to Telegram, nothing waiting to be told, every job done."""
    while True:
        _, _, states = await world.kept()
        async with world.storage.reading() as unit:
            left = await unit.job_runs.unfinished()
        if set(states) <= {OutState.SENT} and not world.double.waiting and not left:
            return
        await asyncio.sleep(0.3)


async def jobs_of(storage: Storage) -> dict[str, set[RunState]]:
    found: dict[str, set[RunState]] = {}
    async with storage.reading() as unit:
        for job in JOBS:
            for run in await unit.job_runs.last_of(job.name):
                found.setdefault(job.name, set()).add(run.state)
    return found


@pytest.mark.slow
async def test_of_many_processes_none_loses_anything_and_none_does_it_twice(
    postgres_server: PostgresServer, capsys: pytest.CaptureFixture[str]
) -> None:
    url = await postgres_server.fresh()
    async with asyncio.timeout(420 + 10 * KILLS), house_on(url) as (world, parts):
        stop, tasks = asyncio.Event(), Tasks()
        await asyncio.gather(*(part.start() for part in parts))
        postman = Postman(world.double, [part.port for part in parts if part.only == "bot"])
        carrying = tasks.start(postman.run(), "postman")
        seats = await sit_at_the_web(world, parts[-1].port)
        people = [tasks.start(world.advise(chat, stop), f"adviser {chat}") for chat in world.chats]
        people += [tasks.start(seat.advise(stop), "at the web") for seat in seats]
        people.append(tasks.start(world.alert(stop), "alerts"))
        await kill_often(world, parts)
        stop.set()
        await asyncio.gather(*people)
        await until_quiet(world)
        carrying.cancel()
        visits, events, states = await world.kept()
        jobs = await jobs_of(world.storage)
        with capsys.disabled():
            print(f"\nfive processes: {world.report(visits, events)}")
    assert {"evaluate", "tidy"} <= jobs.keys()
    assert all(states == {RunState.DONE} for states in jobs.values())
    world.judge(visits, events, states)
    await postgres_server.drop(url)
