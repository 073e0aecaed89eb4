"""A backup comes back whole or not at all, of this version or of an older one."""

import json
import tomllib
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.backups import NotABackup, NotEmpty
from storage.backup import CONTENTS, PROGRAM, write_backup
from storage.engine import Storage, open_storage
from storage.restore import read_backup
from storage.schema import HEAD, current
from tests.databases import PostgresServer, SqliteFiles
from tests.kept_office import (
    BACKUP,
    ROWS,
    Parts,
    became,
    changed_backup,
    lost,
    move_in,
    rows_in,
    untold,
)
from tests.later_program import NUMBER, ROOT, LaterProgram
from words.errors import sentence_for


@pytest.fixture
async def url(databases: SqliteFiles | PostgresServer) -> AsyncIterator[str]:
    """Of an empty database."""
    url = await databases.fresh()
    yield url
    await databases.drop(url)


@pytest.fixture
def later(tmp_path: Path) -> LaterProgram:
    program = LaterProgram(tmp_path / "later")
    program.finishes_the_migration()
    return program


async def test_a_backup_names_the_program_and_its_tables(sqlite_storage: Storage, tmp_path: Path):
    await write_backup(sqlite_storage, tmp_path / "b.zip", untold)
    with zipfile.ZipFile(tmp_path / "b.zip") as written:
        contents = json.loads(written.read(CONTENTS))
    assert (contents["program"], contents["schema"]) == (PROGRAM, HEAD)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == PROGRAM


DAMAGE: dict[str, Callable[[Parts, Parts], object]] = {
    "another row": lambda contents, parts: parts.update({"web_messages.jsonl": b""}),
    "another checksum": lambda contents, parts: contents["tables"]["visits"].update(sha256="0"),
    "a table less": lambda contents, parts: contents["tables"].pop("inbox"),
    "a table more": lambda contents, parts: contents["tables"].update(weather={"rows": 0}),
    "a file less": lambda contents, parts: parts.pop("mingbairen_stages.jsonl"),
    "no version": lambda contents, parts: contents.pop("schema"),
}


@pytest.mark.parametrize("damage", DAMAGE)
async def test_of_a_damaged_backup_nothing_is_restored(
    storage: Storage, tmp_path: Path, damage: str
):
    with pytest.raises(NotABackup):
        await read_backup(storage, changed_backup(tmp_path / "b.zip", DAMAGE[damage]), untold)
    assert await current(storage) == HEAD and not any((await rows_in(storage)).values())
    await read_backup(storage, BACKUP, untold)
    assert lost(await rows_in(storage)) == []


async def test_nothing_is_restored_over_what_is_there(storage: Storage):
    async with storage.unit() as unit:
        await unit.people.add("吴示例")
    before = await rows_in(storage)
    with pytest.raises(NotEmpty):
        await read_backup(storage, BACKUP, untold)
    assert await rows_in(storage) == before


async def test_a_district_may_lie_in_one_entered_later(
    storage: Storage, databases: SqliteFiles | PostgresServer, tmp_path: Path
):
    async with storage.unit() as unit:
        street = await unit.districts.add("329981003000", "示例街道")
        county = await unit.districts.add("329981000000", "示例县")
        moved = text("UPDATE districts SET parent_id = :county WHERE id = :street")
        await unit.connection.execute(moved, {"county": county.id, "street": street.id})
    await write_backup(storage, tmp_path / "b.zip", untold)
    url = await databases.fresh()
    restored = open_storage(url)
    await read_backup(restored, tmp_path / "b.zip", untold)
    assert await rows_in(restored) == await rows_in(storage)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with restored.unit() as unit:
            await unit.connection.execute(text("UPDATE districts SET parent_id = 404"))
    await restored.close()
    await databases.drop(url)


async def test_rows_without_their_parents_are_no_backup(storage: Storage, tmp_path: Path):
    file = changed_backup(tmp_path / "b.zip", _without_people)
    with pytest.raises(NotABackup):
        await read_backup(storage, file, untold)
    assert not any((await rows_in(storage)).values())


def _without_people(contents: Parts, parts: Parts) -> None:
    nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    contents["tables"]["people"] = {"rows": 0, "sha256": nothing}
    parts["people.jsonl"] = b""


async def test_a_backup_of_a_later_version_says_what_to_do(storage: Storage, tmp_path: Path):
    theirs = {"schema": "0099", "program": "9.9.0"}
    file = changed_backup(tmp_path / "b.zip", lambda contents, parts: contents.update(theirs))
    with pytest.raises(NotABackup) as refused:
        await read_backup(storage, file, untold)
    assert sentence_for(refused.value) == (
        f"不能恢复：备份由更新的版本9.9.0（数据版本 0099）做成，本程序是{PROGRAM}"
        f"（数据版本 {HEAD}），还不认识它。请先更新程序，再恢复。数据库没有改动。"
    )


async def is_taken_over(url: str) -> None:
    """Every row of 0.1.0 is there in the tables of the later program, and what it made of them."""
    storage = open_storage(url)
    assert await current(storage) == NUMBER
    found = await rows_in(storage)
    assert {name for name, _ in lost(found)} == {"policies"}
    assert "policies" not in found
    rows = [one for row in ROWS["policies"] for one in became("policies", row)]
    rows.sort(key=lambda row: (row["place_id"], row["effective_from"]))
    assert [(row["id"], row["district_id"], row["body"]) for row in found["street_policies"]] == [
        (number, row["place_id"], row["body"]) for number, row in enumerate(rows, start=1)
    ]
    for village in found["villages"]:
        grids = [row for row in ROWS["grids"] if row["village_id"] == village["id"]]
        assert village["households"] == sum(row["households"] for row in grids)
    noted = found["audit"][len(ROWS["audit"]) :]
    assert [row["id"] - ROWS["audit"][-1]["id"] for row in noted] == [1, 2, 3, 4]
    async with storage.unit() as unit:
        assert (await unit.people.add("吴示例")).id == ROWS["people"][-1]["id"] + 1
    await storage.close()


async def test_a_later_program_restores_an_older_backup(url: str, later: LaterProgram):
    later.starts(url, "read_backup", BACKUP)
    await is_taken_over(url)


async def test_a_later_program_upgrades_an_older_database(url: str, later: LaterProgram):
    storage = open_storage(url)
    await move_in(storage)
    await storage.close()
    later.starts(url)
    await is_taken_over(url)


async def test_a_backup_is_not_half_restored_when_a_migration_fails(url: str, later: LaterProgram):
    later.finishes_the_migration(stumbling=True)
    with pytest.raises(RuntimeError, match="IntegrityError"):
        later.starts(url, "read_backup", BACKUP)
    storage = open_storage(url)
    assert await current(storage) == NUMBER
    assert not any((await rows_in(storage)).values())
    await storage.close()


async def test_this_program_leaves_the_backup_of_a_later_one_alone(
    storage: Storage, url: str, later: LaterProgram, tmp_path: Path
):
    later.starts(url, "read_backup", BACKUP, "write_backup", tmp_path / "later.zip")
    with pytest.raises(NotABackup, match=NUMBER):
        await read_backup(storage, tmp_path / "later.zip", untold)
    again = open_storage(url)
    kept = await rows_in(again)
    await again.close()
    assert kept["street_policies"] and not any((await rows_in(storage)).values())
