"""The product in WeCom, killed or cut off while people write, press and are told.

WeCom sends nothing twice, so people do what people do: who gets no answer writes again. More
kills: SHAODIAN_TEST_KILLS. The same moments again: SHAODIAN_TEST_SEED (printed).
"""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.tasks import Tasks
from domain.advisers import AdviserKind
from domain.mingbairen import Stage
from domain.months import Month, local, local_day
from domain.notices import GridLost
from domain.people import Role
from storage.engine import Storage, open_storage
from storage.outbox import OutState
from storage.schema import upgrade
from storage.tables import outbox
from tests.kill import runner
from tests.wecom_double import BOT_ID, SECRET, Shown, WeComDouble
from words.delivery import SENT_AGAIN

KILLS = int(os.environ.get("SHAODIAN_TEST_KILLS", "8"))
SEED = int(os.environ.get("SHAODIAN_TEST_SEED", random.randrange(10**6)))
ADVISERS = 4
SLOTS = 70
PATIENCE = 2.0
"""Seconds a person waits for an answer before writing again."""


class World:
    def __init__(self, double: WeComDouble, storage: Storage) -> None:
        self.double, self.storage, self.chance = double, storage, random.Random(SEED)
        self.day: date = local_day(datetime.now(UTC)) - timedelta(days=1)
        self.advisers: dict[str, int] = {}
        self.office = self.grid_id = self.alerts = self.again = 0
        self.seen: dict[str, asyncio.Queue[Shown]] = {}
        self.told: Counter[int] = Counter()
        self.marked: set[int] = set()
        self.flying: set[int] = set()
        self.saved: set[tuple[int, int]] = set()
        double.seen = self._see

    def _see(self, chat: str, shown: Shown) -> None:
        if found := re.search(r"第(\d+)号", shown.text):
            self.told[int(found[1])] += 1
            if SENT_AGAIN in shown.text:
                self.marked.add(int(found[1]))
        elif chat in self.seen:
            self.seen[chat].put_nowait(shown)

    async def settle(self) -> None:
        now = datetime.now(UTC)
        async with self.storage.unit() as unit:
            street = await unit.districts.add("321183003000", "黄梅街道")
            village = await unit.villages.add(street.id, "后塘村")
            self.grid_id = (await unit.grids.add(village.id, "第一网格", "001", 300)).id
            for n in range(ADVISERS + 1):
                person, chat = (await unit.people.add(f"示例{n}")).id, f"wo{n}"
                await unit.people.link_account(person, "wecom", chat, now)
                self.double.wrote.add(chat)
                if n == ADVISERS:
                    self.office = person
                    await unit.people.grant(person, Role.OFFICE, street.id, now)
                    continue
                await unit.advisers.add(person, AdviserKind.LAWYER)
                await unit.advisers.assign(person, village.id, date(2025, 1, 1))
                await unit.people.grant(person, Role.ADVISER, None, now)
                self.advisers[chat], self.seen[chat] = person, asyncio.Queue()

    async def advise(self, chat: str, stop: asyncio.Event) -> None:
        for slot in range(SLOTS):
            if stop.is_set():
                return
            await self.record(chat, slot * 20, 10 + slot % 10)
            self.saved.add((self.advisers[chat], slot * 20))

    async def record(self, chat: str, minute: int, length: int) -> None:
        """Until it is said to be saved, or that this time is taken: by the visit itself.

        The lengths differ, so that an answer given again is not taken for the next one's.
        """
        begins, ends = (f"{m // 60:02d}:{m % 60:02d}" for m in (minute, minute + length))
        line = f"{self.day.month}月{self.day.day}日 {begins}到{ends} 后塘村 法治讲座"
        asked = f"{begins}–{ends}"
        while True:
            await self.double.says(chat, line)
            card = await self.answer(chat, asked)
            if card and ("还不能保存" in card.text or "已保存" in card.text):
                return
            if card and "保存" in card.words:
                await self.double.presses(chat, card, "保存")
                if await self.answer(chat, "已保存", f"{length}分钟。"):
                    return
            self.again += 1

    async def answer(self, chat: str, *words: str) -> Shown | None:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    shown = await self.seen[chat].get()
                    if all(word in shown.text for word in words):
                        return shown
        except TimeoutError:
            return None

    async def alert(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self.alerts += 1
            why = f"第{self.alerts}号"
            notice = GridLost(
                village="后塘村", grid="第一网格", grid_id=self.grid_id, stage=Stage.LEFT, why=why
            )
            async with self.storage.unit() as unit:
                await unit.outbox.put(self.office, notice, datetime.now(UTC))
            await asyncio.sleep(self.chance.uniform(0.05, 0.2))

    async def note_flying(self) -> None:
        sending = select(outbox.c.notice).where(outbox.c.state == OutState.SENDING)
        async with self.storage.reading() as unit:
            for row in await unit.outbox.all_rows(sending):
                if found := re.fullmatch(r"第(\d+)号", row.notice.get("why", "")):
                    self.flying.add(int(found[1]))

    async def kept(self) -> Counter[tuple[int, int]]:
        async with self.storage.reading() as unit:
            (village,) = await unit.villages.all()
            found = await unit.visits.of_village(village.id, Month(self.day.year, self.day.month))
        starts = ((v.adviser_id, local(v.started_at)) for v in found)
        return Counter((adviser, at.hour * 60 + at.minute) for adviser, at in starts)

    async def quiet(self) -> None:
        while True:
            async with self.storage.reading() as unit:
                states = {row.state for row in await unit.outbox.newer_than(0)}
                waiting = await unit.inbox.waiting("wecom")
            if states <= {OutState.SENT} and not waiting:
                return
            await asyncio.sleep(0.2)


@asynccontextmanager
async def living(tmp_path: Path) -> AsyncIterator[tuple[World, dict[str, object]]]:
    """People at work at the double, and the settings of the process that serves them."""
    url = f"sqlite:///{tmp_path}/killed.db"
    storage = open_storage(url)
    await upgrade(storage)
    async with WeComDouble(per_minute=10**6, per_hour=10**6) as double:
        world = World(double, storage)
        await world.settle()
        yield (
            world,
            {
                "database_url": url,
                "port": 0,
                "messengers": "wecom",
                "wecom_bot_id": BOT_ID,
                "wecom_secret": SECRET,
                "wecom_url": double.url,
                "wecom_texts": "never",
                "wecom_per_minute": 10**6,
                "wecom_per_hour": 10**6,
                "wecom_retry_seconds": 0.1,
                "wecom_retry_cap_seconds": 0.5,
                "outbox_poll_seconds": 0.05,
                "tell_from": "00:00",
                "tell_until": "00:00",
                "outbox_retry_seconds": 0.2,
                "log_level": "ERROR",
            },
        )
    await storage.close()


class Work:
    """What people do until it is enough."""

    def __init__(self, world: World) -> None:
        self.world, self.tasks, self.stop = world, Tasks(), asyncio.Event()
        self.running = [
            self.tasks.start(world.advise(chat, self.stop), chat) for chat in world.advisers
        ]
        self.running.append(self.tasks.start(world.alert(self.stop), "alerts"))

    async def ends(self) -> Counter[tuple[int, int]]:
        """Everybody finishes what they have begun; what is kept then."""
        self.stop.set()
        await asyncio.gather(*self.running)
        await self.world.quiet()
        await self.tasks.close()
        return await self.world.kept()


def judge(world: World, visits: Counter[tuple[int, int]], what: str) -> str:
    twice = {number for number, count in world.told.items() if count > 1}
    assert world.saved and set(visits) == world.saved and set(visits.values()) == {1}
    assert set(world.told) == set(range(1, world.alerts + 1))
    assert twice <= world.marked
    return (
        f"\nWeCom: {what} | visits {len(world.saved)}, written again {world.again} | "
        f"alerts {world.alerts}, arrived twice {len(twice)} | seed {SEED}"
    )


@pytest.mark.slow
async def test_nothing_answered_is_lost_and_nothing_happens_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asyncio.timeout(60 + 10 * KILLS), living(tmp_path) as (world, values):
        work = Work(world)
        for number in range(KILLS):
            process = await asyncio.to_thread(runner.start, values)
            if number % 4:
                await world.double.online()
            await asyncio.sleep(world.chance.uniform(0.05, 2.0))
            await asyncio.to_thread(runner.kill, process)
            await world.double.offline()
            await world.note_flying()
        process = await asyncio.to_thread(runner.start, values)
        visits = await work.ends()
        await asyncio.to_thread(runner.kill, process)
    said = judge(world, visits, f"kills {KILLS}")
    twice = {number for number, count in world.told.items() if count > 1}
    assert twice <= world.flying
    with capsys.disabled():
        print(said)


@pytest.mark.slow
async def test_no_kind_of_close_loses_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asyncio.timeout(60 + 10 * KILLS), living(tmp_path) as (world, values):
        process = await asyncio.to_thread(runner.start, values)
        work, double = Work(world), world.double
        ends = [partial(double.close, code) for code in (1000, 1001, 1011, 1012, 1013)]
        for number in range(3 * KILLS):
            await double.online()
            await asyncio.sleep(world.chance.uniform(0.05, 0.8))
            await [*ends, double.cut][number % (len(ends) + 1)]()
        visits = await work.ends()
        await asyncio.to_thread(runner.kill, process)
    said = judge(world, visits, f"closes of every kind {3 * KILLS}")
    with capsys.disabled():
        print(said)
