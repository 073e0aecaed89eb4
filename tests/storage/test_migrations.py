"""Migrations are history: none is written twice, and the next one is written from the tables."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from tests.later_program import FILE, NAME, ROOT, LaterProgram

VERSIONS = ROOT / "storage" / "migrations" / "versions"
FROZEN = {
    "0001_the_first_tables.py": "f7362c6a5b5caa81fa0288c64ef52c67daa3a68480ce80f663f244f3dad45b93",
}
"""Migrations that were released: databases and backups out there have gone through them. What they
say is held, not how it is laid out; a release adds those it brings."""

UP_AND_DOWN = """
import asyncio
from storage.engine import open_storage
from storage.schema import downgrade, upgrade
async def there_and_back():
    storage = open_storage("sqlite:///there_and_back.db")
    await upgrade(storage)
    await downgrade(storage)
    await upgrade(storage)
    await storage.close()
asyncio.run(there_and_back())
"""


@pytest.fixture
def later(tmp_path: Path) -> LaterProgram:
    return LaterProgram(tmp_path / "later")


@pytest.mark.parametrize("name", FROZEN)
def test_a_released_migration_says_for_ever_what_it_said(name: str):
    said = ast.unparse(ast.parse((VERSIONS / name).read_text(encoding="utf-8")))
    assert hashlib.sha256(said.encode()).hexdigest() == FROZEN[name]


@pytest.mark.parametrize("file", sorted(VERSIONS.glob("[0-9]*.py")), ids=lambda file: file.stem)
def test_a_migration_stands_on_nothing_that_will_change(file: Path):
    """It speaks of tables as they were; ours will have become others."""
    ours = {typed.parent.name for typed in ROOT.glob("*/py.typed")}
    lines = file.read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert "alembic" in imported and not {name.split(".")[0] for name in imported} & ours


def test_without_a_name_nothing_is_written(later: LaterProgram):
    before = later.migrations()
    refused = later.runs("-m", "storage.migrations")
    assert refused.returncode != 0 and "请写明改了什么" in refused.stderr
    assert later.migrations() == before


def test_the_next_one_says_what_changed_and_those_before_stay(later: LaterProgram):
    before = later.migrations()
    assert later.runs("-m", "storage.migrations", *NAME.split()).returncode == 0
    after = later.migrations()
    written = after.pop(FILE)
    assert after == before
    up, down = written.split("def downgrade")
    assert _steps(up) == [
        ("create_table", "street_policies"),
        ("drop_table", "policies"),
        ("batch_alter_table", "villages"),
    ]
    assert "add_column(sa.Column('households'" in up
    assert set(_steps(down)) == {
        ("create_table", "policies"),
        ("drop_table", "street_policies"),
        ("batch_alter_table", "villages"),
    }


def _steps(said: str) -> list[tuple[str, str]]:
    return re.findall(r"\bop\.(\w+_\w+)\('(\w+)'", said)


def test_what_was_written_runs_up_and_down(later: LaterProgram):
    assert later.runs("-m", "storage.migrations", *NAME.split()).returncode == 0
    later.counts_its_migrations()
    done = later.runs("-c", UP_AND_DOWN)
    assert done.returncode == 0, done.stderr
