"""What was long ago costs nothing: the same work over one month and over two years of them.

The work is what SQLite's machine does, counted; no clock is asked.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import count

import pytest

from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.shortfalls import reconsider_village
from benchmarks.province import Size, fill
from domain.months import Month
from domain.policy import Policy
from scheduler.runner import run_one
from storage.engine import Storage, open_storage
from tests.databases import SqliteFiles

NOVEMBER = Month(2026, 11)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STEPS = 10
"""Of the machine, between two looks."""
Work = Callable[[Storage], Awaitable[object]]


async def evaluate(storage: Storage) -> None:
    await evaluate_month(storage, NOVEMBER, NOW)
    await evaluate_grids(storage, NOW)


async def evaluate_advisers(storage: Storage) -> None:
    async with storage.unit() as unit:
        await unit.policies.set(Policy(basis="adviser"), NOVEMBER, None, NOW)
    await evaluate_month(storage, NOVEMBER, NOW)


async def one_village(storage: Storage) -> None:
    async with storage.unit() as unit:
        await reconsider_village(unit, 7, NOVEMBER, NOW)


async def digest(storage: Storage) -> None:
    await run_one(storage, "digest", "2026-11", datetime(2026, 11, 28, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize("work", [evaluate, evaluate_advisers, one_village, digest])
async def test_the_past_costs_nothing(
    sqlite_files: SqliteFiles, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = count()
    open_file = sqlite3.connect

    def counted(*args: object, **named: object) -> sqlite3.Connection:
        connection = open_file(*args, **named)
        connection.set_progress_handler(lambda: next(looks) < 0, STEPS)
        return connection

    monkeypatch.setattr(sqlite3, "connect", counted)
    spent = []
    for months in (1, 24):
        storage = open_storage(await sqlite_files.fresh())
        await fill(storage, Size(60, 180, 240, months), NOVEMBER)
        await evaluate(storage)
        before = next(looks)
        await work(storage)
        spent.append(next(looks) - before)
        await storage.close()
    assert spent[1] < 1.5 * spent[0], "the months differ by chance, not by their number"
