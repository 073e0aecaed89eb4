"""How a database would find the rows of a statement, and what of it is a scan.

Every table holds rows enough, each unlike the others, that an index is worth its while wherever
there is one. For PostgreSQL the ways that read a whole table are made dear: it takes them all the
same where it has no other.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    insert,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Storage
from storage.tables import metadata
from storage.tables.base import Moment
from tests.plans.may import FEW_ROWS

ROWS, FEW = 2_000, 20
DEAR = (
    "seq_page_cost = 20",
    "random_page_cost = 1",
    "enable_hashjoin = off",
    "enable_mergejoin = off",
)
"""What reads whole tables. Forbidden altogether it would cost so much that nothing else matters."""
TABLES = set(metadata.tables)


async def fill(storage: Storage) -> None:
    """All numbers of the nth row are n, so that it belongs to the nth row of every other table."""
    async with storage.migrating() as connection:
        if not storage.embedded:
            await connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in metadata.sorted_tables:
            many = FEW if table.name in FEW_ROWS else ROWS
            rows = [{c.name: _value(c, n) for c in table.c} for n in range(1, many + 1)]
            await connection.execute(insert(table), rows)
        await connection.exec_driver_sql("ANALYZE")


def _value(column: Column[Any], n: int) -> Any:
    kind = column.type
    if column.name == "retired_on":
        return None  # nearly all live
    if isinstance(kind, (Moment, DateTime)):
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n)
    if isinstance(kind, Boolean):
        return bool(n % 2)
    if isinstance(kind, Integer):
        return n
    if isinstance(kind, Date):
        return date(2020, 1, 1) + timedelta(days=n)
    if isinstance(kind, LargeBinary):
        return b""
    if isinstance(kind, String):
        return str(n)
    return {}


async def scans(connection: AsyncConnection, statement: str, given: Any) -> set[str]:
    """The tables of which it would look at every row."""
    if connection.dialect.name == "sqlite":
        return {table async for table in _scans_of_sqlite(connection, statement, given)}
    return set(await _scans_of_postgres(connection, statement))


SKEWED = "UPDATE sqlite_stat1 SET stat = ? WHERE idx IS NOT NULL"
"""Statistics by which a few rows share each beginning of an index."""


async def spread_unevenly(connection: AsyncConnection, stat: str) -> None:
    await connection.exec_driver_sql(SKEWED, (stat,))
    await connection.exec_driver_sql("ANALYZE sqlite_schema")


async def searched_past_a_list(connection: AsyncConnection, statement: str, given: Any) -> set[str]:
    """Searches of SQLite in an index whose second column or a later one is one of several values,
    and that go on to the next: version 3.40, knowing its rows, finds none by some of them."""
    lists = set(re.findall(r"(\w+)\"? IN \(", statement))
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(given))
    found = set()
    for *_, step in plan.all():
        columns = re.findall(r"(\w+)([=<>])\?", step)
        if any(how == "=" and column in lists for column, how in columns[1:-1]):
            found.add(step)
    return found


async def _scans_of_sqlite(connection: AsyncConnection, statement: str, given: Any) -> Any:
    called = dict(re.findall(r"(?<![.\w])(\w+) AS (\w+)", statement))
    names = {alias: table for table, alias in called.items() if table in TABLES}
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(given))
    for *_, step in plan.all():
        how, what = step.split()[:2]
        table = names.get(what, what)
        if table in TABLES and (how == "SCAN" or "AUTOMATIC" in step):
            yield table


async def _scans_of_postgres(connection: AsyncConnection, statement: str) -> Iterator[str]:
    """By the plan for whatever it may be given: with nothing given there is nothing to look for."""
    for setting in (*DEAR, "plan_cache_mode = force_generic_plan"):
        await connection.exec_driver_sql(f"SET LOCAL {setting}")
    await connection.exec_driver_sql(f"PREPARE this AS {statement}")
    given = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement))))
    found = await connection.exec_driver_sql(
        f"EXPLAIN (FORMAT JSON) EXECUTE this{given and f'({given})'}"
    )
    plan = found.scalar_one()
    await connection.exec_driver_sql("DEALLOCATE this")
    return _scans_in(plan[0]["Plan"])


def _scans_in(node: dict[str, Any]) -> Iterator[str]:
    whole = "Scan" in node["Node Type"] and "Relation Name" in node and "Index Cond" not in node
    if whole and node["Node Type"] != "Bitmap Heap Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scans_in(below)
