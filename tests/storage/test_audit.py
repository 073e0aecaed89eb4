"""What is noted is a chain, on both databases, whoever notes at once; a backup brings it along."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update

from actions.audit import first_broken, verify
from actions.people.erasure import erase_person
from domain.audit import ERASE, LEFT, Broken, Flaw
from storage.audit import ROWS_AT_ONCE, Entry
from storage.backup import write_backup
from storage.engine import Storage, open_storage
from storage.restore import read_backup
from storage.schema import downgrade, upgrade
from storage.tables import audit, audit_tail
from storage.unit import Unit
from tests.databases import PostgresServer, SqliteFiles
from tests.kept_office import BACKUP, ROWS, move_in, rows_in, untold
from tests.storage.conftest import Town


async def note(unit: Unit, now: datetime, number: int) -> None:
    after = {"name": f"{number}号村"} if number % 2 else None
    await unit.audit.note(None, "rename", "village", number, now, after=after)


@pytest.fixture
async def five(storage: Storage, now: datetime) -> Storage:
    for number in range(1, 6):
        async with storage.unit() as unit:
            await note(unit, now, number)
    return storage


async def broken(storage: Storage) -> tuple[Flaw, int] | None:
    async with storage.reading() as unit:
        found = await first_broken(unit)
    return (found.flaw, found.id) if found else None


async def by_hand(storage: Storage, statement: Any) -> None:
    async with storage.unit() as unit:
        await unit.connection.execute(statement)


async def test_an_empty_audit_is_whole(storage: Storage):
    assert await broken(storage) is None


async def test_each_row_carries_the_hash_of_the_one_before(five: Storage):
    rows = (await rows_in(five))["audit"]
    assert [row["id"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["previous"] for row in rows] == ["", *[row["hash"] for row in rows[:-1]]]
    assert [row["salt"] is None for row in rows] == [False, True] * 2 + [False]
    async with five.reading() as unit:
        said: list[int] = []
        found = await verify(unit, tell=said.append)
    assert (found.rows, found.last, found.hash, found.broken) == (5, 5, rows[-1]["hash"], None)
    assert sum(said) == 5


async def test_what_was_done_to_the_table_is_found(five: Storage, now: datetime):
    third, last = audit.c.id == 3, audit.c.id == 5
    for statement, found in (
        (update(audit).where(third).values(actor_id=None, subject_id=9), (Flaw.CHANGED, 3)),
        (update(audit).where(third).values(after={"name": "假名"}), (Flaw.CHANGED, 3)),
        (delete(audit).where(third), (Flaw.REMOVED, 2)),
        (delete(audit).where(last), (Flaw.REMOVED, 4)),
        (delete(audit), (Flaw.REMOVED, 0)),
        (insert(audit).values(id=6, at=now, action="a", subject="b"), (Flaw.ADDED, 6)),
        (delete(audit_tail), (Flaw.REMOVED, 5)),
    ):
        with pytest.raises(ZeroDivisionError):
            async with five.unit() as unit:
                await unit.connection.execute(statement)
                assert await first_broken(unit) == Broken(flaw=found[0], id=found[1])
                raise ZeroDivisionError
        assert await broken(five) is None


@pytest.mark.parametrize(("gone", "behind"), [("id = 5", 4), ("id > 2", 2), ("id > 0", 0)])
async def test_work_goes_on_after_rows_were_removed_and_they_are_still_missed(
    five: Storage, now: datetime, gone: str, behind: int
):
    await by_hand(five, text(f"DELETE FROM audit WHERE {gone}"))
    async with five.unit() as unit:
        await note(unit, now, 6)
        await note(unit, now, 7)
    assert (await rows_in(five))["audit"][-1]["id"] == 7
    assert await broken(five) == (Flaw.REMOVED, behind)


async def test_work_goes_on_after_a_row_was_added_or_the_end_taken_away(
    five: Storage, now: datetime
):
    await by_hand(five, insert(audit).values(id=9, at=now, action="a", subject="b"))
    async with five.unit() as unit:
        await note(unit, now, 10)
    await by_hand(five, delete(audit_tail))
    async with five.unit() as unit:
        await note(unit, now, 11)
    assert [row["id"] for row in (await rows_in(five))["audit"]] == [1, 2, 3, 4, 5, 9, 10, 11]
    assert await broken(five) == (Flaw.ADDED, 9)


async def test_what_was_rolled_back_left_no_gap(five: Storage, now: datetime):
    with pytest.raises(ZeroDivisionError):
        async with five.unit() as unit:
            await note(unit, now, 6)
            raise ZeroDivisionError
    async with five.unit() as unit:
        await note(unit, now, 6)
    assert [row["id"] for row in (await rows_in(five))["audit"]] == [1, 2, 3, 4, 5, 6]
    assert await broken(five) is None


async def test_many_are_noted_in_parts_and_mixed_with_single_ones(five: Storage, now: datetime):
    many = ROWS_AT_ONCE + 3
    async with five.unit() as unit:
        entries = [Entry("import", "grid", n, {"name": "旧"}, {"name": "新"}) for n in range(many)]
        await unit.audit.note_all(entries, None, now)
        await note(unit, now, 7)
        await unit.audit.note_all([], None, now)
        assert await unit.audit.count() == many + 6
    assert await broken(five) is None
    await by_hand(five, delete(audit).where(audit.c.id == ROWS_AT_ONCE))
    assert await broken(five) == (Flaw.REMOVED, ROWS_AT_ONCE - 1)


async def test_two_processes_note_one_chain(databases: SqliteFiles | PostgresServer, now: datetime):
    url = await databases.fresh()
    ours, theirs = open_storage(url), open_storage(url)

    async def notes(storage: Storage) -> None:
        for number in range(20):
            async with storage.unit() as unit:
                await note(unit, now, number)
                await asyncio.sleep(0)
                await note(unit, now, number + 1)

    await asyncio.gather(notes(ours), notes(theirs), notes(ours), notes(theirs))
    async with theirs.reading() as unit:
        found = await verify(unit)
    assert (found.rows, found.last, found.broken) == (160, 160, None)
    for storage in (ours, theirs):
        await storage.close()
    await databases.drop(url)


async def test_writers_that_do_not_queue_elsewhere_queue_at_the_end_of_the_chain(
    postgres_server: PostgresServer, now: datetime
):
    """Without the one lock of all writers each still chains to what the other has committed."""
    url = await postgres_server.fresh()
    storage = open_storage(url)
    async with storage.engine.connect() as ours, storage.engine.connect() as theirs:
        async with ours.begin():
            await note(Unit(ours), now, 1)

        async def second() -> None:
            async with theirs.begin():
                await note(Unit(theirs), now, 3)

        async with ours.begin():
            await note(Unit(ours), now, 2)
            waiting = asyncio.ensure_future(second())
            await asyncio.sleep(0.2)
            assert not waiting.done()
        await waiting
    assert await broken(storage) is None
    assert [row["subject_id"] for row in (await rows_in(storage))["audit"]] == [1, 2, 3]
    await storage.close()
    await postgres_server.drop(url)


async def test_erasing_keeps_it_whole_and_says_what_is_left(
    storage: Storage, town: Town, now: datetime
):
    lin, chen = town.lin, town.chen
    async with storage.unit() as unit:
        await unit.audit.note(chen.id, "rename", "person", lin.id, now, before={"name": lin.name})
        await unit.audit.note(chen.id, "waive", "shortfall", 1, now, after={"note": "林晓没有来"})
        await unit.audit.note(chen.id, "waive", "shortfall", 2, now, after={"note": "下雨"})
        await unit.audit.note(chen.id, "link", "person", lin.id, now)
    before = (await rows_in(storage))["audit"]
    for _ in range(2):  # once more, and what the first one noted stays
        async with storage.unit() as unit:
            await erase_person(unit, lin.id, chen.id, now)
        assert await broken(storage) is None
    after = (await rows_in(storage))["audit"]
    assert "林晓" not in str(after)
    assert [row["hash"] for row in after[:4]] == [row["hash"] for row in before]
    assert [row["salt"] == was["salt"] for row, was in zip(after, before, strict=False)] == [
        False,
        False,
        True,
        True,
    ]
    assert after[4]["action"] == ERASE and set(after[4]["after"][LEFT]) == {"1", "2"}
    await by_hand(storage, update(audit).where(audit.c.id == 2).values(after={"note": "有人"}))
    assert await broken(storage) == (Flaw.CHANGED, 2)


async def test_what_was_there_before_is_chained_as_it_is(storage: Storage, now: datetime):
    await move_in(storage)
    await upgrade(storage)
    assert await broken(storage) is None
    async with storage.unit() as unit:
        await note(unit, now, 1)
    assert (await rows_in(storage))["audit"][-1]["id"] == ROWS["audit"][-1]["id"] + 1
    assert await broken(storage) is None
    await by_hand(storage, delete(audit).where(audit.c.id == ROWS["audit"][0]["id"]))
    assert await broken(storage) == (Flaw.REMOVED, 0)


async def test_more_rows_than_a_migration_takes_at_once(five: Storage, now: datetime):
    async with five.unit() as unit:
        entries = [Entry("import", "grid", n, None, {"name": "新"}) for n in range(1_200)]
        await unit.audit.note_all(entries, None, now)
    await downgrade(five, "0007")
    await upgrade(five)
    async with five.reading() as unit:
        found = await verify(unit)
    assert (found.rows, found.broken) == (1_205, None)


@pytest.mark.parametrize("old", [False, True])
async def test_a_backup_brings_it_along(
    storage: Storage,
    sqlite_files: SqliteFiles,
    postgres_server: PostgresServer,
    tmp_path: Path,
    now: datetime,
    old: bool,
):
    if old:
        await read_backup(storage, BACKUP, untold)
    for number in range(3):
        async with storage.unit() as unit:
            await note(unit, now, number)
    await write_backup(storage, tmp_path / "b.zip", untold)
    for databases in (postgres_server, sqlite_files):
        url = await databases.fresh()
        moved = open_storage(url)
        await read_backup(moved, tmp_path / "b.zip", untold)
        assert await broken(moved) is None
        async with moved.unit() as unit:
            await note(unit, now, 9)
        assert await broken(moved) is None
        assert (await rows_in(moved))["audit"][:-1] == (await rows_in(storage))["audit"]
        await moved.close()
        await databases.drop(url)
