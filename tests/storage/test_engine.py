"""Units of work: all or nothing, one writer on the embedded file, nothing lost on a crash."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from storage.engine import Storage, open_storage
from storage.tables import files
from storage.unavailable import StorageUnavailable
from tests.databases import PostgresServer, SqliteFiles


async def _names(storage: Storage) -> list[str]:
    async with storage.reading() as unit:
        return [district.name for district in await unit.districts.all()]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15000)],
)
async def test_the_embedded_file_is_durable_and_checked(
    sqlite_storage: Storage, pragma: str, value: object
):
    for unit_of in (sqlite_storage.unit, sqlite_storage.reading):
        async with unit_of() as unit:
            found = await unit.connection.execute(text(f"PRAGMA {pragma}"))
            assert found.scalar() == value


async def test_what_a_unit_did_is_there_after_it(storage: Storage):
    async with storage.unit() as unit:
        await unit.districts.add("321183003000", "示例街道")
    assert await _names(storage) == ["示例街道"]


async def test_a_unit_that_fails_leaves_nothing(storage: Storage):
    with pytest.raises(RuntimeError):
        async with storage.unit() as unit:
            await unit.districts.add("321183003000", "示例街道")
            raise RuntimeError
    assert await _names(storage) == []


async def test_a_unit_cut_off_leaves_nothing_and_the_next_one_works(storage: Storage):
    begun = asyncio.Event()

    async def slow() -> None:
        async with storage.unit() as unit:
            await unit.districts.add("321183003000", "示例街道")
            begun.set()
            await asyncio.sleep(60)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        task = group.create_task(slow())
        await begun.wait()
        task.cancel()
    async with storage.unit() as unit:
        await unit.districts.add("321183004000", "另一街道")
    assert await _names(storage) == ["另一街道"]


async def test_rows_without_their_parents_are_refused(storage: Storage):
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.villages.add(404, "没有上级的村")


async def test_writers_at_the_same_time_wait_for_each_other(storage: Storage):
    async def write(number: int) -> None:
        async with storage.unit() as unit:
            known = len(await unit.districts.all())
            await asyncio.sleep(0.01)
            await unit.districts.add(f"32118300{number:04d}", f"街道{known}")

    await asyncio.gather(*(write(number) for number in range(5)))
    assert len(await _names(storage)) == 5


async def test_each_writer_sees_what_the_one_before_did(storage: Storage):
    async def write(number: int) -> None:
        async with storage.unit() as unit:
            known = len(await unit.districts.all())
            await asyncio.sleep(0.01)
            await unit.districts.add(f"32118300{number:04d}", f"街道{known}")

    await asyncio.gather(*(write(number) for number in range(5)))
    assert await _names(storage) == [f"街道{n}" for n in range(5)]


async def test_so_do_writers_of_two_processes(databases: SqliteFiles | PostgresServer):
    """Two storages share nothing but the database, as two processes do: its own lock orders."""
    url = await databases.fresh()
    storages = [open_storage(url), open_storage(url)]

    async def write(storage: Storage, number: int) -> None:
        for step in range(5):
            async with storage.unit() as unit:
                known = len(await unit.districts.all())
                await unit.districts.add(f"{number}{step}", f"街道{known}")

    await asyncio.gather(*(write(storage, n) for n, storage in enumerate(storages)))
    assert sorted(await _names(storages[0])) == [f"街道{n}" for n in range(10)]
    for storage in storages:
        await storage.close()
    await databases.drop(url)


async def test_readers_see_one_moment_and_do_not_wait_for_the_writer(storage: Storage):
    async with storage.unit() as writing:
        await writing.districts.add("321183003000", "示例街道")
        async with asyncio.timeout(2):
            assert await _names(storage) == []
    async with storage.reading() as reading:
        assert len(await reading.districts.all()) == 1
        async with storage.unit() as writing:
            await writing.districts.add("321183004000", "另一街道")
        assert len(await reading.districts.all()) == 1
    assert len(await _names(storage)) == 2


async def test_a_server_that_hangs_up_is_unavailable(postgres_server: PostgresServer):
    url = await postgres_server.fresh()
    storage = open_storage(url)
    with pytest.raises(StorageUnavailable):
        async with storage.unit() as unit:
            await unit.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert await _names(storage) == []
    await storage.close()
    await postgres_server.drop(url)


async def test_a_server_started_anew_is_not_noticed(postgres_server: PostgresServer):
    """Connections kept from before are asked whether they live."""
    url = await postgres_server.fresh()
    storage, other = open_storage(url), open_storage(url)
    async with storage.unit(), storage.reading() as unit:
        await unit.districts.all()
    async with other.unit() as unit:
        others = "FROM pg_stat_activity WHERE datname = current_database()"
        me = "AND pid <> pg_backend_pid()"
        await unit.connection.execute(text(f"SELECT pg_terminate_backend(pid) {others} {me}"))
    assert await _names(storage) == []
    async with storage.unit() as unit:
        await unit.districts.add("321183003000", "示例街道")
    for each in (storage, other):
        await each.close()
    await postgres_server.drop(url)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
    hours=st.integers(-11, 14),
)
async def test_moments_come_back_as_utc_seconds(storage: Storage, moment: datetime, hours: int):
    said = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    async with storage.unit() as unit:
        row = {"name": "示例.xlsx", "content": b"", "made_at": said}
        key = (await unit.connection.execute(insert(files).values(row))).inserted_primary_key
        found = await unit.connection.execute(select(files.c.made_at).where(files.c.id == key[0]))
        back = found.scalar_one()
    assert back == said.replace(microsecond=0)
    assert back.tzinfo is UTC
