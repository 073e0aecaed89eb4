"""The database knows each morning how its rows are spread."""

from datetime import datetime

from sqlalchemy import text

from scheduler.runner import run_one
from storage.engine import Storage
from tests.cast import open_office

INDEX = "ix_grids_village_id_retired_on"
SQLITE = f"SELECT stat FROM sqlite_stat1 WHERE idx = '{INDEX}'"
POSTGRES = f"SELECT reltuples FROM pg_class WHERE relname = '{INDEX}'"


async def test_twelve_grids_three_of_them_in_each_village(storage: Storage, now: datetime) -> None:
    await open_office(storage, now)
    await run_one(storage, "tidy", None, now)
    async with storage.reading() as unit:
        found = await unit.connection.execute(text(SQLITE if storage.embedded else POSTGRES))
    assert found.scalar_one() in ("12 3 3", 12)
