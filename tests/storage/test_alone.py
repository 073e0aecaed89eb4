"""One lasting process at an embedded database; commands work beside it."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.alone import AlreadyRunning, alone
from storage.engine import open_storage
from storage.schema import upgrade

HOLDS = """
import sys, time
from storage.alone import alone
with alone(sys.argv[1]):
    print("running", flush=True)
    time.sleep(60)
"""


def another(url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout and process.stdout.readline() == "running\n"
    return process


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/office.db"
    first = another(url)
    with pytest.raises(AlreadyRunning) as refused, alone(url):
        pass
    assert refused.value.file == tmp_path.resolve() / "office.db"
    first.kill()
    first.wait()
    assert (tmp_path / "office.db.running").exists(), "what it left fools nobody"
    with alone(url):
        pass


def test_it_is_the_same_database_however_it_is_called(tmp_path: Path):
    (tmp_path / "link.db").symlink_to(tmp_path / "office.db")
    with (
        alone(f"sqlite:///{tmp_path}/office.db"),
        pytest.raises(AlreadyRunning),
        alone(f"sqlite:///{tmp_path}/./link.db"),
    ):
        pass


def test_another_database_and_a_server_are_free(tmp_path: Path):
    with (
        alone(f"sqlite:///{tmp_path}/office.db"),
        alone(f"sqlite:///{tmp_path}/other.db"),
        alone("postgresql://office@127.0.0.1/office"),
        alone("postgresql://office@127.0.0.1/office"),
        alone("sqlite:///:memory:"),
        alone("sqlite:///:memory:"),
    ):
        pass


async def test_a_command_works_beside_it(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/office.db"
    first = another(url)
    storage = open_storage(url)
    await upgrade(storage)
    async with storage.unit() as unit:
        await unit.people.add("示例")
    await storage.close()
    first.kill()
    first.wait()
