"""Durable visits through the dispatcher, against a bare aiogram handler and a bare commit.

`python -m benchmarks.updates`: rounds of both take turns, so that a noisy machine is as noisy for
one as for the other; what counts is the median of the ratios of neighbouring rounds.
"""

import argparse
import asyncio
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
from aiogram import Dispatcher
from aiogram.types import Chat, Message, Update, User

from benchmarks.figures import Spell, measured, median, say
from benchmarks.office import Adviser, lines, open_office
from bot.clock import SystemClock
from bot.talk.dispatcher import make_dispatcher
from bot.talk.visitor import NOBODY, Visitor
from storage.engine import open_storage
from storage.schema import upgrade

AIM = 4.0
"""How many times as long as the floor an update may take."""
MESSENGER = "bench"


class Ours:
    """Each person says a line and presses 保存: two updates for one visit."""

    def __init__(self, dispatcher: Dispatcher, advisers: list[Adviser]) -> None:
        self._lines = {adviser.address: lines(adviser) for adviser in advisers}
        self._visitors = {
            adviser.address: Visitor(dispatcher, MESSENGER, adviser.address) for adviser in advisers
        }
        self._events = itertools.count()

    async def visit(self, address: str) -> Iterator[float]:
        visitor, line = self._visitors[address], next(self._lines[address])
        began = time.perf_counter()
        card = await visitor.says(line, event_id=f"e{next(self._events)}")
        asked = time.perf_counter()
        assert card and card.buttons[0].text == "保存", card
        card = await visitor.presses(card.buttons[0].press, event_id=f"e{next(self._events)}")
        assert card and card.text.startswith("已保存"), card
        return iter((asked - began, time.perf_counter() - asked))


class Floor:
    """One handler, one INSERT, one commit with `synchronous=FULL`: what no bot can do without."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database, self._writer = database, asyncio.Lock()
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.message.register(self._handle)
        self._count = itertools.count(1)

    async def visit(self, address: str) -> Iterator[float]:
        return iter([await self._update(int(address)) for _ in range(2)])

    async def _update(self, number: int) -> float:
        began = time.perf_counter()
        message = Message(
            message_id=next(self._count),
            date=datetime.now(UTC),
            chat=Chat(id=number, type="private"),
            from_user=User(id=number, is_bot=False, first_name="-"),
            text="昨天下午2点到4点半 后塘村 民法典讲座 42人",
        )
        update = Update.model_validate(
            {"update_id": next(self._count), "message": message}, context={"bot": NOBODY}
        ).as_(NOBODY)
        await self._dispatcher.feed_update(NOBODY, update)
        return time.perf_counter() - began

    async def _handle(self, message: Message) -> str:
        async with self._writer:
            await self._database.execute("INSERT INTO said (text) VALUES (?)", (message.text,))
            await self._database.commit()
        return "ok"


async def spell(
    visit: Callable[[str], Awaitable[Iterator[float]]], people: list[str], visits: int
) -> Spell:
    """All these people at once, each one visit after the other."""

    async def one(address: str) -> None:
        for _ in range(visits):
            found.each.extend(await visit(address))

    with measured() as found:
        await asyncio.gather(*(one(address) for address in people))
    return found


async def measure(folder: Path, rounds: int, people: int, visits: int) -> None:
    storage = open_storage(f"sqlite:///{folder}/office.db")
    await upgrade(storage)
    advisers = await open_office(storage, MESSENGER, people)
    addresses = [adviser.address for adviser in advisers]
    async with aiosqlite.connect(folder / "floor.db") as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=FULL")
        await database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT)")
        floor, ours = Floor(database), Ours(make_dispatcher(storage, SystemClock()), advisers)
        for each in (floor.visit, ours.visit):
            await spell(each, addresses, 1)  # warm up
        pairs = []
        for _ in range(rounds):
            pairs.append(
                (
                    await spell(floor.visit, addresses, visits),
                    await spell(ours.visit, addresses, visits),
                )
            )
    await storage.close()
    report(pairs)


def report(pairs: list[tuple[Spell, Spell]]) -> None:
    for name, spells in zip(("floor", "ours"), zip(*pairs, strict=True), strict=True):
        say(
            f"{name:6} {median([s.rate for s in spells]):7.0f} updates/s"
            f"  {median([s.cpu_ms for s in spells]):6.2f} ms CPU each"
            f"  p50 {1000 * median([s.percentile(50) for s in spells]):6.1f} ms"
            f"  p99 {1000 * median([s.percentile(99) for s in spells]):6.1f} ms"
        )
    ratio = median([bare.rate / full.rate for bare, full in pairs])
    cpu = median([full.cpu / bare.cpu for bare, full in pairs])
    say(f"an update takes {ratio:.1f} times the floor (aim {AIM:.0f}), {cpu:.1f} times its CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--visits", type=int, default=10, help="of each person in a round")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), asked.rounds, asked.people, asked.visits))


if __name__ == "__main__":
    main()
