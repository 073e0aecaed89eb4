"""Who is at WeCom in `benchmarks.wecom_press`: advisers with visits to save, an office's clerk."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from bot.tasks import Tasks
from domain.people import Role
from storage.engine import Storage
from tests.wecom_double import ANSWER_WITHIN, Shown, WeComDouble

CITY = ("330000000001", "示例市")
CLERK = "wo-clerk"
GIVEN_UP = 120.0
FIRST_DAY = 6
"""Of the month: by then everybody of the province has begun to serve."""


class Invited(NamedTuple):
    address: str
    village: str


async def invite(storage: Storage, advisers: int, now: datetime) -> list[Invited]:
    """Advisers of the province, and somebody in the office of a city that is still empty."""
    found = []
    async with storage.unit() as unit:
        for person in range(1, advisers + 1):
            await unit.people.grant(person, Role.ADVISER, None, now)
            await unit.people.link_account(person, "wecom", f"wo{person}", now)
            villages = await unit.advisers.villages_of(person, now.date())
            found.append(Invited(f"wo{person}", villages[0].name))
        city, clerk = await unit.districts.add(*CITY), await unit.people.add("示例科员")
        await unit.people.grant(clerk.id, Role.OFFICE, city.id, now)
        await unit.people.link_account(clerk.id, "wecom", CLERK, now)
    return found


class Somebody:
    """One person's chat. In `unanswered` is who pressed and saw no card change in time."""

    unanswered: ClassVar[list[str]] = []

    def __init__(self, double: WeComDouble, address: str) -> None:
        self.double, self.address = double, address

    async def sees(self, expected: Callable[[Shown], object], since: int = 0) -> Shown:
        """The message that is as expected, changed after the moment `since`."""
        async with asyncio.timeout(GIVEN_UP):
            while True:
                for shown in reversed(self.double.chats[self.address]):
                    if shown.changed > since and expected(shown):
                        return shown
                await asyncio.sleep(0.01)

    async def presses(self, words: str) -> None:
        """Press, and wait for as long as WeCom would take an answer."""
        shown = await self.sees(lambda shown: words in shown.words)
        updates = shown.updates
        await self.double.presses(self.address, shown, words)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                while shown.updates == updates:  # noqa: ASYNC110 - a benchmark may look often
                    await asyncio.sleep(0.01)
        except TimeoutError:
            self.unanswered.append(self.address)
            shown.buttons.clear()

    @property
    def now(self) -> int:
        return max((shown.changed for shown in self.double.chats[self.address]), default=0)


class Clerk(Somebody):
    def __init__(self, double: WeComDouble, workbook: bytes) -> None:
        super().__init__(double, CLERK)
        self._workbook = workbook

    async def looks_through(self) -> None:
        """The preview, and the list that follows it."""
        before = await self._sends()
        await self.sees(lambda shown: shown.file, before)

    async def looks_through_again(self) -> None:
        before = await self._sends()
        await self.sees(lambda shown: "完全一致" in shown.text, before)

    async def imports(self) -> None:
        before = self.now
        await self.presses("导入")
        await self.sees(lambda shown: "已导入" in shown.text, before)

    async def _sends(self) -> int:
        before = self.now
        await self.double.sends_file(self.address, "基础表.xlsx", self._workbook)
        return before


class Advisers:
    """Each says a line and then has a card ready to be pressed when it is their turn."""

    def __init__(self, double: WeComDouble, invited: list[Invited], last: date) -> None:
        self._all = [(Somebody(double, one.address), visits(one.village, last)) for one in invited]
        self._ready: asyncio.Queue[asyncio.Event] = asyncio.Queue()

    def begin(self, tasks: Tasks) -> None:
        for somebody, lines in self._all:
            tasks.start(self._record(somebody, lines), somebody.address)

    async def press(self, a_second: float, until: asyncio.Task[None]) -> None:
        """Presses come at this pace whether those before are answered or not, as long as a card
        is ready."""
        await self._all_ready()
        while not until.done():
            (await self._ready.get()).set()
            await asyncio.sleep(1 / a_second)
        await until
        await self._all_ready()

    async def _all_ready(self) -> None:
        async with asyncio.timeout(GIVEN_UP):
            while self._ready.qsize() < len(self._all):  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def _record(self, somebody: Somebody, lines: Iterator[str]) -> None:
        for line in lines:
            await somebody.double.says(somebody.address, line)
            await somebody.sees(lambda shown: "保存" in shown.words)
            turn = asyncio.Event()
            self._ready.put_nowait(turn)
            await turn.wait()
            await somebody.presses("保存")


def visits(village: str, last: date) -> Iterator[str]:
    """Ten minutes each, nine an evening, none overlapping another."""
    for day, n in itertools.product(range(FIRST_DAY, last.day), range(9)):
        begins, ends = (f"{20 + m // 60}:{m % 60:02d}" for m in (n * 10, n * 10 + 10))
        yield f"{last.month}月{day}日 {begins}到{ends} {village} 法治讲座"
