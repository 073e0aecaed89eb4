"""The driver of the embedded file: fewer hops, the same promises as the stock driver's."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import bindparam, event, func, insert, literal, select, text
from sqlalchemy.exc import IntegrityError

from storage.compiled import FEW, small
from storage.engine import Storage, open_storage
from storage.tables import districts
from storage.unavailable import StorageUnavailable
from tests.databases import SqliteFiles

NAMES = small(select(districts.c.name).order_by(districts.c.id))
ADD = small(insert(districts))


@pytest.fixture(params=["sqlite:", "sqlite+aiosqlite:"])
async def embedded(
    request: pytest.FixtureRequest, sqlite_files: SqliteFiles
) -> AsyncIterator[Storage]:
    url = await sqlite_files.fresh()
    storage = open_storage(url.replace("sqlite:", request.param))
    yield storage
    await storage.close()
    await sqlite_files.drop(url)


async def add(storage: Storage, code: str) -> None:
    async with storage.unit() as unit:
        await unit.districts.run(ADD, code=code, name=code, path=f"/{code}/")


async def names(storage: Storage) -> list[str]:
    async with storage.reading() as unit:
        return [row.name for row in await unit.districts.all_rows(NAMES)]


async def test_small_statements_are_kept_and_undone_like_others(embedded: Storage):
    await add(embedded, "一")
    with pytest.raises(RuntimeError):
        async with embedded.unit() as unit:
            await unit.districts.all_rows(NAMES)
            await unit.districts.run(ADD, code="二", name="二", path="/2/")
            raise RuntimeError
    assert await names(embedded) == ["一"]


async def test_a_small_statement_that_is_refused_says_why_and_the_unit_goes_on(embedded: Storage):
    await add(embedded, "一")
    async with embedded.unit() as unit:
        await unit.districts.all_rows(NAMES)
        with pytest.raises(IntegrityError):
            await unit.districts.run(ADD, code="一", name="一", path="/1/")
        await unit.districts.run(ADD, code="二", name="二", path="/2/")
    assert await names(embedded) == ["一", "二"]


async def test_a_unit_that_asks_nothing_ends_quietly(embedded: Storage):
    async with embedded.unit():
        pass
    async with embedded.reading():
        pass
    await add(embedded, "一")
    assert await names(embedded) == ["一"]


async def test_a_stream_sees_its_unit_s_moment(embedded: Storage):
    await add(embedded, "一")
    async with embedded.reading() as unit:
        result = await unit.connection.stream(select(districts.c.name))
        await add(embedded, "二")
        assert [row.name async for row in result] == ["一"]
        assert [row.name for row in await unit.districts.all_rows(NAMES)] == ["一"]


async def test_cut_off_in_the_middle_of_a_statement_nothing_stays_open(sqlite_storage: Storage):
    """With the stock driver the file stays locked: its cursor outlives the connection."""
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "

    async def write() -> None:
        async with sqlite_storage.unit() as unit:
            await unit.districts.run(ADD, code="一", name="一", path="/1/")
            await unit.connection.execute(text(slow + "SELECT max(i) FROM n"))

    task = asyncio.ensure_future(write())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add(sqlite_storage, "二")
    assert await names(sqlite_storage) == ["二"]


async def test_a_file_somebody_else_writes_to_is_unavailable(sqlite_files: SqliteFiles):
    url = await sqlite_files.fresh()
    one, other = open_storage(url), open_storage(url)

    def hurry(connection: object, record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA busy_timeout=1")
        cursor.close()

    event.listen(other.engine.sync_engine, "connect", hurry)
    async with one.unit() as unit:
        await unit.districts.all_rows(NAMES)
        with pytest.raises(StorageUnavailable):
            await add(other, "二")
    await add(other, "三")
    assert await names(one) == ["三"]
    for storage in (one, other):
        await storage.close()
    await sqlite_files.drop(url)


async def test_only_small_statements_stay_in_the_thread(sqlite_storage: Storage):
    seen: list[int] = []
    few, many = [str(n) for n in range(FEW)], [str(n) for n in range(FEW + 1)]
    here = select(func.here()).where(literal("x").not_in(bindparam("codes", expanding=True)))

    async with sqlite_storage.unit() as unit:
        raw = await unit.connection.get_raw_connection()
        await raw.driver_connection.create_function("here", 0, lambda: seen.append(thread()) or 1)
        for statement, codes in ((small(here), few), (here, few), (small(here), many)):
            await unit.districts.all_rows(statement, codes=codes)
    assert [each == thread() for each in seen] == [True, False, False]


def thread() -> int:
    return threading.get_ident()
