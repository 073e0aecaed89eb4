"""People who write while something is found to be wrong all the time, and what became of it all.

More kills: SHAODIAN_TEST_KILLS=200. The same moments again: SHAODIAN_TEST_SEED (printed).
"""

import asyncio
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, text

from domain.advisers import AdviserKind
from domain.mingbairen import Stage
from domain.months import Month, local, local_day
from domain.notices import GridLost
from domain.people import Role
from domain.villages import VillageKind
from storage.engine import Storage
from storage.outbox import OutState
from storage.tables import outbox
from tests.telegram_double import Shown, TelegramDouble
from words.delivery import SENT_AGAIN

KILLS = int(os.environ.get("SHAODIAN_TEST_KILLS", "20"))
SEED = int(os.environ.get("SHAODIAN_TEST_SEED", random.randrange(10**6)))
ADVISERS = 6
OFFICES = 4
SLOTS = range(8 * 60, 23 * 60, 10)
"""Minutes of the day at which a visit of ten minutes begins, so that none overlaps another."""


class Chat:
    """What a person sees in a chat, and a way to wait for it."""

    def __init__(self) -> None:
        self.seen: asyncio.Queue[Shown] = asyncio.Queue()

    async def until(self, *words: str) -> Shown:
        while True:
            shown = await self.seen.get()
            if all(word in shown.text for word in words):
                return shown


@dataclass
class Numbers:
    """What went in. `flying`: alerts being sent at the moment of a kill."""

    kills: int = 0
    updates: int = 0
    repeated: int = 0
    visits: set[tuple[int, int]] = field(default_factory=set)
    alerts: int = 0
    flying: set[int] = field(default_factory=set)


