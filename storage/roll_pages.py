"""花名册 a page at a time: the 明白人 of an office or of some grids, found by what is asked."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from domain.mingbairen import Category, Mingbairen, Stage
from storage.repository import Repository
from storage.tables import districts, grids, mingbairen, villages
from storage.villages import ids_below


class RollAsked(NamedTuple):
    """Empty for all. `ends_by`: the certificate ends on that day or before."""

    words: str = ""
    village: str = ""
    street: str = ""
    category: Category | None = None
    ends_by: date | None = None


class RollRow(NamedTuple):
    person: Mingbairen
    village_id: int
    village: str
    grid: str


class RollPages(Repository):
    async def below(
        self,
        district_ids: Collection[int],
        grid_ids: Collection[int],
        asked: RollAsked,
        stage: Stage | None,
        skip: int,
        limit: int,
    ) -> list[RollRow]:
        """Those of a village together; without districts only of these grids."""
        statement = (
            _joined(
                select(
                    mingbairen,
                    villages.c.id.label("village_id"),
                    villages.c.name.label("village"),
                    grids.c.name.label("grid"),
                ),
                district_ids,
                grid_ids,
                asked,
            )
            .order_by(villages.c.id, grids.c.id, mingbairen.c.id)
            .offset(skip)
            .limit(limit)
        )
        if stage is not None:
            statement = statement.where(mingbairen.c.stage == stage)
        rows = await self.all_rows(statement)
        return [
            RollRow(Mingbairen.model_validate(row), row.village_id, row.village, row.grid)
            for row in rows
        ]

    async def stages_below(
        self, district_ids: Collection[int], grid_ids: Collection[int], asked: RollAsked
    ) -> dict[Stage, int]:
        counted = select(mingbairen.c.stage, func.count().label("n"))
        statement = _joined(counted, district_ids, grid_ids, asked).group_by(mingbairen.c.stage)
        return {Stage(row.stage): row.n for row in await self.all_rows(statement)}


def _joined(
    statement: Select[*tuple[object, ...]],
    district_ids: Collection[int],
    grid_ids: Collection[int],
    asked: RollAsked,
) -> Select[*tuple[object, ...]]:
    joined = statement.join(grids, grids.c.id == mingbairen.c.grid_id).join(
        villages, villages.c.id == grids.c.village_id
    )
    if asked.street:
        joined = joined.join(districts, districts.c.id == villages.c.district_id)
        joined = joined.where(districts.c.name == asked.street)
    if district_ids:
        joined = joined.where(villages.c.id.in_(ids_below(district_ids)))
    else:
        joined = joined.where(mingbairen.c.grid_id.in_(grid_ids))
    return joined.where(*_fitting(asked))


def _fitting(asked: RollAsked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.words:
        columns = (mingbairen.c.name, grids.c.name, mingbairen.c.certificate)
        found.append(or_(*(c.contains(asked.words, autoescape=True) for c in columns)))
    if asked.village:
        found.append(villages.c.name == asked.village)
    if asked.category:
        found.append(mingbairen.c.category == asked.category)
    if asked.ends_by:
        found.append(mingbairen.c.certificate_until <= asked.ends_by)
    return found
