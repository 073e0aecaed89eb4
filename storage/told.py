"""Who was told of which shortfall, and so hears when it is made up."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select

from storage.repository import Repository
from storage.tables import told

AT_ONCE = 500
"""Shortfalls asked about at once: both databases stop at some 32,000 parameters."""


class Told(Repository):
    async def mark(self, pairs: Collection[tuple[int, int]], now: datetime) -> None:
        """Remember for each (shortfall, person) that the person was told of it."""
        ids = sorted({shortfall_id for shortfall_id, _ in pairs})
        known: set[tuple[int, int]] = set()
        for start in range(0, len(ids), AT_ONCE):
            batch = told.c.shortfall_id.in_(ids[start : start + AT_ONCE])
            rows = await self.all_rows(select(told.c.shortfall_id, told.c.person_id).where(batch))
            known |= {(row.shortfall_id, row.person_id) for row in rows}
        new = [
            {"shortfall_id": shortfall_id, "person_id": person_id, "at": now}
            for shortfall_id, person_id in sorted(set(pairs) - known)
        ]
        if new:
            await self.connection.execute(insert(told), new)

    async def of(self, shortfall_ids: Collection[int]) -> dict[int, list[int]]:
        """The ids of the people told of each of these; nobody, no entry."""
        statement = select(told.c.shortfall_id, told.c.person_id).where(
            told.c.shortfall_id.in_(shortfall_ids)
        )
        by_row: dict[int, list[int]] = {}
        for row in await self.all_rows(statement.order_by(told.c.shortfall_id, told.c.person_id)):
            by_row.setdefault(row.shortfall_id, []).append(row.person_id)
        return by_row
