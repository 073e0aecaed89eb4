"""The database behind one URL: an embedded file for a street office, a server for a city."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import sqlite
from storage.compiled import Shelf
from storage.database_file import DatabaseFile, Disk, disk_of
from storage.lines import ONE_WRITER, Line, line_of
from storage.unavailable import DatabaseReplaced, StorageUnavailable, unavailable
from storage.unit import Unit
from storage.writer import Writer

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=15000",
)


class Storage:
    """Opens units of work. There is one writer, as SQLite has it: writing units queue here, in
    order, so that what a unit has looked at is still so when it writes."""

    def __init__(self, engine: AsyncEngine, file: DatabaseFile | None = None) -> None:
        self.engine, self._file = engine, file
        self._embedded = engine.dialect.name == "sqlite"
        self._shelf = Shelf(engine.dialect)
        # our lines say BEGIN themselves, on both kinds of database
        own = {} if self._embedded else {"isolation_level": "AUTOCOMMIT"}
        self._units = engine.execution_options(**own)
        self._writer = Writer(self._connect, self._check_file)

    @asynccontextmanager
    async def unit(self, *, alone: bool = False) -> AsyncIterator[Unit]:
        """One transaction: durable when the block ends, rolled back when it raises. Units that wait
        for each other share a commit; one that takes its time is `alone`, so that nobody waits for
        it who is done."""
        with unavailable():
            async with self._writer.unit(alone=alone) as conn:
                yield Unit(conn)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """A unit that only reads, beside the writer; what it sees is one moment."""
        with unavailable():
            self._writer.check()
            async with self._units.connect() as conn:
                self._check_file(conn)
                line = await line_of(conn, self._shelf)
                await line.begin_reading()
                try:
                    yield Unit(conn)
                finally:
                    await _end(conn, line)

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes tables. SQLite changes one by copying it and dropping the old,
        which foreign keys must not see; they can be switched only between transactions."""
        with unavailable():
            async with self._writer.idle(), self.engine.connect() as conn:
                await self._foreign_keys(conn, "OFF")
                try:
                    async with conn.begin():
                        self._check_file(conn)
                        begin = "BEGIN IMMEDIATE" if self._embedded else ONE_WRITER
                        await conn.exec_driver_sql(begin)
                        yield conn
                    self._check_file(conn)
                finally:
                    await self._foreign_keys(conn, "ON")

    async def _connect(self) -> tuple[AsyncConnection, Line]:
        conn = await self._units.connect()
        return conn, await line_of(conn, self._shelf)

    def _check_file(self, conn: AsyncConnection) -> None:
        """Before work, before its commit, and before it is said that it was done."""
        if self._file and not self._file.is_still_there(conn.info):
            raise DatabaseReplaced

    async def _foreign_keys(self, conn: AsyncConnection, state: str) -> None:
        if self._embedded:
            raw = await conn.get_raw_connection()
            await raw.driver_connection.execute(f"PRAGMA foreign_keys={state}")  # type: ignore[union-attr]

    async def forget_deleted(self) -> None:
        """Overwrite what was deleted: until then it lies where no statement finds it, but whoever
        reads the file does. Raises StorageUnavailable while others are at work there."""
        with unavailable():
            async with self._writer.idle(), self.engine.connect() as conn:
                self._check_file(conn)
                alone = await conn.execution_options(isolation_level="AUTOCOMMIT")
                await alone.exec_driver_sql("VACUUM")
                if self._embedded:
                    await alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def embedded(self) -> bool:
        """A file of this machine, at which one process is at work (`storage/alone.py`)."""
        return self._embedded

    def disk(self) -> Disk | None:
        """Of an embedded database."""
        return disk_of(self._file.path if self._file else None)

    async def close(self) -> None:
        async with self._writer.idle():
            await self.engine.dispose()


async def _end(conn: AsyncConnection, line: Line) -> None:
    """Nothing was written, so it is no matter whether this works; but what was begun on a
    connection must not go back to the others."""
    try:
        await line.rollback()
    except BaseException as error:
        await conn.invalidate()
        if not isinstance(error, Exception):
            raise


def exists(url: str) -> bool:
    """Whether there is a database to look into; a server is always taken to be there."""
    file, embedded = file_of(url), _with_driver(url).drivername.startswith("sqlite")
    return bool(file and file.exists()) if embedded else True


def file_of(url: str) -> Path | None:
    """The embedded database; None for a server, and for one in memory."""
    full = _with_driver(url)
    if not full.drivername.startswith("sqlite") or not full.database:
        return None
    return None if full.database.startswith((":memory:", "file:")) else Path(full.database)


def open_storage(url: str, **options: Any) -> Storage:
    """`sqlite:///file.db` or `postgresql://…`; a driver named with it is taken as it is."""
    full = _with_driver(url)
    if not full.drivername.startswith("sqlite"):
        # the server may have been started anew, or a firewall have cut what was silent
        options = {"pool_pre_ping": True, **options}
    else:
        options = {"pool_reset_on_return": None, **options}  # units end by themselves
    engine = create_async_engine(
        full, json_serializer=_as_json, hide_parameters=True, **options
    )  # what people said is in the parameters, and errors go to the log
    if engine.dialect.name != "sqlite":
        return Storage(engine)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    path = file_of(url)
    if path is None:
        return Storage(engine)
    file = DatabaseFile(path)
    event.listen(engine.sync_engine, "do_connect", _refuse_another(file))
    return Storage(engine, file)


def _refuse_another(file: DatabaseFile) -> Callable[..., None]:
    def before_opening(*_: Any) -> None:
        if not file.before_opening():
            raise DatabaseReplaced

    return before_opening


def _with_driver(url: str) -> Any:
    """Raises StorageUnavailable for what names neither kind of database."""
    drivers = {
        "sqlite": sqlite.DRIVER,
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageUnavailable("not a database URL") from error
    if parsed.drivername.partition("+")[0] not in drivers:
        raise StorageUnavailable("not a database URL")
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
