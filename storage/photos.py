"""Photographs of visits: files that are kept as long as the visit is."""

from datetime import datetime

from sqlalchemy import func, insert, select

from storage.repository import Repository
from storage.tables import visit_photos


class Photos(Repository):
    async def attach(self, visit_id: int, file_id: int, person_id: int, now: datetime) -> None:
        values = {"visit_id": visit_id, "file_id": file_id, "added_by": person_id, "added_at": now}
        await self.run(insert(visit_photos).values(values))

    async def of_visit(self, visit_id: int) -> list[int]:
        """The files, in the order in which they came."""
        rows = await self.all_rows(
            select(visit_photos.c.file_id)
            .where(visit_photos.c.visit_id == visit_id)
            .order_by(visit_photos.c.added_at, visit_photos.c.file_id)
        )
        return [row.file_id for row in rows]

    async def count(self, visit_id: int) -> int:
        statement = select(func.count()).where(visit_photos.c.visit_id == visit_id)
        row = await self.one_row(statement)
        return int(row[0]) if row else 0
