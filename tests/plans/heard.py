"""Every statement that reaches a database, heard where the drivers take it.

Below SQLAlchemy and below whatever runs statements past it: a way to run them that is found
tomorrow is heard too.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from asyncpg.connection import Connection as Postgres

HAVE_A_PLAN = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


class Heard:
    """Statements by their text, each with what it was given first, and how many there were."""

    def __init__(self) -> None:
        self.statements: dict[str, Any] = {}
        self.count = 0

    def note(self, statement: str, given: Any = ()) -> None:
        self.count += 1
        if statement.lstrip().startswith(HAVE_A_PLAN):
            self.statements.setdefault(statement, given)


@contextmanager
def hearing() -> Iterator[Heard]:
    heard = Heard()
    with pytest.MonkeyPatch.context() as patch:
        _hear_sqlite(patch, heard)
        _hear_postgres(patch, heard)
        yield heard


def _hear_sqlite(patch: pytest.MonkeyPatch, heard: Heard) -> None:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, given: Any = ()) -> sqlite3.Cursor:
            heard.note(sql, given)
            return super().execute(sql, given)

        def executemany(self, sql: str, given: Iterable[Any]) -> sqlite3.Cursor:
            rows = list(given)
            heard.note(sql, *rows[:1])
            return super().executemany(sql, rows)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> sqlite3.Cursor:
            return super().cursor(factory)

        def execute(self, sql: str, given: Any = ()) -> sqlite3.Cursor:
            return self.cursor().execute(sql, given)

        def executemany(self, sql: str, given: Iterable[Any]) -> sqlite3.Cursor:
            return self.cursor().executemany(sql, given)

    open_file = sqlite3.connect
    patch.setattr(
        sqlite3, "connect", lambda *args, **named: open_file(*args, factory=Connection, **named)
    )


def _hear_postgres(patch: pytest.MonkeyPatch, heard: Heard) -> None:
    prepared = Postgres._get_statement

    async def noted(self: Postgres, query: str, *args: Any, **named: Any) -> Any:
        heard.note(query)
        return await prepared(self, query, *args, **named)

    patch.setattr(Postgres, "_get_statement", noted)
