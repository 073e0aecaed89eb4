"""网格 in and out of the database."""

from collections.abc import Collection

from sqlalchemy import func, insert, select, update

from domain.grids import Grid, GridCover, GridPlace
from domain.mingbairen import Stage
from storage.repository import Repository
from storage.tables import grids, mingbairen, villages
from storage.villages import ids_below

LIVING = grids.c.retired_on.is_(None)


class Grids(Repository):
    async def get(self, grid_id: int) -> Grid | None:
        row = await self.one_row(select(grids).where(grids.c.id == grid_id))
        return Grid.model_validate(row) if row else None

    async def of_ids(self, ids: Collection[int]) -> list[Grid]:
        rows = await self.all_rows(
            select(grids).where(grids.c.id.in_(ids), LIVING).order_by(grids.c.code)
        )
        return [Grid.model_validate(row) for row in rows]

    async def places_of(self, ids: Collection[int]) -> dict[int, GridPlace]:
        statement = (
            select(
                grids.c.id,
                grids.c.name,
                grids.c.village_id,
                villages.c.name.label("village"),
                villages.c.district_id,
            )
            .join(villages, villages.c.id == grids.c.village_id)
            .where(grids.c.id.in_(ids))
        )
        rows = await self.all_rows(statement)
        return {row.id: GridPlace._make(row[1:]) for row in rows}

    async def of_village(self, village_id: int) -> list[Grid]:
        rows = await self.all_rows(
            select(grids).where(grids.c.village_id == village_id, LIVING).order_by(grids.c.code)
        )
        return [Grid.model_validate(row) for row in rows]

    async def codes_beginning(self, code: str) -> set[str]:
        """Codes that begin with this, those of retired grids too."""
        like = grids.c.code.startswith(code, autoescape=True)
        return {row.code for row in await self.all_rows(select(grids.c.code).where(like))}

    async def all(self) -> list[Grid]:
        rows = await self.all_rows(select(grids).where(LIVING).order_by(grids.c.code))
        return [Grid.model_validate(row) for row in rows]

    async def add(
        self, village_id: int, name: str, code: str, households: int | None = None
    ) -> Grid:
        new = await self.new_id(
            insert(grids).values(village_id=village_id, name=name, code=code, households=households)
        )
        return Grid(id=new, village_id=village_id, name=name, code=code, households=households)

    async def save(self, grid: Grid) -> None:
        values = grid.model_dump(exclude={"id"})
        await self.run(update(grids).where(grids.c.id == grid.id).values(values))

    async def cover_below(self, district_ids: Collection[int]) -> list[GridCover]:
        """Every living grid below these districts with its 在册 and 培育中 people."""
        return await self._cover(grids.c.village_id.in_(ids_below(district_ids)))

    async def cover_of(self, grid_ids: Collection[int]) -> list[GridCover]:
        return await self._cover(grids.c.id.in_(grid_ids))

    async def _cover(self, where: object) -> list[GridCover]:
        growing = (Stage.CANDIDATE, Stage.TRAINING, Stage.PASSED)
        stage = mingbairen.c.stage
        statement = (
            select(
                grids,
                villages.c.name.label("village_name"),
                func.count().filter(stage == Stage.REGISTERED).label("registered"),
                func.count().filter(stage.in_(growing)).label("in_training"),
            )
            .join(villages, villages.c.id == grids.c.village_id)
            .outerjoin(mingbairen, mingbairen.c.grid_id == grids.c.id)
            .where(where, LIVING)  # type: ignore[arg-type]
            .group_by(*grids.c, villages.c.name)
            .order_by(grids.c.code)
        )
        return [
            GridCover(Grid.model_validate(row), row.village_name, row.registered, row.in_training)
            for row in await self.all_rows(statement)
        ]
