"""Files made for people: kept a while so that a card can hand them over again."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, insert, select

from storage.repository import Repository
from storage.tables import files, visit_photos


class File(NamedTuple):
    name: str
    content: bytes


class Files(Repository):
    async def add(
        self, name: str, content: bytes, now: datetime, person_id: int | None = None
    ) -> int:
        """`person_id` is whose file it is: who sent it, or asked for it."""
        values = {"name": name, "content": content, "made_at": now, "person_id": person_id}
        return await self.new_id(insert(files).values(values))

    async def get(self, file_id: int) -> File | None:
        row = await self.one_row(select(files).where(files.c.id == file_id))
        return File(row.name, row.content) if row else None

    async def sent_by(self, person_id: int, file_id: int) -> File | None:
        where = (files.c.id == file_id) & (files.c.person_id == person_id)
        row = await self.one_row(select(files).where(where))
        return File(row.name, row.content) if row else None

    async def forget_before(self, moment: datetime) -> int:
        """Photographs of visits are evidence and stay."""
        evidence = exists().where(visit_photos.c.file_id == files.c.id)
        where = (files.c.made_at < moment) & ~evidence
        return await self.run(delete(files).where(where))
