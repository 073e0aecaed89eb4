"""The little every repository shares. No verbs live here: those belong to the subjects.

What every update asks is built once, as a `small` constant with named `bindparam`s, and compiled
once (`storage.compiled`).
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.compiled import is_small
from storage.lines import Line, known_line
from storage.tables import assignments, calendar_days, districts, months, policies, villages

_ASKED_OF = frozenset({assignments, calendar_days, districts, months, policies, villages})


class Repository:
    def __init__(self, connection: AsyncConnection, asked: dict[object, Any]) -> None:
        """`asked` keeps answers for this unit; all its repositories share it."""
        self.connection, self.asked = connection, asked
        self._line = known_line(connection)

    async def all_rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        if line := self._direct(statement, values):
            return await line.rows(statement, values)
        return (await self.execute(statement, values)).all()

    async def one_row(self, statement: Executable, **values: Any) -> Any:
        """The first row, or None."""
        if line := self._direct(statement, values):
            found = await line.rows(statement, values)
            return found[0] if found else None
        return (await self.execute(statement, values)).first()

    async def run(self, statement: Executable, **values: Any) -> int:
        """Execute a change; returns how many rows it touched."""
        self.written(getattr(statement, "table", None))
        if line := self._direct(statement, values):
            return await line.change(statement, values)
        return int((await self.execute(statement, values)).rowcount)

    async def new_id(self, statement: Any, **values: Any) -> int:
        """Execute an INSERT of one row; returns its new id."""
        self.written(statement.table)
        if line := self._direct(statement, values):
            return await line.new_id(statement, values)
        key = (await self.execute(statement, values)).inserted_primary_key
        assert key is not None
        return int(key[0])

    async def run_each(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        """Execute a change once for each of the rows."""
        if len(rows) == 1:
            await self.run(statement, **rows[0])
        else:
            self.written(statement.table)
            await self.execute(statement, rows)

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """SQLAlchemy's way. Cut off in the middle it would cost the connection, and with it what
        others have done there: so it is brought to its end first."""
        task = asyncio.ensure_future(self.connection.execute(statement, values))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task])
            raise

    def written(self, table: Any) -> None:
        """What was asked of this unit before is asked again, if it was made from this table."""
        if table in _ASKED_OF:
            self.asked.clear()

    def _direct(self, statement: Executable, values: Mapping[str, Any]) -> Line | None:
        """Where a small statement runs without SQLAlchemy."""
        if self._line is None:
            return None
        if not self._line.begun:
            raise OperationalError("", None, RuntimeError("the transaction is over"))
        return self._line if is_small(statement, values) else None
