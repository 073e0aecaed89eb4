"""Who covers the grids: counts of 明白人 by grid and village, for the evaluation."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select

from domain.mingbairen import Stage
from domain.policy import Policy
from domain.shortfalls import Kind, State
from domain.villages import VillageKind
from storage.repository import Repository
from storage.tables import grids, mingbairen, shortfalls, villages

GROWING = (Stage.CANDIDATE, Stage.TRAINING, Stage.PASSED)
LIVING_GRID = grids.c.retired_on.is_(None)
LIVING_VILLAGE = villages.c.retired_on.is_(None)
REGISTERED = mingbairen.c.stage == Stage.REGISTERED


class KnownGap(NamedTuple):
    subject_id: int
    state: str
    figure: int
    wanted: int


class Coverage(Repository):
    async def grid_ids(self) -> list[int]:
        rows = await self.all_rows(select(grids.c.id).order_by(grids.c.id))
        return [row.id for row in rows]

    async def uncovered(self, first: int, last: int, least: int) -> dict[int, int]:
        """Living grids with an id from first to last below the least, with their 在册 people."""
        found = func.count(mingbairen.c.id)
        statement = (
            select(grids.c.id, found)
            .outerjoin(mingbairen, and_(mingbairen.c.grid_id == grids.c.id, REGISTERED))
            .where(grids.c.id.between(first, last), LIVING_GRID)
            .group_by(grids.c.id)
            .having(found < least)
        )
        return await self._pairs(statement)

    async def thin(self, first: int, last: int, least: int, *, communities: bool) -> dict[int, int]:
        """The same for villages, whose people are those of their living grids."""
        where = and_(villages.c.id.between(first, last), LIVING_VILLAGE)
        if not communities:
            where = and_(where, villages.c.kind != VillageKind.COMMUNITY)
        found = func.count(mingbairen.c.id)
        return await self._pairs(self._by_village(where).having(found < least))

    async def known(self, kind: Kind, first: int, last: int) -> list[KnownGap]:
        """The rows not made up of subjects with an id from first to last."""
        rows = await self.all_rows(
            select(*(shortfalls.c[name] for name in KnownGap._fields)).where(
                shortfalls.c.state.in_([State.SHORT, State.WAIVED]),
                shortfalls.c.kind == kind,
                shortfalls.c.subject_id.between(first, last),
            )
        )
        return [KnownGap._make(row) for row in rows]

    async def of_grids(self, grid_ids: Collection[int]) -> dict[int, tuple[int, int]]:
        """People 在册 and 培育中 of these grids, the living ones."""
        stage = mingbairen.c.stage
        statement = (
            select(
                grids.c.id,
                func.count().filter(REGISTERED),
                func.count().filter(stage.in_(GROWING)),
            )
            .outerjoin(mingbairen, mingbairen.c.grid_id == grids.c.id)
            .where(grids.c.id.in_(grid_ids), LIVING_GRID)
            .group_by(grids.c.id)
        )
        rows: Sequence[Any] = await self.all_rows(statement)
        return {id_: (registered, growing) for id_, registered, growing in rows}

    async def of_villages(self, village_ids: Collection[int]) -> dict[int, tuple[VillageKind, int]]:
        """Kind and people 在册 of these villages, the living ones."""
        where = and_(villages.c.id.in_(village_ids), LIVING_VILLAGE)
        statement = self._by_village(where).add_columns(villages.c.kind)
        rows: Sequence[Any] = await self.all_rows(statement)
        return {id_: (VillageKind(kind), registered) for id_, registered, kind in rows}

    async def covered(self, least: int) -> tuple[int, int]:
        """How many living grids have at least so many people 在册, and how many there are."""
        people = func.count(mingbairen.c.id).label("people")
        by_grid = (
            select(people)
            .select_from(grids)
            .outerjoin(mingbairen, and_(mingbairen.c.grid_id == grids.c.id, REGISTERED))
            .where(LIVING_GRID)
            .group_by(grids.c.id)
            .subquery()
        )
        return await self._share(by_grid, least)

    async def stocked(self, policy: Policy) -> tuple[int, int]:
        """The same for the villages of which people are wanted."""
        where: ColumnElement[bool] = LIVING_VILLAGE
        if not policy.village_least_in_communities:
            where = and_(where, villages.c.kind != VillageKind.COMMUNITY)
        return await self._share(self._by_village(where).subquery(), policy.village_least)

    async def _share(self, counts: Subquery, least: int) -> tuple[int, int]:
        enough = func.count().filter(counts.c.people >= least).label("enough")
        row = await self.one_row(select(enough, func.count().label("all")).select_from(counts))
        return (row.enough, row.all) if row else (0, 0)

    def _by_village(self, where: ColumnElement[bool]) -> Select[Any]:
        own = and_(grids.c.village_id == villages.c.id, LIVING_GRID)
        return (
            select(villages.c.id, func.count(mingbairen.c.id).label("people"))
            .outerjoin(grids, own)
            .outerjoin(mingbairen, and_(mingbairen.c.grid_id == grids.c.id, REGISTERED))
            .where(where)
            .group_by(villages.c.id)
        )

    async def _pairs(self, statement: Select[Any]) -> dict[int, int]:
        rows: Sequence[Any] = await self.all_rows(statement)
        return dict(map(tuple, rows))
