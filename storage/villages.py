"""村(社区) in and out of the database."""

from collections.abc import Collection

from sqlalchemy import Select, bindparam, insert, or_, select, update

from domain.months import Month
from domain.villages import Village, VillageKind
from storage.compiled import small
from storage.repository import Repository
from storage.tables import districts, villages

LIVING = villages.c.retired_on.is_(None)
_HOMES = small(
    select(villages.c.id, villages.c.district_id).where(
        villages.c.id.in_(bindparam("ids", expanding=True))
    )
)
_ONE = small(select(villages).where(villages.c.id == bindparam("village_id")))


class Villages(Repository):
    async def get(self, village_id: int) -> Village | None:
        row = await self.one_row(_ONE, village_id=village_id)
        return Village.model_validate(row) if row else None

    async def of_ids(self, ids: Collection[int]) -> dict[int, Village]:
        found = await self._list(select(villages).where(villages.c.id.in_(ids)))
        return {village.id: village for village in found}

    async def below(
        self, district_ids: Collection[int], month: Month | None = None
    ) -> list[Village]:
        """Villages of these districts and of all below them, retired ones left out; those of a
        month are the ones that were not retired by its end."""
        lasting = LIVING if month is None else or_(LIVING, villages.c.retired_on > month.last_day)
        return await self._list(
            select(villages).where(villages.c.id.in_(ids_below(district_ids)), lasting)
        )

    async def all(self) -> list[Village]:
        return await self._list(select(villages).where(LIVING))

    async def add(
        self,
        district_id: int,
        name: str,
        kind: VillageKind = VillageKind.VILLAGE,
        code: str | None = None,
    ) -> Village:
        new = await self.new_id(
            insert(villages).values(district_id=district_id, name=name, kind=kind, code=code)
        )
        return Village(id=new, district_id=district_id, name=name, kind=kind, code=code)

    async def save(self, village: Village) -> None:
        values = village.model_dump(exclude={"id"})
        await self.run(update(villages).where(villages.c.id == village.id).values(values))

    async def homes(self) -> dict[int, int]:
        """District by village, retired ones included."""
        rows = await self.all_rows(select(villages.c.id, villages.c.district_id))
        return {row.id: row.district_id for row in rows}

    async def homes_of(self, village_ids: Collection[int]) -> dict[int, int]:
        """District by village, of these."""
        rows = await self.all_rows(_HOMES, ids=list(village_ids))
        return {row.id: row.district_id for row in rows}

    async def district_path(self, village_id: int) -> str | None:
        row = await self.one_row(
            select(districts.c.path)
            .join(villages, villages.c.district_id == districts.c.id)
            .where(villages.c.id == village_id)
        )
        return row.path if row else None

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Village]:
        rows = await self.all_rows(statement.order_by(villages.c.id))
        return [Village.model_validate(row) for row in rows]


def ids_below(district_ids: Collection[int]) -> Select[tuple[int]]:
    """A subquery: ids of all villages of these districts and of all below them."""
    top = districts.alias("top")
    return (
        select(villages.c.id)
        .join(districts, villages.c.district_id == districts.c.id)
        .join(top, districts.c.path.startswith(top.c.path))
        .where(top.c.id.in_(district_ids))
    )
