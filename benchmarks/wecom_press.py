"""How soon a pressed card is answered in WeCom while a whole province's month is evaluated.

`python -m benchmarks.wecom_press`: one process, as in an office: the bot over the double of
tests/, its embedded database, and the evaluation running again and again beside it. Measured is
what WeCom measures: from the event that it sends to the update of the card that it takes.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from actions.evaluation import evaluate_grids, evaluate_month
from benchmarks.figures import percentile, say
from benchmarks.province import Size, fill
from bot.clock import StoppedClock
from bot.dispatcher import make_dispatcher
from bot.tasks import Tasks
from domain.months import Month
from domain.people import Role
from storage.engine import Storage, open_storage
from storage.schema import upgrade
from tests.wecom_double import WeComDouble
from tests.wecom_phone import WeComPhone, wecom_door

MONTH = Month(2026, 11)
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
AIM = 1.0
"""Seconds within which 99 of 100 presses are answered; WeCom waits five."""


async def invite(storage: Storage, people: int) -> list[tuple[str, str]]:
    """Address and village of advisers of the province, known at WeCom."""
    found = []
    async with storage.unit() as unit:
        for person in range(1, people + 1):
            await unit.people.grant(person, Role.ADVISER, None, NOW)
            await unit.people.link_account(person, "wecom", f"wo{person}", NOW)
            villages = await unit.advisers.villages_of(person, NOW.date())
            found.append((f"wo{person}", villages[0].name))
    return found


async def record(phone: WeComPhone, village: str, presses: int, rng: random.Random) -> None:
    """One evening visit after the other: a line, and a press that saves it."""
    slots = ((day, n) for day in itertools.count(1) for n in range(9))
    for day, n in itertools.islice(slots, presses):
        begins, ends = (f"{20 + m // 60}:{m % 60:02d}" for m in (30 + n * 10 - 10, 30 + n * 10))
        await phone.says(f"11月{day}日 {begins}到{ends} {village} 法治讲座")
        await asyncio.sleep(rng.uniform(0.05, 0.5))
        await phone.presses("保存")


async def evaluate_on_and_on(storage: Storage, rounds: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await evaluate_grids(storage, NOW)
        await evaluate_month(storage, MONTH, NOW)
        rounds.append(time.perf_counter() - began)


async def measure(folder: Path, size: Size, people: int, presses: int) -> None:
    storage = open_storage(f"sqlite:///{folder}/province.db")
    await upgrade(storage)
    await fill(storage, size, MONTH)
    say(f"{size.villages} villages, {size.grids} grids, {size.visits} visits")
    advisers = await invite(storage, people)
    clock, tasks, rng = StoppedClock(NOW), Tasks(), random.Random(7)
    dispatcher = make_dispatcher(storage, clock)
    more = {"wecom_per_minute": 10_000, "wecom_per_hour": 100_000}
    async with (
        WeComDouble(per_minute=10_000, per_hour=100_000) as double,
        wecom_door(double, dispatcher, storage, clock, **more) as door,
    ):
        await double.online()
        phones = [(WeComPhone(double, door, address), village) for address, village in advisers]
        for busy in (False, True):
            rounds: list[float] = []
            double.answered_after.clear()
            task = tasks.start(evaluate_on_and_on(storage, rounds), "evaluation") if busy else None
            half = slice(0, people // 2) if busy else slice(people // 2, people)
            began = time.perf_counter()
            await asyncio.gather(*(record(p, v, presses, rng) for p, v in phones[half]))
            report(busy, double.answered_after, time.perf_counter() - began, rounds)
            if task:
                task.cancel()
    await tasks.close()
    await storage.close()


def report(busy: bool, answered: list[float], wall: float, rounds: list[float]) -> None:
    name = "while evaluating" if busy else "at rest"
    times = "  ".join(f"p{p} {1000 * percentile(answered, p):5.0f} ms" for p in (50, 95, 99))
    say(
        f"{name:17} {len(answered):4} presses, {len(answered) / wall:4.1f}/s  {times}"
        f"  worst {1000 * max(answered):5.0f} ms"
    )
    if busy:
        whole = ", ".join(f"{seconds:.1f} s" for seconds in rounds) or "not one whole round"
        good = percentile(answered, 99) < AIM
        say(f"evaluations beside it: {whole}; p99 under {AIM:.0f} s: {'yes' if good else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=21_000)
    parser.add_argument("--grids", type=int, default=61_000)
    parser.add_argument("--visits", type=int, default=84_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--presses", type=int, default=20, help="of each person")
    asked = parser.parse_args()
    size = Size(asked.villages, asked.grids, asked.visits)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), size, asked.people, asked.presses))


if __name__ == "__main__":
    main()
