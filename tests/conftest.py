"""What every test may ask for: a fresh storage, on SQLite alone or on both databases."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import make_url

from storage.engine import Storage, open_storage
from tests.databases import (
    HOW_TO_GET_ONE,
    URL_SETTING,
    PostgresServer,
    SqliteFiles,
    own_cluster,
    programs,
)

if TYPE_CHECKING:
    from tests.cast import Office


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    given = os.environ.get(URL_SETTING)
    folder = programs()
    if given:
        server = PostgresServer(make_url(given))
        yield server
        asyncio.run(server.close())
    elif folder:
        with own_cluster(folder) as url:
            yield PostgresServer(url)
    else:
        pytest.skip(HOW_TO_GET_ONE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line instead of one for each test that had no server."""
    skipped = terminalreporter.getreports("skipped")
    without = sum(HOW_TO_GET_ONE in str(report.longrepr) for report in skipped)
    if without:
        terminalreporter.line(f"{without} tests on PostgreSQL were skipped: {HOW_TO_GET_ONE}")


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """Where `storage` gets its databases from; a test that asks runs once on each."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    return request.getfixturevalue(name)


@pytest.fixture
async def storage(databases: SqliteFiles | PostgresServer) -> AsyncIterator[Storage]:
    """An empty, migrated database; the test runs on SQLite and on PostgreSQL."""
    url = await databases.fresh()
    storage = open_storage(url)
    yield storage
    await storage.close()
    await databases.drop(url)


@pytest.fixture
async def sqlite_storage(sqlite_files: SqliteFiles) -> AsyncIterator[Storage]:
    """An empty, migrated embedded database: for what lies above the storage."""
    url = await sqlite_files.fresh()
    storage = open_storage(url)
    yield storage
    await storage.close()
    await sqlite_files.drop(url)


@pytest.fixture
def now() -> datetime:
    """2026-11-20 20:00 in Shanghai, a Friday evening."""
    return datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
async def office(sqlite_storage: Storage) -> "Office":
    """The named cast in a small office, on Friday 2026-11-20 at 20:00."""
    from tests.cast import open_office  # tests of lower layers must not need the bot

    return await open_office(sqlite_storage)
