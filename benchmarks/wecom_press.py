"""How soon a pressed card is answered in WeCom while a month is evaluated or a city imported.

`python -m benchmarks.wecom_press`: the bot with its embedded database, a province in it, is a
process of its own; this one plays WeCom and its people. Advisers say lines and press 保存, so many
presses a second whatever is answered, at rest, while the province's month is evaluated again and
again, and while an office sends the workbook of a whole city, gets its preview and presses 导入.
Measured is what WeCom measures: from the event that it sends to the update of the card that it
takes. It takes none after 5 seconds.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import imports
from benchmarks.figures import percentile, say
from benchmarks.province import Size, fill
from benchmarks.wecom_bot import MONTH, NOW, child, since
from benchmarks.wecom_people import Advisers, Clerk, Invited, Somebody, invite
from bot.tasks import Tasks
from storage.engine import open_storage
from storage.schema import upgrade
from tests.wecom_double import WeComDouble

AIM, LATEST = 1.0, 5.0
"""Seconds within which 99 of 100 presses are answered, and all; an import's own transaction has the
one writer for longer than the first."""


class Load(NamedTuple):
    people: int
    a_second: float
    seconds: float


class Bench(NamedTuple):
    double: WeComDouble
    bot: asyncio.subprocess.Process
    advisers: Advisers
    load: Load
    tasks: Tasks

    async def presses(self, name: str, work: Coroutine[Any, Any, None], aim: float = AIM) -> None:
        """Presses while the work goes on."""
        await since(self.bot)
        self.double.answered_after.clear()
        Somebody.unanswered.clear()
        began = time.perf_counter()
        beside = self.tasks.start(work, name)
        await self.advisers.press(self.load.a_second, beside)
        happened, answered = await since(self.bot), self.double.answered_after
        unanswered = len(Somebody.unanswered)
        times = "  ".join(f"p{p} {1000 * percentile(answered, p):4.0f}" for p in (50, 95, 99))
        met = not unanswered and percentile(answered, 99) < aim
        say(
            f"{name:22} {time.perf_counter() - began:5.1f} s {len(answered):4} answered  {times}"
            f"  worst {1000 * max(answered):4.0f} ms  not within 5 s: {unanswered}"
            f"  aim {aim:.0f} s: {'met' if met else 'MISSED'}"
        )
        rounds = f", {happened.evaluations} evaluations" if happened.evaluations else ""
        say(f"{'':22} event loop held for at most {1000 * happened.held:.0f} ms{rounds}")

    async def evaluates(self) -> None:
        assert self.bot.stdin
        self.bot.stdin.write(b"evaluate\n")
        await asyncio.sleep(self.load.seconds)


async def prepare(database: str, size: Size, people: int) -> list[Invited]:
    storage = open_storage(database)
    await upgrade(storage)
    await fill(storage, size, MONTH)
    invited = await invite(storage, people, NOW)
    await storage.close()
    return invited


async def measure(folder: Path, province: Size, city: imports.Size, load: Load) -> None:
    database, workbook = f"sqlite:///{folder}/province.db", imports.workbook_of(city)
    invited = await prepare(database, province, load.people)
    say(f"{province}, {city}, {len(workbook) // 1024} KB; {load.a_second:.0f} presses a second")
    tasks = Tasks()
    async with WeComDouble(per_minute=10_000, per_hour=100_000) as double:
        bot = await child(database, double.url)
        try:
            await double.online()
            advisers, clerk = Advisers(double, invited, NOW.date()), Clerk(double, workbook)
            advisers.begin(tasks)
            bench = Bench(double, bot, advisers, load, tasks)
            await bench.presses("at rest", asyncio.sleep(load.seconds))
            await bench.presses("month evaluated", bench.evaluates())
            await bench.presses("workbook looked through", clerk.looks_through())
            await bench.presses("workbook imported", clerk.imports(), LATEST)
            await bench.presses("the same looked through", clerk.looks_through_again())
        finally:
            await tasks.close()
            bot.terminate()
            await bot.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=21_000)
    parser.add_argument("--grids", type=int, default=61_000)
    parser.add_argument("--visits", type=int, default=84_000)
    parser.add_argument(
        "--city",
        type=int,
        nargs=3,
        default=(2_000, 9_000, 12_000),
        metavar=("VILLAGES", "GRIDS", "MINGBAIREN"),
    )
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--a-second", type=float, default=5, help="presses")
    parser.add_argument("--seconds", type=float, default=20, help="at rest, and of evaluations")
    asked = parser.parse_args()
    province = Size(asked.villages, asked.grids, asked.visits)
    load = Load(asked.people, asked.a_second, asked.seconds)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), province, imports.Size(*asked.city), load))


if __name__ == "__main__":
    main()
