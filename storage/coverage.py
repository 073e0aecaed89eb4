"""Who covers the grids: counts of 明白人 by grid and village, for the evaluation."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    select,
    true,
)

from domain.mingbairen import Stage
from domain.policy import Policy
from domain.shortfalls import ShortfallKind, State
from domain.villages import VillageKind
from storage.repository import Repository
from storage.tables import grids, mingbairen, shortfalls, villages

GROWING = (Stage.CANDIDATE, Stage.TRAINING, Stage.PASSED)
LIVING_GRID = grids.c.retired_on.is_(None)
LIVING_VILLAGE = villages.c.retired_on.is_(None)
FIRST, LAST = bindparam("first", type_=Integer), bindparam("last", type_=Integer)
STREETS: Any = bindparam("streets", expanding=True)
REGISTERED = mingbairen.c.stage == Stage.REGISTERED


class Coverage(Repository):
    async def suspects(
        self,
        kind: ShortfallKind,
        first: int,
        last: int,
        policy: Policy,
        street_ids: Collection[int] | None = None,
    ) -> list[int]:
        """Grids or villages with an id from first to last whose row does not say how they stand:
        short ones without a row or with other figures, and rows of those no longer short.

        Of these streets, or wherever they lie.
        """
        least = policy.grid_least if _of_grids(kind) else policy.village_least
        values: dict[str, Any] = {"first": first, "last": last}
        if street_ids is not None:
            values["streets"] = list(street_ids)
        of_places, of_rows = _few(kind, policy, street_ids is None)
        few: Sequence[Any] = await self.all_rows(of_places, **values)
        rows: Sequence[Any] = await self.all_rows(of_rows, **values)
        people: dict[int, int] = dict(few)
        found, known = list[int](), set[int]()
        for subject, state, figure, wanted in rows:
            known.add(subject)
            now = people.get(subject)
            if now is None or (state == State.SHORT and (figure, wanted) != (now, least)):
                found.append(subject)
        return found + [each for each in people if each not in known]

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
        """ShortfallKind and people 在册 of these villages, the living ones."""
        where = villages.c.id.in_(village_ids)
        statement = _by_village(LIVING_VILLAGE, where).add_columns(villages.c.kind)
        rows: Sequence[Any] = await self.all_rows(statement)
        return {id_: (VillageKind(kind), registered) for id_, registered, kind in rows}

    async def covered(self, street_id: int, policy: Policy) -> tuple[int, int]:
        """How many living grids of a street have people enough 在册, and how many there are."""
        here = _in_streets(grids.c.id, [street_id])
        return await self._share(_by_grid(here).subquery(), policy.grid_least)

    async def stocked(self, street_id: int, policy: Policy) -> tuple[int, int]:
        """The same for its villages of which people are wanted."""
        here = villages.c.district_id == street_id
        counts = _by_village(_wanting(policy), here).subquery()
        return await self._share(counts, policy.village_least)

    async def _share(self, counts: Subquery, least: int) -> tuple[int, int]:
        enough = func.count().filter(counts.c.people >= least).label("enough")
        row = await self.one_row(select(enough, func.count().label("all")).select_from(counts))
        return (row.enough, row.all) if row else (0, 0)


def _by_grid(where: ColumnElement[bool]) -> Select[Any]:
    """People 在册 of each living grid."""
    return (
        select(grids.c.id, func.count(mingbairen.c.id).label("people"))
        .outerjoin(mingbairen, and_(mingbairen.c.grid_id == grids.c.id, REGISTERED))
        .where(LIVING_GRID, where)
        .group_by(grids.c.id)
    )


def _by_village(which: ColumnElement[bool], where: ColumnElement[bool]) -> Select[Any]:
    """People 在册 of each of these villages, in its living grids."""
    own = and_(grids.c.village_id == villages.c.id, LIVING_GRID)
    return (
        select(villages.c.id, func.count(mingbairen.c.id).label("people"))
        .outerjoin(grids, own)
        .outerjoin(mingbairen, and_(mingbairen.c.grid_id == grids.c.id, REGISTERED))
        .where(which, where)
        .group_by(villages.c.id)
    )


def _wanting(policy: Policy) -> ColumnElement[bool]:
    """The living villages of which a number of people is wanted."""
    if policy.village_least_in_communities:
        return LIVING_VILLAGE
    return and_(LIVING_VILLAGE, villages.c.kind != VillageKind.COMMUNITY)


def _in_streets(
    column: Column[int], streets: Any, of: Column[int] | None = None
) -> ColumnElement[bool]:
    """That the grid or village whose id this column holds lies in one of these streets."""
    own = select(villages.c.id).where(villages.c.district_id.in_(streets))
    if (column if of is None else of).table is grids:
        return column.in_(select(grids.c.id).where(grids.c.village_id.in_(own)))
    return column.in_(own)


def _of_grids(kind: ShortfallKind) -> bool:
    return kind is ShortfallKind.GRID_UNCOVERED


@lru_cache(maxsize=64)
def _few(kind: ShortfallKind, policy: Policy, everywhere: bool) -> tuple[Select[Any], Select[Any]]:
    """Those with too few people and how many they have; and the rows not made up. Joined by who
    asks: a database that does not know how many there are would look for each among all."""
    id_ = grids.c.id if _of_grids(kind) else villages.c.id
    least = policy.grid_least if _of_grids(kind) else policy.village_least
    subject, row = shortfalls.c.subject_id, shortfalls.c
    here = true() if everywhere else _in_streets(id_, STREETS)
    there = true() if everywhere else _in_streets(subject, STREETS, id_)
    which = id_.between(FIRST, LAST) & here
    counts = _by_grid(which) if _of_grids(kind) else _by_village(_wanting(policy), which)
    rows = select(subject, row.state, row.figure, row.wanted).where(
        row.state.in_([State.SHORT, State.WAIVED]),
        row.kind == kind,
        subject.between(FIRST, LAST),
        there,
    )
    return counts.having(func.count(mingbairen.c.id) < least), rows
