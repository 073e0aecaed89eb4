"""The little every repository shares. No verbs live here: those belong to the subjects."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection


class Repository:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def all_rows(self, statement: Executable) -> Sequence[Row[Any]]:
        return (await self.connection.execute(statement)).all()

    async def one_row(self, statement: Executable) -> Row[Any] | None:
        """The first row, or None."""
        return (await self.connection.execute(statement)).first()

    async def run(self, statement: Executable) -> int:
        """Execute a change; returns how many rows it touched."""
        result = await self.connection.execute(statement)
        return int(result.rowcount)

    async def new_id(self, statement: Any) -> int:
        """Execute an INSERT of one row; returns its new id."""
        result = await self.connection.execute(statement)
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])
