"""The embedded file: only its owner reads it, and what is said to be stored is found in it."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.backup import write_backup
from storage.engine import Storage, open_storage
from storage.schema import upgrade
from storage.unavailable import DatabaseReplaced
from tests.kept_office import untold

ROOT = Path(__file__).parents[2]


def modes(folder: Path) -> dict[str, str]:
    """Of every file in it, what others may do with it."""
    return {f.name: oct(f.stat().st_mode & 0o077) for f in folder.rglob("*") if f.is_file()}


@pytest.fixture(autouse=True)
def readable_by_all() -> object:
    """As most machines are set up: what nobody thinks of, everybody can read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = open_storage(f"sqlite:///{tmp_path / 'kept' / 'office.db'}")
    await upgrade(storage)
    await add(storage, "林晓")
    yield storage
    await storage.close()


async def add(storage: Storage, name: str) -> None:
    async with storage.unit() as unit:
        await unit.people.add(name)


async def names(storage: Storage) -> list[str]:
    async with storage.reading() as unit:
        return [person.name for person in await unit.people.find("")]


async def test_the_file_and_what_lies_beside_it_is_its_owners_alone(kept: Storage, tmp_path: Path):
    found = modes(tmp_path)
    assert {"office.db", "office.db-wal", "office.db-shm"} <= found.keys()
    assert set(found.values()) == {"0o0"}
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


async def test_a_file_everybody_could_read_is_closed_to_them(kept: Storage, tmp_path: Path):
    await kept.close()
    file = tmp_path / "kept" / "office.db"
    file.chmod(0o644)
    again = open_storage(f"sqlite:///{file}")
    assert await names(again) == ["林晓"]
    assert set(modes(tmp_path).values()) == {"0o0"}
    await again.close()


async def test_a_backup_is_its_owners_alone(kept: Storage, tmp_path: Path):
    await write_backup(kept, tmp_path / "b.zip", untold)
    assert set(modes(tmp_path).values()) == {"0o0"}


HALF_A_BACKUP = """
import asyncio, os, signal, sys
from pathlib import Path
from storage.backup import write_backup
from storage.engine import open_storage

def killed(table, rows):
    if table == "people":
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(write_backup(open_storage(sys.argv[1]), Path(sys.argv[2]), killed))
"""


async def test_a_backup_killed_half_way_is_its_owners_alone(kept: Storage, tmp_path: Path):
    url, file = f"sqlite:///{tmp_path / 'kept' / 'office.db'}", tmp_path / "b.zip"
    words = [sys.executable, "-c", HALF_A_BACKUP, url, str(file)]
    killed = await asyncio.create_subprocess_exec(*words, cwd=ROOT)
    assert await killed.wait() == -signal.SIGKILL
    assert modes(tmp_path)["b.zip.part"] == "0o0"
    await write_backup(kept, file, untold)
    assert "b.zip.part" not in modes(tmp_path)


def deleted(file: Path) -> None:
    file.unlink()


def with_all_beside_it(file: Path) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()


def renamed(file: Path) -> None:
    file.rename(file.with_name("old.db"))


def replaced(file: Path) -> None:
    shutil.copyfile(file, file.with_name("copy.db"))
    file.with_name("copy.db").replace(file)


def emptied(file: Path) -> None:
    os.truncate(file, 0)


def without_its_log(file: Path) -> None:
    file.with_name(f"{file.name}-wal").unlink()


def folder_moved(file: Path) -> None:
    file.parent.rename(file.parent.with_name("elsewhere"))


HARM = [
    deleted,
    with_all_beside_it,
    renamed,
    replaced,
    emptied,
    without_its_log,
    folder_moved,
]


@pytest.mark.parametrize("driver", ["sqlite:", "sqlite+aiosqlite:"])
@pytest.mark.parametrize("harm", HARM)
async def test_nothing_is_taken_that_would_not_be_found(
    tmp_path: Path, harm: Callable[[Path], None], driver: str
):
    file = tmp_path / "kept" / "office.db"
    storage = open_storage(f"{driver}///{file}")
    await upgrade(storage)
    await add(storage, "林晓")
    harm(file)
    for _ in range(3):
        with pytest.raises(DatabaseReplaced):
            await add(storage, "周航")
        with pytest.raises(DatabaseReplaced):
            await names(storage)
    await storage.close()


@pytest.mark.parametrize("harm", HARM)
async def test_a_unit_under_way_is_not_said_to_be_stored(
    kept: Storage, tmp_path: Path, harm: Callable[[Path], None]
):
    with pytest.raises(DatabaseReplaced):
        async with kept.unit() as unit:
            await unit.people.add("周航")
            harm(tmp_path / "kept" / "office.db")


async def test_no_new_file_is_begun_in_its_place(kept: Storage, tmp_path: Path):
    file = tmp_path / "kept" / "office.db"
    async with kept.reading():  # so that the next one needs a connection of its own
        with_all_beside_it(file)
        with pytest.raises(DatabaseReplaced):
            await names(kept)
    assert not file.exists()


async def test_the_file_put_back_is_gone_on_with(kept: Storage, tmp_path: Path):
    file = tmp_path / "kept" / "office.db"
    renamed(file)
    with pytest.raises(DatabaseReplaced):
        await add(kept, "周航")
    file.with_name("old.db").rename(file)
    await add(kept, "周航")
    assert await names(kept) == ["林晓", "周航"]


async def test_a_file_reached_through_a_link_is_watched_where_it_lies(
    kept: Storage, tmp_path: Path
):
    await kept.close()
    (tmp_path / "link.db").symlink_to(tmp_path / "kept" / "office.db")
    linked = open_storage(f"sqlite:///{tmp_path / 'link.db'}")
    await add(linked, "周航")
    (tmp_path / "link.db").unlink()
    with pytest.raises(DatabaseReplaced):
        await add(linked, "王大姐")
    await linked.close()
