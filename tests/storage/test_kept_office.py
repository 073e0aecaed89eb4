"""What an office stored with version 0.1.0 comes along, as a backup and as a database."""

from pathlib import Path
from typing import get_args

from sqlalchemy import func, insert, select, text

from domain.change_notices import ChangeNotice
from domain.notices import Notice, ShortAgain
from storage.backup import write_backup
from storage.engine import Storage, open_storage
from storage.restore import read_backup
from storage.schema import HEAD, current, upgrade
from storage.tables import metadata
from tests.databases import PostgresServer, SqliteFiles
from tests.kept_office import BACKUP, ROWS, STREETS, lost, move_in, rows_in, untold


def test_it_has_a_row_in_every_table_and_a_value_in_every_column():
    for name, rows in ROWS.items():
        filled = {column for row in rows for column, value in row.items() if value is not None}
        assert rows and filled == set(rows[0]), name


async def test_its_database_is_upgraded_and_keeps_every_row(storage: Storage):
    await move_in(storage)
    assert set(await rows_in(storage)) == set(ROWS)
    await upgrade(storage)
    assert await current(storage) == HEAD
    assert lost(await rows_in(storage)) == []


async def test_its_backup_is_restored_with_every_row(storage: Storage):
    assert await read_backup(storage, BACKUP, untold) == sum(map(len, ROWS.values()))
    assert await current(storage) == HEAD
    assert lost(await rows_in(storage)) == []


async def test_new_rows_are_numbered_after_the_restored_ones(storage: Storage):
    await read_backup(storage, BACKUP, untold)
    async with storage.unit() as unit:
        for name in ("people", "audit", "visits", "mingbairen", "shortfall_moves", "files"):
            table, last = metadata.tables[name], ROWS[name][-1]["id"]
            again = select(*[c for c in table.c if c.name != "id"]).where(table.c.id == last)
            columns = [c.name for c in again.selected_columns]
            await unit.connection.execute(insert(table).from_select(columns, again))
            newest = await unit.connection.execute(select(func.max(table.c.id)))
            assert newest.scalar_one() == last + 1, name


SINCE = {ShortAgain, *get_args(ChangeNotice)}
"""Notices that 0.1.0 did not know."""


async def test_notices_that_waited_can_still_be_told(storage: Storage):
    await read_backup(storage, BACKUP, untold)
    async with storage.reading() as unit:
        waiting = [outgoing.notice for outgoing in await unit.outbox.newer_than(0)]
    union, _ = get_args(Notice)
    assert {type(notice) for notice in waiting} == set(get_args(union)) - SINCE


async def test_it_moves_to_either_kind_of_database(
    storage: Storage,
    sqlite_files: SqliteFiles,
    postgres_server: PostgresServer,
    tmp_path: Path,
):
    await read_backup(storage, BACKUP, untold)
    for number, databases in enumerate((postgres_server, sqlite_files)):
        file = tmp_path / f"{number}.zip"
        await write_backup(storage, file, untold)
        url = await databases.fresh()
        moved = open_storage(url)
        await read_backup(moved, file, untold)
        assert await rows_in(moved) == await rows_in(storage)
        await moved.close()
        await databases.drop(url)


async def test_its_streets_began_with_what_they_first_did(storage: Storage):
    await read_backup(storage, BACKUP, untold)
    began = {row["id"]: row["began_on"] for row in (await rows_in(storage))["districts"]}
    assert began == {1: None, 2: "2026-10-01", 3: "2026-10-01"}


async def test_a_job_given_up_because_it_was_cut_off_waits_again(storage: Storage):
    """Version 0.1.0 took being cut off for failing, and gave up."""
    await move_in(storage)
    async with storage.unit() as unit:
        cut_off = "UPDATE job_runs SET error = 'the process ended while it ran', attempts = 6"
        await unit.connection.execute(text(f"{cut_off} WHERE state = 'failed'"))
    await upgrade(storage)
    async with storage.reading() as unit:
        runs = await unit.job_runs.unfinished()
        assert await unit.job_runs.failed() == []
    assert [(run.place_id, run.attempts, run.cut_offs, run.error) for run in runs] == [
        (street, 0, 6, None) for street in STREETS
    ]
    assert {run.job for run in runs} == {"close"}


async def test_who_was_told_of_what_is_made_up_now_was_told_that_too(storage: Storage):
    await move_in(storage)
    async with storage.unit() as unit:
        ids = {row["shortfall_id"] for row in ROWS["told"]}
        await unit.connection.execute(text("UPDATE shortfalls SET state = 'made_up'"))
    await upgrade(storage)
    async with storage.reading() as unit:
        assert await unit.told.unaware(ids) == {}
        assert await unit.told.reassured(ids) == await unit.told.of(ids) != {}


async def test_who_was_told_of_what_is_short_still_hears_when_it_is_made_up(storage: Storage):
    await move_in(storage)
    async with storage.unit() as unit:
        await unit.connection.execute(text("UPDATE shortfalls SET state = 'short'"))
    await upgrade(storage)
    async with storage.reading() as unit:
        ids = {row["shortfall_id"] for row in ROWS["told"]}
        assert await unit.told.unaware(ids) == await unit.told.of(ids) != {}
