"""An office as version 0.1.0 left it: all it had stored, and the backup it made of that.

`tests/kept/0.1.0.json` holds its rows as they lie in the tables, at least one in each. The backup
beside it was written by `python -m tests.kept_office` of 0.1.0, and only that version can.
"""

import asyncio
import base64
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, LargeBinary, MetaData, Table, func, insert, select

from storage.backup import CONTENTS, write_backup
from storage.engine import Storage, open_storage
from storage.schema import HEAD, downgrade, upgrade

Parts = dict[str, Any]
SCHEMA = "0001"
NOW = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
"""When it was left: 09:00 in Shanghai."""
STREETS = (2, 3)
SAID: dict[str, tuple[str, ...]] = {"2026-01": (), "2026-11": ("quota", "reminder_days")}
"""By the month it is effective from, what of a policy differs from the defaults."""
BACKUP = Path(__file__).parent / "kept" / "0.1.0.zip"
ROWS: dict[str, list[dict[str, Any]]] = json.loads(
    BACKUP.with_suffix(".json").read_text(encoding="utf-8")
)


async def move_in(storage: Storage) -> None:
    """Make the database the one of 0.1.0."""
    await downgrade(storage)
    await upgrade(storage, SCHEMA)
    async with storage.unit() as unit:
        tables = await unit.connection.run_sync(_tables)
        for name, rows in ROWS.items():
            values = [_as_values(tables[name], row) for row in rows]
            await unit.connection.execute(insert(tables[name]), values)
            if "id" in rows[0] and unit.connection.dialect.name == "postgresql":
                counter = func.pg_get_serial_sequence(name, "id")
                await unit.connection.execute(select(func.setval(counter, rows[-1]["id"])))


async def rows_in(storage: Storage) -> dict[str, list[dict[str, Any]]]:
    """Whatever lies in the tables, as it is written in the file."""
    async with storage.reading() as unit:
        tables = await unit.connection.run_sync(_tables)
        del tables["alembic_version"]
        found = {}
        for name, table in tables.items():
            ordered = select(table).order_by(*table.primary_key.columns)
            rows = (await unit.connection.execute(ordered)).mappings().all()
            found[name] = [{key: _as_json(value) for key, value in row.items()} for row in rows]
    return found


def lost(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of 0.1.0 that are no longer there; new columns beside the old ones do not matter.

    A migration that turns rows into others says in `became` which they are now.
    """
    return [
        (name, row)
        for name, rows in ROWS.items()
        for row in rows
        for one in became(name, row)
        if not any(one.items() <= now.items() for now in found.get(name, []))
    ]


def became(name: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    """0005: every street has policies, months and runs of its own."""
    if name == "policies":
        said = {key: row["body"][key] for key in SAID[row["effective_from"]]}
        return [{**row, "body": said, "place_id": street} for street in STREETS]
    if name == "months":
        return [{**row, "district_id": street} for street in STREETS]
    if name == "job_runs" and row["job"] in ("close", "digest", "grids", "month_end", "remind"):
        return [{**row, "place_id": street} for street in STREETS]
    if name in ("job_runs", "calendar_days", "shortfalls"):
        return [{**row, "place_id": 0}]
    return [row]


def untold(table: str, rows: int) -> None:
    """Nobody watches a backup being written or restored."""


def _tables(connection: Connection) -> dict[str, Table]:
    """As they are there: the program's own may have changed since."""
    there = MetaData()
    there.reflect(connection)
    return dict(there.tables)


def _as_values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_value(table.c[name].type, value) for name, value in row.items()}


def _as_value(kind: object, value: Any) -> Any:
    if isinstance(kind, Date) and value is not None:
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _as_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def changed_backup(file: Path, change: Callable[[Parts, Parts], object]) -> Path:
    """The kept backup with something done to its list of contents, or to its other files."""
    with zipfile.ZipFile(BACKUP) as kept:
        parts = {name: kept.read(name) for name in kept.namelist()}
    contents = json.loads(parts.pop(CONTENTS))
    change(contents, parts)
    with zipfile.ZipFile(file, "w") as written:
        for name, content in (*parts.items(), (CONTENTS, json.dumps(contents))):
            written.writestr(name, content)
    return file


async def _write() -> None:
    assert HEAD == SCHEMA, "a later program writes later tables"
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(f"sqlite:///{folder}/office.db")
        await move_in(storage)
        await write_backup(storage, BACKUP, untold)
        await storage.close()
    with zipfile.ZipFile(BACKUP) as written:
        contents = {name: written.read(name) for name in written.namelist()}
    with zipfile.ZipFile(BACKUP, "w", zipfile.ZIP_DEFLATED) as undated:
        for name, content in contents.items():
            undated.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    asyncio.run(_write())
