"""Empty databases for tests: an SQLite file copied from one, a PostgreSQL server of our own."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path

import asyncpg
from sqlalchemy.engine import URL, make_url

from storage.engine import open_storage
from storage.schema import HEAD, upgrade
from storage.tables import metadata

URL_SETTING = "SHAODIAN_TEST_POSTGRES_URL"
HOW_TO_GET_ONE = (
    "no PostgreSQL server: install one (Debian: apt-get install postgresql) "
    f"or name one whose user may create databases in {URL_SETTING}"
)


async def _migrate(url: str) -> None:
    storage = open_storage(url)
    await upgrade(storage)
    await storage.close()


class SqliteFiles:
    """Migrates one file per session; every test gets a copy."""

    def __init__(self, directory: Path) -> None:
        self._empty = directory / "empty.db"
        self._directory = directory
        self._numbers = count()

    async def fresh(self) -> str:
        if not self._empty.exists():
            await _migrate(f"sqlite:///{self._empty}")
        path = self._directory / f"{next(self._numbers)}.db"
        shutil.copyfile(self._empty, path)
        return f"sqlite:///{path}"

    async def drop(self, url: str) -> None:
        database = make_url(url).database
        for path in self._directory.glob(f"{Path(str(database)).name}*"):
            path.unlink()


class PostgresServer:
    """Creating a database takes a fifth of a second, so one is emptied and used again."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._numbers = count()
        self._clean: list[str] = []

    async def fresh(self) -> str:
        if self._clean:
            return self._clean.pop()
        name = f"shaodian_test_{os.getpid()}_{next(self._numbers)}"
        await self._run(self._url, f'CREATE DATABASE "{name}"')
        url = self._url.set(database=name).render_as_string(hide_password=False)
        await _migrate(url)
        return url

    async def drop(self, url: str) -> None:
        """Empty it, unless a test changed its tables: then throw it away."""
        found = await self._run(make_url(url), "SELECT version_num FROM alembic_version")
        if found == [(HEAD,)]:
            tables = ", ".join(f'"{name}"' for name in metadata.tables)
            await self._run(make_url(url), f"TRUNCATE {tables} RESTART IDENTITY")
            self._clean.append(url)
        else:
            await self._throw_away(url)

    async def close(self) -> None:
        for url in self._clean:
            await self._throw_away(url)

    async def _throw_away(self, url: str) -> None:
        await self._run(self._url, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    async def _run(self, url: URL, statement: str) -> list[tuple[object, ...]]:
        plain = url.set(drivername="postgresql")
        connection = await asyncpg.connect(plain.render_as_string(hide_password=False))
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()


def programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


@contextlib.contextmanager
def own_cluster(folder: Path):
    """A server on a socket in a temporary directory: no port, no network, no durability."""
    with tempfile.TemporaryDirectory(prefix="shaodian-pg-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        who = _somebody_unprivileged(directory)
        initdb = [folder / "initdb", "-D", directory / "data", "-U", "shaodian", "-A", "trust"]
        initdb += ["-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=directory, **who)
        serve = [folder / "postgres", "-D", directory / "data", "-k", directory]
        for setting in ("listen_addresses=", "fsync=off", "full_page_writes=off"):
            serve += ["-c", setting]
        with (directory / "log").open("wb") as log:
            server = subprocess.Popen(serve, stdout=log, stderr=log, cwd=directory, **who)
        try:
            _wait_for_socket(directory, server)
            query = {"host": str(directory)}
            yield URL.create("postgresql", "shaodian", database="postgres", query=query)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _somebody_unprivileged(directory: Path) -> dict[str, object]:
    """How to start the server: it refuses to run as root, so root hands it to somebody else."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(directory, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait_for_socket(directory: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    ready = directory / "data" / "postmaster.pid"
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError):
            if "ready" in ready.read_text():
                return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {(directory / 'log').read_text()}")
