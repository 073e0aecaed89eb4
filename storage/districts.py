"""区划 in and out of the database."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, exists, func, insert, select, update

from domain.districts import District
from storage.compiled import small
from storage.repository import Repository
from storage.tables import districts, villages

LIVING = villages.c.retired_on.is_(None)
_OF_VILLAGE = small(
    select(districts)
    .join(villages, villages.c.district_id == districts.c.id)
    .where(villages.c.id == bindparam("village_id"))
)
_ONE = small(select(districts).where(districts.c.id == bindparam("district_id")))


class Districts(Repository):
    async def get(self, district_id: int) -> District | None:
        row = await self.one_row(_ONE, district_id=district_id)
        return District.model_validate(row) if row else None

    async def of_village(self, village_id: int) -> District | None:
        """The street a village lies in. Asked once a unit."""
        key = ("street", village_id)
        if key not in self.asked:
            row = await self.one_row(_OF_VILLAGE, village_id=village_id)
            self.asked[key] = District.model_validate(row) if row else None
        found: District | None = self.asked[key]
        return found

    async def of_ids(self, ids: Collection[int]) -> list[District]:
        rows = await self.all_rows(select(districts).where(districts.c.id.in_(ids)))
        return [District.model_validate(row) for row in rows]

    async def by_code(self, code: str) -> District | None:
        row = await self.one_row(select(districts).where(districts.c.code == code))
        return District.model_validate(row) if row else None

    async def all(self) -> list[District]:
        rows = await self.all_rows(select(districts).order_by(districts.c.path))
        return [District.model_validate(row) for row in rows]

    async def streets(
        self, district_ids: Collection[int] | None = None, *, living: bool = False
    ) -> list[District]:
        """Those with villages of their own, by code: of these districts and below, or all;
        `living`: with one that is not retired."""
        own = exists().where(villages.c.district_id == districts.c.id)
        owning = own.where(LIVING) if living else own
        rows = await self.all_rows(select(districts).where(owning).order_by(districts.c.code))
        found = [District.model_validate(row) for row in rows]
        if district_ids is None:
            return found
        return [street for street in found if set(street.chain) & set(district_ids)]

    async def add(
        self, code: str, name: str, parent: District | None = None, began_on: date | None = None
    ) -> District:
        parent_id = parent.id if parent else None
        values = {"code": code, "name": name, "parent_id": parent_id, "began_on": began_on}
        new = await self.new_id(insert(districts).values(values | {"path": ""}))
        path = f"{parent.path if parent else '/'}{new}/"
        await self.run(update(districts).where(districts.c.id == new).values(path=path))
        return District(id=new, path=path, **values)

    async def save(self, district: District) -> None:
        """Its name and the day it began."""
        values = {"name": district.name, "began_on": district.began_on}
        await self.run(update(districts).where(districts.c.id == district.id).values(values))

    async def move(self, district: District, parent: District | None) -> None:
        """Put it and all below it under another."""
        path = f"{parent.path if parent else '/'}{district.id}/"
        below = districts.c.path.startswith(district.path)
        rest = func.substr(districts.c.path, len(district.path) + 1)
        await self.run(update(districts).where(below).values(path=path + rest))
        await self.run(
            update(districts)
            .where(districts.c.id == district.id)
            .values(parent_id=parent.id if parent else None)
        )
