"""Nothing grows with history: no statement looks at every row of a table, but for those declared.

The statements are those that reach the driver while everybody lives through a month, its jobs
run, people talk at random, and every method of every repository is asked.
"""

import contextlib
import random
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import UniqueConstraint

from scheduler.runner import overview, run_due
from storage.engine import Storage, open_storage
from storage.tables import metadata
from tests.bot.talk.test_any_talk import act
from tests.cast import Office, open_office
from tests.databases import PostgresServer, SqliteFiles
from tests.domain.cast import at
from tests.plans.heard import Heard, hearing
from tests.plans.may import MAY, may, plainly
from tests.plans.plan import fill, scans, searched_past_a_list, spread_unevenly
from tests.plans.questions import every_question
from tests.scheduler.conftest import Weeks
from tests.scheduler.test_month import lived_november

Databases = SqliteFiles | PostgresServer
BEGIN = at("2026-11-01 12:00")


class NotKept(Exception):
    """Ends a unit whose writing is not to stay."""


@pytest.fixture
async def heard(storage: Storage) -> Heard:
    """Everything that can be said to this database."""
    await storage.engine.dispose()  # what is open already would not be heard
    with hearing() as heard:
        office = await open_office(storage, BEGIN)
        await _live_a_month(Weeks(office, storage, BEGIN))
        await _talk(office)
        silent = await _ask_everything(storage, heard)
        # PostgreSQL's driver prepares a statement once, and it is heard when it does
        assert silent == set() or not storage.embedded
        await storage.engine.dispose()
    return heard


async def _live_a_month(weeks: Weeks) -> None:
    await run_due(weeks.storage, weeks.now)
    await lived_november(weeks)
    await overview(weeks.storage, weeks.now)


async def _talk(office: Office) -> None:
    dice, pressed = random.Random(7), list[str]()
    for _ in range(100):
        await act(dice.choice([*office.players.values()]), dice, pressed)


async def _ask_everything(storage: Storage, heard: Heard) -> set[str]:
    """What is made up need not make sense, and is refused or undone; what it asked was heard.

    Returns the questions that never reached the database.
    """
    silent = {name for name, _ in every_question()}
    for name, question in every_question():
        with contextlib.suppress(Exception):
            async with storage.unit() as unit:
                parents = (
                    "PRAGMA defer_foreign_keys = ON"
                    if storage.embedded
                    else "SET LOCAL session_replication_role = replica"
                )
                await unit.connection.exec_driver_sql(parents)
                before = heard.count
                try:
                    await question(unit)
                finally:
                    silent -= {name} if heard.count > before else set()
                raise NotKept
    return silent


@pytest.fixture
async def full(databases: Databases) -> AsyncIterator[Storage]:
    """A database of its own with rows in every table."""
    url = await databases.fresh()
    storage = open_storage(url)
    await fill(storage)
    yield storage
    await storage.close()
    await databases.drop(url)


async def test_no_statement_looks_at_every_row(heard: Heard, full: Storage) -> None:
    unknown: set[tuple[str, str]] = set()
    async with full.reading() as unit:
        for statement, given in heard.statements.items():
            for table in await scans(unit.connection, statement, given):
                if not may(statement, table):
                    unknown.add((table, plainly(statement)))
    assert "\n".join(sorted(map(str, unknown))) == ""
    said = "\n".join(map(plainly, heard.statements))
    assert [each.words for each in MAY if each.words not in said] == []


WRONG_IN_SQLITE = """SELECT own.id FROM outbox AS own WHERE own.person_id = 1
    AND own.state IN ('waiting', 'sending') AND own.id < 9"""


@pytest.mark.parametrize("stat", ["2000 1 1 1", "2000 40 8 2", "13 3 2 2"])
async def test_sqlite_is_asked_nothing_that_it_gets_wrong(
    heard: Heard, full: Storage, stat: str
) -> None:
    if not full.embedded:
        pytest.skip("asked of SQLite alone")
    found: set[tuple[str, str]] = set()
    async with full.migrating() as connection:
        await spread_unevenly(connection, stat)
        assert await searched_past_a_list(connection, WRONG_IN_SQLITE, ())
        for statement, given in heard.statements.items():
            for step in await searched_past_a_list(connection, statement, given):
                found.add((step, plainly(statement)))
    assert "\n".join(sorted(map(str, found))) == ""


@pytest.mark.parametrize(
    ("statement", "looked_through"),
    [
        ("SELECT id FROM visits WHERE topic = '1'", {"visits"}),
        ("SELECT own.id FROM visits AS own ORDER BY own.id", {"visits"}),
        ("SELECT id FROM visits WHERE adviser_id = 7", set()),
        (
            "SELECT p.id FROM people AS p JOIN visits AS v ON v.topic = p.name WHERE p.id = 7",
            {"visits"},
        ),
        ("UPDATE outbox SET error = '1' WHERE error = '2'", {"outbox"}),
        ("DELETE FROM audit WHERE subject = '1' AND action = '2'", set()),
    ],
)
async def test_a_scan_is_seen(full: Storage, statement: str, looked_through: set[str]) -> None:
    async with full.reading() as unit:
        assert await scans(unit.connection, statement, ()) == looked_through


DELETED = {"events", "files", "inbox", "outbox", "shown_cards", "web_keys", "web_messages"}


@pytest.mark.parametrize("name", sorted(DELETED))
def test_what_is_deleted_every_night_is_looked_for_nowhere_in_vain(name: str) -> None:
    """A database asks every table that may refer to a row whether it does."""
    for table in metadata.sorted_tables:
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        first = {next(iter(each.columns)) for each in (*table.indexes, *unique)}
        first |= set(list(table.primary_key.columns)[:1])
        for key in table.foreign_keys:
            assert key.column.table.name != name or key.parent in first, key.parent
