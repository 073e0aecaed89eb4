"""A backup into an empty database: its own tables first, its rows, then the migrations since.

So a backup of an older version goes the way that its database would have gone.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.backups import BackupTooNew, ContentAltered, NotABackup, NotEmpty, TablesDiffer
from storage.backup import CONTENTS, PROGRAM, ROWS_AT_ONCE, Tell
from storage.engine import Storage
from storage.schema import HEAD, check_parents, known_versions, make_anew, migrate
from storage.tables import metadata
from storage.unavailable import unavailable

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    TypeError,
    ValueError,
    RuntimeError,
    SQLAlchemyError,
)
"""What reading something that only looks like a backup ends in."""


async def read_backup(storage: Storage, file: Path, tell: Tell) -> int:
    """Restore into an empty database, all or nothing. Raises NotABackup, NotEmpty."""
    with _damage_told(), zipfile.ZipFile(file) as archive:
        contents = json.loads(archive.read(CONTENTS))
        schema, expected = str(contents["schema"]), dict(contents["tables"])
    if schema not in known_versions():
        raise BackupTooNew(schema, contents.get("program"), HEAD, PROGRAM)
    async with storage.migrating() as connection:
        await _check_empty(connection)
        names = await connection.run_sync(make_anew, schema)
        with _damage_told(), unavailable(), zipfile.ZipFile(file) as archive:
            if names != expected.keys():
                raise TablesDiffer
            rows = await _load(connection, archive, expected, tell)
        await connection.run_sync(migrate, "upgrade", "head")
    return rows


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except DAMAGED as error:
        raise NotABackup from error


async def _check_empty(connection: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        found = await connection.execute(select(func.count()).select_from(table))
        if found.scalar_one():
            raise NotEmpty


async def _load(
    connection: AsyncConnection, archive: zipfile.ZipFile, expected: dict[str, Any], tell: Tell
) -> int:
    """All rows, in the order of the backup: parents come first."""
    tables = await connection.run_sync(_tables, list(expected))
    await connection.run_sync(_let_parents_follow, tables)
    rows = 0
    for name, those in expected.items():
        rows += await _read(connection, tables[name], archive, those, tell)
    await connection.run_sync(_look_up_parents, tables)
    await _continue_ids(connection, tables)
    return rows


def _tables(connection: Connection, names: list[str]) -> dict[str, Table]:
    """As they are there: those of this program may be others."""
    there = MetaData()
    there.reflect(connection, only=names)
    return {name: there.tables[name] for name in names}


def _let_parents_follow(connection: Connection, tables: Mapping[str, Table]) -> None:
    """A district may lie in one that was entered after it."""
    for own_key in _own_keys(connection, tables):
        connection.execute(text(f"{own_key} DEFERRABLE INITIALLY DEFERRED"))


def _look_up_parents(connection: Connection, tables: Mapping[str, Table]) -> None:
    check_parents(connection)
    for own_key in _own_keys(connection, tables):
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.execute(text(f"{own_key} NOT DEFERRABLE"))


def _own_keys(connection: Connection, tables: Mapping[str, Table]) -> Iterator[str]:
    """How to begin to alter each foreign key that names its own table. SQLite's are all off."""
    for table in tables.values() if connection.dialect.name == "postgresql" else ():
        for key in table.foreign_key_constraints:
            if key.referred_table is table:
                yield f"ALTER TABLE {table.name} ALTER CONSTRAINT {key.name}"


async def _read(
    connection: AsyncConnection,
    table: Table,
    archive: zipfile.ZipFile,
    expected: dict[str, Any],
    tell: Tell,
) -> int:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"{table.name}.jsonl") as lines:
        for part in _in_parts(lines):
            for line in part:
                digest.update(line)
            values = [_typed(table, json.loads(line)) for line in part]
            await connection.execute(insert(table), values)
            rows += len(part)
            tell(table.name, len(part))
    if (rows, digest.hexdigest()) != (expected["rows"], expected["sha256"]):
        raise ContentAltered(table.name)
    return rows


def _in_parts(lines: IO[bytes]) -> Iterator[list[bytes]]:
    while part := list(islice(lines, ROWS_AT_ONCE)):
        yield part


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _of_json(table.c[name].type, value) for name, value in row.items()}


def _of_json(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, BigInteger) and isinstance(value, str):
        return int(datetime.fromisoformat(value).timestamp())  # docs/decisions/0005
    return value


async def _continue_ids(connection: AsyncConnection, tables: Mapping[str, Table]) -> None:
    """PostgreSQL counts ids by itself: let it go on after the highest restored."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables.values():
        for column in table.primary_key.columns:
            counter = await connection.scalar(
                select(func.pg_get_serial_sequence(table.name, column.name))
            )
            if counter:
                highest = func.coalesce(select(func.max(column)).scalar_subquery(), 0)
                await connection.execute(select(func.setval(counter, highest + 1, False)))
