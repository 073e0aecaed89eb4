"""A whole database as one file that either database can be restored from.

A zip with one JSON-lines file per table, and a list of them with counts and checksums, with the
version of the tables and of the program. The same file moves an office from SQLite to PostgreSQL.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table, select

from storage.database_file import OWNER_ONLY
from storage.engine import Storage
from storage.schema import current
from storage.tables import metadata
from storage.unit import Unit

PROGRAM = "0.1.0"
"""Told to who wants to restore a backup that is newer than their program."""
CONTENTS = "contents.json"
ROWS_AT_ONCE = 2000
Tell = Callable[[str, int], None]
"""Told the table's name and how many rows more are done."""


async def write_backup(storage: Storage, file: Path, tell: Tell) -> int:
    """Write everything as it is at one moment; returns the number of rows."""
    contents: dict[str, Any] = {"program": PROGRAM, "schema": await current(storage), "tables": {}}
    partial = file.with_name(file.name + ".part")
    try:
        async with storage.reading() as unit:
            with _begun(partial) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for table in metadata.sorted_tables:
                    contents["tables"][table.name] = await _write(unit, table, archive, tell)
                archive.writestr(CONTENTS, json.dumps(contents))
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return sum(int(each["rows"]) for each in contents["tables"].values())


def _begun(partial: Path) -> IO[bytes]:
    """Nobody else may read it, nor what is left of it should this process be killed."""
    partial.unlink(missing_ok=True)
    return os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb")


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


def _plain(row: Any) -> dict[str, Any]:
    return {name: _as_json(value) for name, value in row.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value
