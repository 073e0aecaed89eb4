"""Who was told of which shortfall, and so hears when it is made up, and when it is short again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from storage.repository import Repository
from storage.tables import told

AT_ONCE = 500
"""Shortfalls asked about at once: both databases stop at some 32,000 parameters."""


class Told(Repository):
    async def mark(self, pairs: Collection[tuple[int, int]], now: datetime) -> None:
        """Remember for each (shortfall, person) that the person was told that it is short."""
        ids = sorted({shortfall_id for shortfall_id, _ in pairs})
        known: dict[tuple[int, int], datetime | None] = {}
        for start in range(0, len(ids), AT_ONCE):
            batch = told.c.shortfall_id.in_(ids[start : start + AT_ONCE])
            rows = await self.all_rows(select(told).where(batch))
            known |= {(row.shortfall_id, row.person_id): row.made_up_at for row in rows}
        await self.short_again([pair for pair in set(pairs) & known.keys() if known[pair]])
        new = [
            {"shortfall_id": shortfall_id, "person_id": person_id, "at": now}
            for shortfall_id, person_id in sorted(set(pairs) - known.keys())
        ]
        if new:
            await self.execute(insert(told), new)

    async def unaware(self, shortfall_ids: Collection[int]) -> dict[int, list[int]]:
        """Who was told of each of these and not yet that it is made up; nobody, no entry."""
        return await self._by_row(shortfall_ids, told.c.made_up_at.is_(None))

    async def reassured(self, shortfall_ids: Collection[int]) -> dict[int, list[int]]:
        """Who was told of each of these that it is made up."""
        return await self._by_row(shortfall_ids, told.c.made_up_at.is_not(None))

    async def made_up(self, pairs: Collection[tuple[int, int]], now: datetime) -> None:
        """Each (shortfall, person) was told that it is made up: once, until it is short again."""
        await self._set_made_up_at(pairs, now)

    async def short_again(self, pairs: Collection[tuple[int, int]]) -> None:
        await self._set_made_up_at(pairs, None)

    async def of(self, shortfall_ids: Collection[int]) -> dict[int, list[int]]:
        """The ids of the people told of each of these; nobody, no entry."""
        return await self._by_row(shortfall_ids)

    async def _set_made_up_at(
        self, pairs: Collection[tuple[int, int]], moment: datetime | None
    ) -> None:
        rows = [{"row": shortfall, "person": person} for shortfall, person in pairs]
        one = (told.c.shortfall_id == bindparam("row")) & (told.c.person_id == bindparam("person"))
        if rows:
            await self.execute(update(told).where(one).values(made_up_at=moment), rows)

    async def _by_row(
        self, shortfall_ids: Collection[int], *only: ColumnElement[bool]
    ) -> dict[int, list[int]]:
        statement = select(told.c.shortfall_id, told.c.person_id).where(
            told.c.shortfall_id.in_(shortfall_ids), *only
        )
        by_row: dict[int, list[int]] = {}
        for row in await self.all_rows(statement.order_by(told.c.shortfall_id, told.c.person_id)):
            by_row.setdefault(row.shortfall_id, []).append(row.person_id)
        return by_row
