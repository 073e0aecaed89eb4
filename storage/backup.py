"""A whole database as one file that either database can be restored from.

A zip with one JSON-lines file per table, and a list of them with counts and checksums. The same
file moves an office from SQLite to PostgreSQL.
"""

import base64
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import Storage
from storage.schema import HEAD, current
from storage.tables import metadata
from storage.tables.base import Moment
from storage.unit import Unit

CONTENTS = "contents.json"
ROWS_AT_ONCE = 2000
Tell = Callable[[str, int], None]
"""Told the table's name and how many rows more are done."""


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    TypeError,
    ValueError,
    RuntimeError,
)
"""What reading something that only looks like a backup ends in."""


class NotABackup(Exception):
    """The file is no backup, is damaged, or belongs to another version; `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotEmpty(Exception):
    """A backup is only ever restored into an empty database."""


async def write_backup(storage: Storage, file: Path, tell: Tell) -> int:
    """Write everything as it is at one moment; returns the number of rows."""
    contents: dict[str, Any] = {"schema": await current(storage), "tables": {}}
    partial = file.with_name(file.name + ".part")
    try:
        async with storage.reading() as unit:
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in metadata.sorted_tables:
                    contents["tables"][table.name] = await _write(unit, table, archive, tell)
                archive.writestr(CONTENTS, json.dumps(contents))
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return sum(int(each["rows"]) for each in contents["tables"].values())


async def read_backup(storage: Storage, file: Path, tell: Tell) -> int:
    """Restore into an empty database, all or nothing. Raises NotABackup, NotEmpty."""
    try:
        with zipfile.ZipFile(file) as archive:
            contents = json.loads(archive.read(CONTENTS))
            if contents["schema"] != HEAD:
                raise NotABackup(f"备份的版本是 {contents['schema']}，本程序是 {HEAD}")
            async with storage.unit() as unit:
                await _check_empty(unit)
                for table in metadata.sorted_tables:
                    await _read(unit, table, archive, contents["tables"][table.name], tell)
                await _continue_ids(unit)
    except (*DAMAGED, SQLAlchemyError) as error:
        raise NotABackup("文件损坏，或不是法治哨点的备份") from error
    return sum(int(each["rows"]) for each in contents["tables"].values())


async def _write(
    unit: Unit, table: Table, archive: zipfile.ZipFile, tell: Tell
) -> dict[str, object]:
    digest, rows = hashlib.sha256(), 0
    result = await unit.connection.stream(select(table).order_by(*table.primary_key.columns))
    with archive.open(f"{table.name}.jsonl", "w") as out:
        async for part in result.partitions(ROWS_AT_ONCE):
            for row in part:
                line = (json.dumps(_plain(row._mapping), ensure_ascii=False) + "\n").encode()
                out.write(line)
                digest.update(line)
            rows += len(part)
            tell(table.name, len(part))
    return {"rows": rows, "sha256": digest.hexdigest()}


async def _read(
    unit: Unit, table: Table, archive: zipfile.ZipFile, expected: dict[str, Any], tell: Tell
) -> None:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"{table.name}.jsonl") as lines:
        for part in _in_parts(lines):
            for line in part:
                digest.update(line)
            values = [_typed(table, json.loads(line)) for line in part]
            await unit.connection.execute(insert(table), values)
            rows += len(part)
            tell(table.name, len(part))
    if (rows, digest.hexdigest()) != (expected["rows"], expected["sha256"]):
        raise NotABackup(f"表 {table.name} 的内容与校验值不符")


def _in_parts(lines: Any) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    for line in lines:
        part.append(line)
        if len(part) == ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _plain(row: Any) -> dict[str, Any]:
    return {name: _as_json(value) for name, value in row.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _of_json(table.c[name].type, value) for name, value in row.items()}


def _of_json(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


async def _check_empty(unit: Unit) -> None:
    for table in metadata.sorted_tables:
        found = await unit.connection.execute(select(func.count()).select_from(table))
        if found.scalar_one():
            raise NotEmpty


async def _continue_ids(unit: Unit) -> None:
    """PostgreSQL counts ids by itself: let it go on after the highest restored."""
    if unit.connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            await unit.connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'),"  # noqa: S608
                    f" COALESCE((SELECT MAX({column.name}) FROM {table.name}), 0) + 1, false)"
                )
            )
