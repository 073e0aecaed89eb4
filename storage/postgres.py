"""A server's connection as our units speak to it: asyncpg, below SQLAlchemy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Executable, exc

from storage.compiled import Shelf, Values


class PostgresLine:
    def __init__(self, connection: Any, shelf: Shelf, one_writer: str) -> None:
        """`one_writer` takes the lock that a writing unit holds to its end."""
        self._connection, self._shelf, self._one_writer = connection, shelf, one_writer
        self._whole: Any = None
        self._mark: Any = None

    @property
    def begun(self) -> bool:
        return self._whole is not None

    async def begin_writing(self) -> None:
        await self._begin("read_committed")
        with _as_sqlalchemy_says():
            await self._connection.execute(self._one_writer)

    async def begin_reading(self) -> None:
        await self._begin("repeatable_read")

    async def _begin(self, isolation: str) -> None:
        with _as_sqlalchemy_says():
            whole = self._connection.transaction(isolation=isolation)
            await whole.start()
        self._whole = whole

    async def commit(self) -> None:
        whole, self._whole = self._whole, None
        with _as_sqlalchemy_says():
            await whole.commit()

    async def rollback(self) -> None:
        whole, self._whole = self._whole, None
        if whole is not None:
            with _as_sqlalchemy_says():
                await whole.rollback()

    async def mark(self) -> None:
        self._mark = self._connection.transaction()
        with _as_sqlalchemy_says():
            await self._mark.start()

    async def forget_mark(self) -> None:
        with _as_sqlalchemy_says():
            await self._mark.commit()

    async def back_to_mark(self) -> None:
        with _as_sqlalchemy_says():
            await self._mark.rollback()

    async def rows(self, statement: Executable, values: Values) -> list[Any]:
        made = self._shelf.compiled(statement, values)
        with _as_sqlalchemy_says(made.sql):
            found = await self._connection.fetch(made.sql, *made.bound(values))
        return made.rows(lambda: list(found[0].keys()), [tuple(row) for row in found])

    async def change(self, statement: Executable, values: Values) -> int:
        made = self._shelf.compiled(statement, values)
        with _as_sqlalchemy_says(made.sql):
            done = await self._connection.execute(made.sql, *made.bound(values))
        return int(done.rpartition(" ")[2])

    async def new_id(self, statement: Executable, values: Values) -> int:
        """The key is what the compiled statement returns."""
        made = self._shelf.compiled(statement, values)
        with _as_sqlalchemy_says(made.sql):
            return int(await self._connection.fetchval(made.sql, *made.bound(values)))


@contextmanager
def _as_sqlalchemy_says(sql: str = "") -> Iterator[None]:
    """Errors have SQLAlchemy's names, whichever way a statement went."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise exc.IntegrityError(sql, None, error, hide_parameters=True) from error
    except asyncpg.PostgresError as error:
        raise exc.DBAPIError(sql, None, error, hide_parameters=True) from error
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        raise exc.InterfaceError(sql, None, error, hide_parameters=True) from error
