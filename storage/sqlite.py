"""SQLAlchemy's aiosqlite driver with at most one hop to aiosqlite's thread per statement.

The stock driver hops for the cursor, the statement, its rows and the cursor's end; those hops are
most of what a small statement costs (docs/decisions/0006). `sqlite+aiosqlite://` still names the
stock driver. What differs:

- a statement and all its rows are one job of the thread;
- BEGIN is not sent by itself but together with the first statement after it, and a transaction in
  which nothing was executed is not ended either;
- a `small` statement inside a transaction that has begun is run where it is asked (`at_once`):
  there it waits for no lock and no disk, and takes a tenth of a hop.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from sqlite3 import Connection as Sqlite
from typing import Any, NamedTuple, TypeVar

import aiosqlite
from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+onehop"
FEW = 30
"""Parameters a small statement may have; with more it is about many rows after all."""
Job = Callable[[Sqlite], Any]
Values = dict[str, Any] | Sequence[dict[str, Any]]
S = TypeVar("S", bound=Executable)


def small(statement: S) -> S:
    """Mark a statement that touches a handful of rows found by an index."""
    return statement.execution_options(shaodian_small=True)


async def begin(connection: AsyncConnection, words: str) -> None:
    """Say how the transaction just begun begins: SQLAlchemy leaves that to sqlite3, too late."""
    raw = _raw(connection)
    if isinstance(raw, OneHopConnection):
        raw.begin(words)
    else:
        await connection.exec_driver_sql(words)


def at_once(
    connection: AsyncConnection, statement: Executable, values: Values
) -> CursorResult[Any] | None:
    """The result of a small statement, run here and now; None when it has to go to the thread."""
    raw = _raw(connection)
    marked = statement.get_execution_options().get("shaodian_small")
    if not marked or not isinstance(raw, OneHopConnection) or not raw.begun or not _few(values):
        return None
    assert connection.sync_connection
    with raw.staying_here():
        return connection.sync_connection.execute(statement, values)


def _raw(connection: AsyncConnection) -> Any:
    assert connection.sync_connection
    return connection.sync_connection.connection.dbapi_connection


def _few(values: Values) -> bool:
    if not isinstance(values, dict):
        return len(values) == 1
    return sum(len(v) if isinstance(v, list) else 1 for v in values.values()) <= FEW


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
        self._take(lambda sqlite: sqlite.execute(operation, parameters or ()))

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        self._take(lambda sqlite: sqlite.executemany(operation, seq_of_parameters))

    def _take(self, job: Job) -> None:
        def whole(sqlite: Sqlite) -> Outcome:
            cursor = job(sqlite)
            rows = tuple(cursor) if cursor.description else ()
            return Outcome(cursor.description, cursor.rowcount, cursor.lastrowid, rows)

        self._outcome = self._adapt_connection.run(whole)
        self._rows = deque(self._outcome.rows)

    async def _async_soft_close(self) -> None:
        """The thread has closed it with its job."""

    def close(self) -> None:
        self._rows.clear()


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ("_begin", "_here", "_touched")

    _cursor_cls = OneHopCursor  # type: ignore[assignment]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._begin: str | None = None
        self._touched = self._here = False

    def begin(self, words: str) -> None:
        """Begin a transaction with the next statement."""
        self._begin = words

    @property
    def begun(self) -> bool:
        return self._touched and self._begin is None

    @contextmanager
    def staying_here(self) -> Iterator[None]:
        """What is executed inside does not go to the connection's thread."""
        self._here = True
        try:
            yield
        finally:
            self._here = False

    def run(self, job: Job) -> Any:
        try:
            return job(self._connection._conn) if self._here else self._hop(job)
        except Exception as error:
            self._handle_exception(error)

    def _hop(self, job: Job) -> Any:
        """Run a job in the thread, after the BEGIN that waits for it."""
        begin, self._begin, self._touched = self._begin, None, True

        def whole() -> Any:
            sqlite = self._connection._conn
            if begin:
                sqlite.execute(begin)
            return job(sqlite)

        return await_(self._connection._execute(whole))

    def cursor(self, server_side: bool = False) -> Any:
        if server_side and self._begin:
            self.run(lambda sqlite: None)
        return super().cursor(server_side)

    def commit(self) -> None:
        if self._touched:
            super().commit()
        self._begin, self._touched = None, False

    def rollback(self) -> None:
        if self._touched:
            super().rollback()
        self._begin, self._touched = None, False


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
