"""Connections as our units speak to them: below SQLAlchemy, for small statements and turns."""

from typing import TYPE_CHECKING, Any, Union

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.compiled import Shelf
from storage.sqlite import SqliteLine

if TYPE_CHECKING:
    from storage.postgres import PostgresLine

Line = Union[SqliteLine, "PostgresLine"]
_LINE = "shaodian_line"
ONE_WRITER = "SELECT pg_advisory_xact_lock(7420268)"
"""PostgreSQL would let two units look, both find the way free, and both write. Held to the end of
the transaction, by one of all processes on this database."""


async def line_of(connection: AsyncConnection, shelf: Shelf) -> Line:
    """Made once for each connection to the database."""
    line = known_line(connection)
    if line is None:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        embedded = connection.dialect.name == "sqlite"
        line = SqliteLine(driver, shelf) if embedded else _on_a_server(driver, shelf)
        connection.info[_LINE] = line
    return line


def _on_a_server(driver: Any, shelf: Shelf) -> "PostgresLine":
    """Its driver is loaded only where there is a server."""
    from storage.postgres import PostgresLine

    return PostgresLine(driver, shelf, ONE_WRITER)


def known_line(connection: AsyncConnection) -> Line | None:
    """None where a statement has to go SQLAlchemy's way: on a connection that has none."""
    line: Line | None = connection.info.get(_LINE)
    return line
