"""The embedded file: aiosqlite's connections as SQLAlchemy and as our units speak to them.

SQLAlchemy's own driver hops to the connection's thread for the cursor, the statement, its rows and
the cursor's end; those hops are most of what a small statement costs (docs/decisions/0006). Here a
statement and all its rows are one job of the thread. `sqlite+aiosqlite://` still names the stock
driver.
"""

import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import aiosqlite
from sqlalchemy import Executable, exc
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

from storage.compiled import Shelf, Values

DRIVER = "sqlite+onehop"
Job = Callable[[sqlite3.Connection], Any]


class SqliteLine:
    """A connection below SQLAlchemy. Inside a transaction a small statement waits for no lock and
    no disk, so it runs where it is asked; whatever may wait runs in the connection's thread."""

    def __init__(self, connection: aiosqlite.Connection, shelf: Shelf) -> None:
        self._thread, self._here, self._shelf = connection, connection._conn, shelf

    @property
    def begun(self) -> bool:
        """False also after an error with which SQLite undoes all there was."""
        return self._here.in_transaction

    async def begin_writing(self) -> None:
        await self._in_thread(self._thread.execute, "BEGIN IMMEDIATE")

    async def begin_reading(self) -> None:
        """The first look fixes the moment that is seen."""
        look = "BEGIN; SELECT 1 FROM sqlite_master LIMIT 1"
        await self._in_thread(self._thread.executescript, look)

    async def commit(self) -> None:
        await self._in_thread(self._thread.execute, "COMMIT")

    async def rollback(self) -> None:
        """After whatever still runs in the thread."""
        await self._in_thread(self._thread.rollback)

    async def mark(self) -> None:
        self._run("SAVEPOINT unit")

    async def forget_mark(self) -> None:
        self._run("RELEASE unit")

    async def back_to_mark(self) -> None:
        await self._in_thread(self._thread.execute, "ROLLBACK TO unit")
        self._run("RELEASE unit")

    async def rows(self, statement: Executable, values: Values) -> list[Any]:
        made = self._shelf.compiled(statement, values)
        cursor = self._run(made.sql, made.bound(values))
        return made.rows(lambda: [column[0] for column in cursor.description], cursor.fetchall())

    async def change(self, statement: Executable, values: Values) -> int:
        made = self._shelf.compiled(statement, values)
        return self._run(made.sql, made.bound(values)).rowcount

    async def new_id(self, statement: Executable, values: Values) -> int:
        made = self._shelf.compiled(statement, values)
        return self._run(made.sql, made.bound(values)).lastrowid or 0

    def _run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        try:
            return self._here.execute(sql, values)
        except sqlite3.Error as error:
            raise _as_sqlalchemy_says(error, sql) from error

    async def _in_thread(self, job: Callable[..., Awaitable[Any]], *sql: str) -> None:
        try:
            await job(*sql)
        except sqlite3.Error as error:
            raise _as_sqlalchemy_says(error, *sql) from error
        except ValueError as error:  # aiosqlite's word for a connection that was closed
            raise exc.OperationalError("", None, error, hide_parameters=True) from error


def _as_sqlalchemy_says(error: sqlite3.Error, sql: str = "") -> exc.DBAPIError:
    """Errors have SQLAlchemy's names, whichever way a statement went."""
    kind = getattr(exc, type(error).__name__, exc.DBAPIError)
    found: exc.DBAPIError = kind(sql, None, error, hide_parameters=True)
    return found


class Outcome(NamedTuple):
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: tuple[Any, ...] = ()


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ("_outcome",)

    def __init__(self, connection: "OneHopConnection") -> None:
        self._adapt_connection: OneHopConnection = connection
        self._outcome, self._rows = Outcome(), deque()

    description = property(lambda self: self._outcome.description)
    rowcount = property(lambda self: self._outcome.rowcount)
    lastrowid = property(lambda self: self._outcome.lastrowid)

    def execute(self, operation: str, parameters: Any = None) -> None:
        self._take(lambda connection: connection.execute(operation, parameters or ()))

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        self._take(lambda connection: connection.executemany(operation, seq_of_parameters))

    def _take(self, job: Job) -> None:
        def whole(connection: sqlite3.Connection) -> Outcome:
            cursor = job(connection)
            rows = tuple(cursor) if cursor.description else ()
            return Outcome(cursor.description, cursor.rowcount, cursor.lastrowid, rows)

        self._outcome = self._adapt_connection.run(whole)
        self._rows = deque(self._outcome.rows)

    async def _async_soft_close(self) -> None:
        """The thread has closed it with its job."""

    def close(self) -> None:
        self._rows.clear()


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    _cursor_cls = OneHopCursor  # type: ignore[assignment]

    def run(self, job: Job) -> Any:
        try:
            return await_(self._connection._execute(lambda: job(self._connection._conn)))
        except Exception as error:
            self._handle_exception(error)


async def _opened(*args: Any, **options: Any) -> aiosqlite.Connection:
    """The connection with its thread. When it can't be opened the thread still reports its end:
    that has to happen before the loop is closed."""
    connection = aiosqlite.connect(*args, **options)
    thread = connection._thread
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        thread.join(1)
        raise


class OneHopDbapi(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *args: Any, **options: Any) -> OneHopConnection:
        stock = super().connect(
            *args, **options | {"check_same_thread": False, "async_creator_fn": _opened}
        )
        return OneHopConnection(self, stock._connection)


class OneHopDialect(SQLiteDialect_aiosqlite):
    driver = "onehop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneHopDbapi:
        return OneHopDbapi(__import__("aiosqlite"), __import__("sqlite3"))


registry.register("sqlite.onehop", __name__, OneHopDialect.__name__)
