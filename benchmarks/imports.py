"""Rows imported per second of CPU, against reading the cells and one bare `executemany` a table.

`python -m benchmarks.imports`: 1,000 villages, 10,000 grids, 15,000 明白人, all invented. Ours is
what `shaodian import` does up to the commit: read, understand, plan, apply; and once more with the
same workbook, which has to find that nothing changed.
"""

import argparse
import asyncio
import gc
import sqlite3
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import NamedTuple

from openpyxl import Workbook, load_workbook

from actions.imports.apply import apply_import, plan_import, understand_sheets
from actions.imports.workbook import read_sheets
from benchmarks.figures import say
from bot.cli.console import GARBAGE
from domain.imports.changes import Verb
from storage.engine import Storage, open_storage
from storage.schema import upgrade

HEADS = {
    "法律顾问": ("序号", "村（社区）", "类别", "法律顾问姓名", "执业类别", "联系电话", "聘任时间"),
    "网格": ("序号", "所属村（社区）", "网格名称", "网格编码", "网格员", "联系电话", "户数"),
    "法律明白人": (
        "序号",
        "村（社区）",
        "所在网格",
        "姓名",
        "性别",
        "身份类别",
        "联系电话",
        "状态",
    ),
}


class Size(NamedTuple):
    villages: int
    grids: int
    mingbairen: int

    @property
    def rows(self) -> int:
        return sum(self)


def workbook_of(size: Size) -> bytes:
    book = Workbook(write_only=True)
    advisers, grids, people = (book.create_sheet(name) for name in HEADS)
    for sheet, head in zip((advisers, grids, people), HEADS.values(), strict=True):
        sheet.append(head)
    for n in range(size.villages):
        adviser, phone = f"示例顾问{n // 4}", str(19_800_000_000 + n // 4)
        advisers.append([n + 1, _village(n), "行政村", adviser, "律师", phone, "2025-02-03"])
    for n in range(size.grids):
        worker, phone = f"示例网格员{n}", str(19_900_000_000 + n)
        grids.append([n + 1, _grid_home(n, size), _grid(n, size), f"G{n:08d}", worker, phone, 300])
    for n in range(size.mingbairen):
        grid, phone = n % size.grids, str(19_700_000_000 + n)
        home, name = _grid_home(grid, size), _grid(grid, size)
        people.append([n + 1, home, name, f"示例{n}", "女", "人民调解员", phone, "在册"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def in_another_process(size: Size) -> bytes:
    """Made there, so that its memory is not taken for the import's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return other.submit(workbook_of, size).result()


def megabytes() -> float:
    """The most this process has held."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def _village(n: int) -> str:
    return f"示例{n}村"


def _grid_home(n: int, size: Size) -> str:
    return _village(n % size.villages)


def _grid(n: int, size: Size) -> str:
    return f"{_grid_home(n, size)}第{n // size.villages + 1}网格"


def floor(data: bytes, file: Path) -> float:
    """Seconds of CPU to read all cells and keep them as they are, in one durable transaction."""
    began = time.process_time()
    book = load_workbook(BytesIO(data), read_only=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        for number, sheet in enumerate(book.worksheets):
            rows = [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
            columns = ",".join(f"c{n}" for n in range(len(rows[0])))
            database.execute(f"CREATE TABLE t{number} ({columns})")
            marks = ",".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO t{number} VALUES ({marks})", rows)
        database.commit()
    return time.process_time() - began


async def ours(data: bytes, storage: Storage) -> tuple[float, int]:
    """Seconds of CPU to import it, and how many things it added."""
    began, now = time.process_time(), datetime.now(UTC)
    sheets = read_sheets(data)
    async with storage.unit() as unit:
        tables = await understand_sheets(unit, sheets, now)
        del sheets
        office = replace(tables.office, code="320000000001", name="示例街道")
        tables = replace(tables, office=office)
        plan = await plan_import(unit, tables, now)
        problems = (*tables.problems, *plan.problems)
        assert not problems, problems[0]
        await apply_import(unit, plan, None, now)
    return time.process_time() - began, sum(c.verb is Verb.ADD for c in plan.changes)


async def measure(folder: Path, size: Size) -> None:
    gc.set_threshold(GARBAGE, 10, 10)  # as in the product
    data = await asyncio.to_thread(in_another_process, size)
    held = megabytes()
    storage = open_storage(f"sqlite:///{folder}/office.db")
    await upgrade(storage)
    first, added = await ours(data, storage)
    held = megabytes() - held
    bare = floor(data, folder / "floor.db")
    again, nothing = await ours(data, storage)
    bare = min(bare, floor(data, folder / "floor2.db"))
    await storage.close()
    assert added >= size.rows and nothing == 0, (added, nothing)
    for name, seconds in (("floor", bare), ("import", first), ("the same again", again)):
        say(f"{name:15} {size.rows / seconds:7.0f} rows/s  {seconds:6.2f} s CPU")
    say(f"an import takes {first / bare:.1f} times the floor, and {held:.0f} MB at its most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=1_000)
    parser.add_argument("--grids", type=int, default=10_000)
    parser.add_argument("--mingbairen", type=int, default=15_000)
    asked = parser.parse_args()
    size = Size(asked.villages, asked.grids, asked.mingbairen)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), size))


if __name__ == "__main__":
    main()
