"""区划 in and out of the database."""

from sqlalchemy import insert, select, update

from domain.districts import District
from storage.repository import Repository
from storage.tables import districts


class Districts(Repository):
    async def get(self, district_id: int) -> District | None:
        row = await self.one_row(select(districts).where(districts.c.id == district_id))
        return District.model_validate(row) if row else None

    async def by_code(self, code: str) -> District | None:
        row = await self.one_row(select(districts).where(districts.c.code == code))
        return District.model_validate(row) if row else None

    async def all(self) -> list[District]:
        rows = await self.all_rows(select(districts).order_by(districts.c.path))
        return [District.model_validate(row) for row in rows]

    async def add(self, code: str, name: str, parent: District | None = None) -> District:
        new = await self.new_id(
            insert(districts).values(
                code=code, name=name, parent_id=parent.id if parent else None, path=""
            )
        )
        path = f"{parent.path if parent else '/'}{new}/"
        await self.run(update(districts).where(districts.c.id == new).values(path=path))
        return District(
            id=new, code=code, name=name, parent_id=parent.id if parent else None, path=path
        )
