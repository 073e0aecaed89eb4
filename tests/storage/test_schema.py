"""Migrations go up and down on both databases, and end where the tables say."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage.engine import Storage, open_storage
from storage.schema import HEAD, SchemaUnknown, current, downgrade, known_versions, upgrade
from storage.tables import metadata
from tests.databases import PostgresServer, SqliteFiles

ROOT = Path(__file__).parent.parent.parent


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_a_migrated_database_has_exactly_the_tables_of_the_program(storage: Storage):
    async with storage.reading() as unit:
        assert await unit.connection.run_sync(_differences) == []


async def test_up_down_and_up_again(storage: Storage):
    await downgrade(storage)
    assert await current(storage) is None
    async with storage.reading() as unit:
        assert await unit.connection.run_sync(_tables) == {"alembic_version"}
    await upgrade(storage)
    assert await current(storage) == HEAD
    async with storage.reading() as unit:
        assert await unit.connection.run_sync(_differences) == []


async def test_going_down_works_with_people_in_the_tables(storage: Storage):
    async with storage.unit() as unit:
        town = await unit.districts.add("321183003000", "示例街道")
        village = await unit.villages.add(town.id, "后塘村")
        await unit.grids.add(village.id, "第一网格", "HT-01")
    await downgrade(storage)
    async with storage.reading() as unit:
        assert await unit.connection.run_sync(_tables) == {"alembic_version"}


async def test_upgrading_twice_changes_nothing(storage: Storage):
    await upgrade(storage)
    assert await current(storage) == HEAD


async def test_a_database_of_a_newer_release_is_left_alone(storage: Storage):
    async with storage.unit() as unit:
        await unit.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaUnknown) as refused:
        await upgrade(storage)
    assert refused.value.version == "9999"


async def test_foreign_keys_hold_again_after_a_migration(databases: SqliteFiles | PostgresServer):
    url = await databases.fresh()
    storage = open_storage(url)
    await downgrade(storage)
    await upgrade(storage)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with storage.unit() as unit:
            await unit.villages.add(404, "没有上级的村")
    await storage.close()
    await databases.drop(url)


def test_the_version_a_start_looks_for_is_the_newest_migration():
    assert known_versions()[-1] == HEAD


async def test_a_start_with_nothing_to_do_does_not_wait_for_alembic(sqlite_files: SqliteFiles):
    url = await sqlite_files.fresh()
    program = f"""
import asyncio, sys
from storage.engine import open_storage
from storage.schema import upgrade
async def start():
    storage = open_storage({url!r})
    await upgrade(storage)
    await storage.close()
asyncio.run(start())
sys.exit("alembic" in sys.modules)
"""
    started = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    assert await started.wait() == 0
    await sqlite_files.drop(url)
