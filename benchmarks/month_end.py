"""A province's month end: digests made and told, against bare inserts and updates.

    python -m benchmarks.month_end
    python -m benchmarks.month_end --villages 3000 --grids 12000 --visits 12000 --people 3000

Three days before the end of the month everybody who answers for villages is told what they lack: an
office in every street, the rest village confirmers. The month is judged before what is measured.
The messenger is a double: it takes everything at once and has no limits. The floor writes the same
digests in one transaction and marks each twice with a commit, before and after it would be sent.
"""

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import aiosqlite
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, insert, select

from actions.illnesses import Illnesses
from actions.month.digests import send_before_month_end
from actions.month.evaluation import evaluate_month
from benchmarks.figures import median
from benchmarks.province import VILLAGES_PER_ADVISER, VILLAGES_PER_DISTRICT, Size, fill
from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.limits import Limits
from bot.messengers.notifier import Notifier
from bot.talk.cards import Card
from bot.talk.words.notices import card_for
from bot.tasks import Tasks
from domain.months import Month
from domain.people import Role
from storage.engine import Storage, open_storage
from storage.outbox import UNSETTLED
from storage.schema import upgrade
from storage.tables import accounts, grants, people

MONTH, NOW = Month(2026, 11), datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
DOUBLE = "double"


class Times(NamedTuple):
    made: float
    sent: float


class TakesAll:
    """A messenger whose network costs nothing."""

    name, deduplicates = DOUBLE, False

    def __init__(self) -> None:
        self.limits, self.taken = Limits(), 0

    async def deliver(self, address: str, card: Card, key: int) -> None:
        assert card.text
        self.taken += 1


async def appoint(storage: Storage, size: Size, count: int) -> None:
    """So many people to be told: an office for each street, and village confirmers."""
    streets = -(-size.villages // VILLAGES_PER_DISTRICT)
    first = 1 - (-size.villages // VILLAGES_PER_ADVISER)
    told = range(first, first + count)
    offices, confirmers = told[:streets], told[streets:]
    posts = [(person, Role.OFFICE, 2 + n) for n, person in enumerate(offices)]
    if confirmers:
        posts += [
            (confirmers[n % len(confirmers)], Role.VILLAGE_CONFIRMER, 1 + n)
            for n in range(max(size.villages, len(confirmers)))
        ]
    async with storage.unit() as unit:
        for table, rows in (
            (people, [{"id": n, "name": f"示例{n}"} for n in told]),
            (
                grants,
                [{"person_id": p, "role": r, "place_id": w, "since": NOW} for p, r, w in posts],
            ),
            (
                accounts,
                [
                    {"person_id": n, "messenger": DOUBLE, "address": str(n), "linked_at": NOW}
                    for n in told
                ],
            ),
        ):
            await unit.connection.execute(insert(table), rows)


async def ours(storage: Storage, day: date, count: int) -> Times:
    """One round: the day makes these digests others than those of the round before."""
    began = time.perf_counter()
    async with storage.unit() as unit:
        await send_before_month_end(unit, MONTH, NOW, Illnesses(), day=day)
    made = time.perf_counter()
    assert await waiting(storage) == count, await waiting(storage)
    clock, tasks, double = StoppedClock(NOW), Tasks(), TakesAll()
    health = Health(storage, clock)
    notifier = Notifier(storage, clock, [double], card_for, tasks, health)
    begins = time.perf_counter()
    tasks.keep(notifier.run, "notifier")
    # only the database knows when the last of them is marked
    while double.taken < count or await waiting(storage):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    ended = time.perf_counter()
    await tasks.close()
    assert double.taken == count
    return Times(made - began, ended - begins)


async def waiting(storage: Storage) -> int:
    async with storage.reading() as unit:
        row = await unit.outbox.one_row(select(func.count().label("n")).where(UNSETTLED))
    return int(row.n) if row else 0


async def bare(storage: Storage, file: Path) -> Times:
    """The digests of the newest round once more, by SQL alone."""
    async with storage.reading() as unit:
        found = await unit.outbox.newer_than(0)
    told = {row.person_id: row.notice.model_dump_json() for row in found}
    async with aiosqlite.connect(file) as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=FULL")
        await database.execute(
            "CREATE TABLE told (id INTEGER PRIMARY KEY, notice TEXT, state TEXT)"
        )
        began = time.perf_counter()
        rows = [(id_, notice, "waiting") for id_, notice in told.items()]
        await database.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)
        await database.commit()
        made = time.perf_counter()
        for id_ in told:
            for state in ("sending", "sent"):
                await database.execute("UPDATE told SET state = ? WHERE id = ?", (state, id_))
                await database.commit()
        return Times(made - began, time.perf_counter() - made)


async def measure(size: Size, count: int, rounds: int, folder: Path) -> Table:
    storage = open_storage(f"sqlite:///{folder}/office.db")
    await upgrade(storage)
    await fill(storage, size, MONTH)
    await appoint(storage, size, count)
    await evaluate_month(storage, MONTH, NOW)
    pairs = []
    for n in range(rounds):
        full = await ours(storage, date(2026, 11, 1 + n), count)
        pairs.append((full, await bare(storage, folder / f"floor{n}.db")))
    await storage.close()
    made = Table(f"{count} digests", "ours, s", "floor, s", "× floor")
    for what, took in (
        ("made", lambda times: times.made),
        ("sent", lambda times: times.sent),
        ("both", sum),
    ):
        ratio = median([took(full) / took(floor) for full, floor in pairs])
        ours_, floors = (median([took(each) for each in side]) for side in zip(*pairs, strict=True))
        made.add_row(what, f"{ours_:.2f}", f"{floors:.3f}", f"{ratio:.1f}")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--villages", type=int, default=21_000)
    parser.add_argument("--grids", type=int, default=130_000)
    parser.add_argument("--visits", type=int, default=84_000)
    parser.add_argument("--people", type=int, default=3_000, help="who are told")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 29))
    given = parser.parse_args()
    if given.people < given.villages / VILLAGES_PER_DISTRICT:
        parser.error("every street has an office")
    size = Size(given.villages, given.grids, given.visits)
    with tempfile.TemporaryDirectory() as folder:
        made = asyncio.run(measure(size, given.people, given.rounds, Path(folder)))
        Console(width=100).print(made)


if __name__ == "__main__":
    main()
