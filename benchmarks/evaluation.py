"""How long the evaluation of a month takes, against one bare SQL aggregate over the same rows.

    python -m benchmarks.evaluation
    python -m benchmarks.evaluation --villages 2000 --grids 12000 --visits 50000

Everything runs on a generated database in a temporary directory. Times are the best of several
runs; the first evaluation, which writes a row for every shortfall, happens only once.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosqlite
from rich.console import Console
from rich.table import Table

from actions.month.evaluation import Summary, evaluate_grids, evaluate_month
from actions.month.shortfalls import reconsider_village
from benchmarks.province import Size, fill
from domain.months import Month
from storage.engine import Storage, open_storage
from storage.schema import upgrade

MONTH = Month(2026, 11)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
RUNS = 7

BARE = """
SELECT v.id, h.minutes, c.grids, c.covered FROM villages v
LEFT JOIN (
  SELECT village_id, SUM(ended_at - started_at) / 60 AS minutes FROM visits
  WHERE month = '2026-11' AND withdrawn_at IS NULL
    AND activity IN ('lecture', 'consultation', 'campaign', 'training', 'door_to_door')
  GROUP BY village_id
) h ON h.village_id = v.id
LEFT JOIN (
  SELECT village_id, COUNT(*) AS grids, SUM(people > 0) AS covered FROM (
    SELECT g.village_id, COUNT(m.id) AS people FROM grids g
    LEFT JOIN mingbairen m ON m.grid_id = g.id AND m.stage = 'registered'
    WHERE g.retired_on IS NULL GROUP BY g.id
  ) GROUP BY village_id
) c ON c.village_id = v.id
"""


async def timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    begins = time.perf_counter()
    result = await work()
    return time.perf_counter() - begins, result


async def both(storage: Storage, now: datetime) -> Summary:
    month = await evaluate_month(storage, MONTH, now)
    return month.plus(await evaluate_grids(storage, now))


async def one_visit(storage: Storage, villages: int) -> list[float]:
    """Seconds of `reconsider_village` alone, for a visit that has just been withdrawn."""
    took = []
    for village_id in range(1, min(villages, 201)):
        async with storage.unit() as unit:
            for visit in (await unit.visits.of_village(village_id, MONTH))[:1]:
                gone = visit.model_copy(update={"withdrawn_at": NOW})
                await unit.visits.save(gone)
            begins = time.perf_counter()
            await reconsider_village(unit, village_id, MONTH, NOW)
            took.append(time.perf_counter() - begins)
    return took


async def presses(storage: Storage, busy: asyncio.Event) -> list[float]:
    """How long a small writing transaction takes, one every 10 ms while something else runs."""
    took = []
    while not busy.is_set():
        begins = time.perf_counter()
        async with storage.unit() as unit:
            await unit.audit.note(None, "press", "benchmark", 1, NOW)
        took.append(time.perf_counter() - begins)
        await asyncio.sleep(0.01)
    return took


async def while_pressed(storage: Storage, work: Callable[[], Awaitable[Any]]) -> list[float]:
    over = asyncio.Event()
    async with asyncio.TaskGroup() as together:
        pressing = together.create_task(presses(storage, over))
        await work()
        over.set()
    return pressing.result()


async def measure(size: Size, folder: Path) -> Table:
    file = folder / "office.db"
    storage = open_storage(f"sqlite:///{file}")
    await upgrade(storage)
    await fill(storage, size, MONTH)
    async with aiosqlite.connect(file) as bare:

        async def aggregate() -> None:
            async with bare.execute(BARE) as cursor:
                await cursor.fetchall()

        waits = await while_pressed(storage, lambda: both(storage, NOW))
        async with storage.unit() as unit:
            for table in ("shortfall_moves", "shortfalls"):
                await unit.connection.exec_driver_sql(f"DELETE FROM {table}")
        month, opened = await timed(lambda: evaluate_month(storage, MONTH, NOW))
        grids, gaps = await timed(lambda: evaluate_grids(storage, NOW))
        rounds = [
            [
                (await timed(work))[0]
                for work in (
                    aggregate,
                    lambda: evaluate_month(storage, MONTH, NOW),
                    lambda: evaluate_grids(storage, NOW),
                )
            ]
            for _ in range(RUNS)
        ]
    floor, again_month, again_grids = (min(times) for times in zip(*rounds, strict=True))
    alone = await one_visit(storage, size.villages)
    ended = NOW + timedelta(days=11)
    end, moved = await timed(lambda: evaluate_month(storage, MONTH, ended))
    await storage.close()
    rows = [
        ("one bare SQL aggregate", floor, ""),
        ("evaluation, nothing new: month", again_month, "0 rows changed"),
        ("evaluation, nothing new: grids", again_grids, "0 rows changed"),
        ("evaluation, nothing new: both", again_month + again_grids, ""),
        ("first evaluation: month", month, f"{opened.opened} rows opened"),
        ("first evaluation: grids", grids, f"{gaps.opened} rows opened"),
        ("the 1st of the next month", end, f"{moved.opened} opened, {moved.moved} moved"),
        ("one visit judged again, median", statistics.median(alone), ""),
        ("one visit judged again, worst", max(alone), f"of {len(alone)}"),
        ("a press meanwhile, median", statistics.median(waits), "during the first evaluation"),
        ("a press meanwhile, worst", max(waits), f"of {len(waits)}"),
    ]
    return _table(size, floor, rows)


def _table(size: Size, floor: float, rows: list[tuple[str, float, str]]) -> Table:
    title = f"{size.villages} villages, {size.grids} grids, {size.visits} visits"
    table = Table("what", "ms", "× aggregate", "", title=title)
    for what, seconds, note in rows:
        whole = not what.startswith(("one visit", "a press"))
        ratio = f"{seconds / floor:.2f}" if whole else ""
        table.add_row(what, f"{1000 * seconds:.1f}", ratio, note)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--villages", type=int, default=21_000)
    parser.add_argument("--grids", type=int, default=130_000)
    parser.add_argument("--visits", type=int, default=84_000)
    parser.add_argument("--months", type=int, default=1, help="of visits and of what was short")
    given = parser.parse_args()
    size = Size(given.villages, given.grids, given.visits, given.months)
    with tempfile.TemporaryDirectory() as folder:
        Console(width=100).print(asyncio.run(measure(size, Path(folder))))


if __name__ == "__main__":
    main()
