"""The little every repository shares. No verbs live here: those belong to the subjects.

What every update asks is built once, as a constant with named `bindparam`s: to build such a
statement and to find it in SQLAlchemy's cache takes longer than to run it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sqlite import Values, at_once
from storage.tables import assignments, calendar_days, districts, months, policies, villages

_ASKED_OF = frozenset({assignments, calendar_days, districts, months, policies, villages})


class Repository:
    def __init__(self, connection: AsyncConnection, asked: dict[object, Any]) -> None:
        """`asked` keeps answers for this unit; all its repositories share it."""
        self.connection, self.asked = connection, asked

    async def all_rows(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        return (await self._result(statement, values)).all()

    async def one_row(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The first row, or None."""
        return (await self._result(statement, values)).first()

    async def run(self, statement: Executable, **values: Any) -> int:
        """Execute a change; returns how many rows it touched."""
        self.written(getattr(statement, "table", None))
        return int((await self._result(statement, values)).rowcount)

    async def new_id(self, statement: Any, **values: Any) -> int:
        """Execute an INSERT of one row; returns its new id."""
        self.written(statement.table)
        key = (await self._result(statement, values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    def written(self, table: Any) -> None:
        """What was asked of this unit before is asked again, if it was made from this table."""
        if table in _ASKED_OF:
            self.asked.clear()

    async def _result(self, statement: Executable, values: Values) -> CursorResult[Any]:
        found = at_once(self.connection, statement, values)
        return await self.connection.execute(statement, values) if found is None else found