class World:
    def __init__(self, double: TelegramDouble, storage: Storage, chance: random.Random) -> None:
        self.double, self.storage, self.chance = double, storage, chance
        self.day: date = local_day(datetime.now(UTC)) - timedelta(days=1)
        self.advisers: dict[int, int] = {}
        self.offices: dict[int, int] = {}
        self.grid_id = 0
        self.chats: dict[int, Chat] = {}
        self.numbers = Numbers()
        self.alert_at_chat: Counter[int] = Counter()
        self.marked: Counter[int] = Counter()
        double.slowness = 0.02
        double.seen_by_person = self._see

    def _see(self, chat: int, shown: Shown) -> None:
        if found := re.search(r"第(\d+)号", shown.text):
            self.alert_at_chat[int(found[1])] += 1
            self.marked[int(found[1])] += SENT_AGAIN in shown.text
        elif chat in self.chats:
            self.chats[chat].seen.put_nowait(shown)

    async def settle(self) -> None:
        """One village, its advisers and the office's people, all reached by Telegram."""
        now = datetime.now(UTC)
        async with self.storage.unit() as unit:
            street = await unit.districts.add("321183003000", "黄梅街道")
            village = await unit.villages.add(street.id, "后塘村", VillageKind.VILLAGE)
            self.grid_id = (await unit.grids.add(village.id, "第一网格", "001", 300)).id
            for n in range(ADVISERS + OFFICES):
                person = await unit.people.add(f"示例{n}")
                chat = 100 + n
                await unit.people.link_account(person.id, "telegram", str(chat), now)
                self.double.started.add(chat)
                if n < ADVISERS:
                    await unit.advisers.add(person.id, AdviserKind.LAWYER)
                    await unit.advisers.assign(person.id, village.id, date(2025, 1, 1))
                    await unit.people.grant(person.id, Role.ADVISER, None, now)
                    self.advisers[chat], self.chats[chat] = person.id, Chat()
                else:
                    await unit.people.grant(person.id, Role.OFFICE, street.id, now)
                    self.offices[chat] = person.id

    async def advise(self, chat: int, stop: asyncio.Event) -> None:
        """An adviser records one visit after the other, each by one line and a press."""
        for slot in SLOTS:
            if stop.is_set():
                return
            begins, ends = (f"{m // 60:02d}:{m % 60:02d}" for m in (slot, slot + 10))
            line = f"{self.day.month}月{self.day.day}日 {begins}到{ends} 后塘村 法治讲座"
            await self._sends(self.double.says(chat, line))
            shown = await self.chats[chat].until("请确认", f"{begins}–{ends}")
            await self._sends(self.double.presses(chat, shown, "保存"))
            self.numbers.visits.add((self.advisers[chat], slot))
            await self.chats[chat].until("已保存")

    async def _sends(self, sending) -> None:  # type: ignore[no-untyped-def]
        """Now and then Telegram delivers an update a second time, long after the first."""
        update = await sending
        self.numbers.updates += 1
        if self.chance.random() < 0.1:
            await asyncio.sleep(0.3)
            await self.double.put(update)
            self.numbers.repeated += 1

    async def alert(self, stop: asyncio.Event) -> None:
        """Something is found to be wrong all the time."""
        while not stop.is_set():
            async with self.storage.unit() as unit:
                for person_id in self.offices.values():
                    self.numbers.alerts += 1
                    notice = GridLost(
                        village="后塘村",
                        grid="第一网格",
                        grid_id=self.grid_id,
                        stage=Stage.LEFT,
                        why=f"第{self.numbers.alerts}号",
                    )
                    await unit.outbox.put(person_id, notice, datetime.now(UTC))
            await asyncio.sleep(self.chance.uniform(0.02, 0.1))

    async def note_flying(self) -> None:
        """After a kill: which messages were on their way."""
        sending = select(outbox.c.notice).where(outbox.c.state == OutState.SENDING)
        async with self.storage.reading() as unit:
            for row in await unit.outbox.all_rows(sending):
                if found := re.fullmatch(r"第(\d+)号", row.notice.get("why", "")):
                    self.numbers.flying.add(int(found[1]))

    async def kept(self) -> tuple[Counter[tuple[int, int]], int, Counter[OutState]]:
        """Visits by adviser and minute of the day, how many events, and the outbox's states."""
        month = Month(self.day.year, self.day.month)
        async with self.storage.reading() as unit:
            (village,) = await unit.villages.all()
            starts = [
                (visit.adviser_id, local(visit.started_at))
                for visit in await unit.visits.of_village(village.id, month)
            ]
            events = await unit.connection.execute(text("SELECT count(*) FROM events"))
            states = Counter(row.state for row in await unit.outbox.newer_than(0))
        visits = Counter((who, at.hour * 60 + at.minute) for who, at in starts)
        return visits, int(events.scalar() or 0), states

    def judge(
        self, visits: Counter[tuple[int, int]], events: int, states: Counter[OutState]
    ) -> None:
        """Nothing was lost, nothing was applied twice, and what arrived twice says so."""
        numbers, shown = self.numbers, self.alert_at_chat
        assert numbers.kills == KILLS and len(numbers.visits) > KILLS
        assert set(visits) == numbers.visits and set(visits.values()) == {1}
        assert events == numbers.updates
        assert set(shown) == set(range(1, numbers.alerts + 1))
        assert set(states) == {OutState.SENT}
        sent_again = {number for number, count in shown.items() if count > 1}
        assert sent_again <= numbers.flying
        assert {n for n, marks in self.marked.items() if marks} <= numbers.flying
        assert all(self.marked[n] >= shown[n] - 1 for n in sent_again)
        assert not self.double.problems

    def report(self, visits: Counter[tuple[int, int]], events: int) -> str:
        numbers, shown = self.numbers, self.alert_at_chat
        lost = len(numbers.visits - set(visits)) + numbers.updates - events
        twice = sum(count - 1 for count in visits.values())
        return (
            f"kills {numbers.kills} | updates {numbers.updates} (+{numbers.repeated} repeated): "
            f"lost {lost}, applied twice {twice} | alerts {numbers.alerts}: "
            f"lost {numbers.alerts - len(shown)}, in flight at a kill {len(numbers.flying)}, "
            f"arrived twice {sum(n > 1 for n in shown.values())}, "
            f"marked as sent again {sum(n > 0 for n in self.marked.values())} | seed {SEED}"
        )
