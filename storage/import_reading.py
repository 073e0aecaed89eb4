"""What an import must know of what is stored, whole districts at once."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Table, or_, select

from domain.advisers import Adviser, Assignment
from domain.districts import District, codes_above
from domain.grids import Grid
from domain.imports.stored import Stored
from domain.mingbairen import Mingbairen
from domain.model import Model
from domain.people import Person, Role
from domain.places import PlaceKind
from domain.villages import Village
from storage.people import HELD_NOW
from storage.repository import Repository
from storage.tables import (
    advisers,
    assignments,
    districts,
    former_names,
    grants,
    grids,
    mingbairen,
    people,
    villages,
)

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_AT_ONCE = 5_000
"""Values in one IN list: both databases stop at about 32,000 parameters."""
_RENAMED = villages.c.retired_on.is_(None) & former_names.c.merged_id.is_(None)
_ERASED = "（已注销）"


class ImportReading(Repository):
    async def places(
        self, district: District
    ) -> tuple[list[str], list[tuple[str, str]], dict[str, str], dict[str, str]]:
        """The villages there are now; the grids, each after its village, by former names too; the
        names of today by the former ones of villages, and by those of merged ones."""
        here = (villages.c.district_id == district.id) & villages.c.retired_on.is_(None)
        names = await self.all_rows(select(villages.c.name).where(here).order_by(villages.c.id))
        pairs = await self.all_rows(
            select(villages.c.name.label("village"), grids.c.name)
            .join(grids, grids.c.village_id == villages.c.id)
            .where(here, grids.c.retired_on.is_(None))
            .order_by(grids.c.id)
        )
        old = await self._former(PlaceKind.VILLAGE, villages, here)
        living = grids.c.retired_on.is_(None) & (villages.c.id == grids.c.village_id)
        old_grids = await self._former(PlaceKind.GRID, grids, here & living)
        return (
            [row.name for row in names],
            [(row.village, row.name) for row in (*pairs, *old_grids)],
            {row.name: row.village for row in old if row.merged_id is None},
            {row.name: row.village for row in old if row.merged_id is not None},
        )

    async def _former(
        self, place: PlaceKind, table: Table, where: ColumnElement[bool]
    ) -> Sequence[Row[Any]]:
        """Former names with the id they lead to and the village it is in, or is."""
        statement = (
            select(former_names, villages.c.name.label("village"))
            .join(table, table.c.id == former_names.c.place_id)
            .where(former_names.c.place == place, where)
            .order_by(former_names.c.id)
        )
        if table is not villages:
            statement = statement.join(villages, villages.c.id == table.c.village_id)
        return await self.all_rows(statement)

    async def stored(
        self,
        district: District | None,
        codes: Iterable[str],
        phones: Iterable[str],
        street: str | None = None,
    ) -> Stored:
        """All that is stored of a district, of all advisers, and of whoever has these phones;
        `street` is the code of one that is still to be added."""
        here = villages.c.district_id == (district.id if district else 0)
        village_ids = select(villages.c.id).where(here)
        grid_ids = select(grids.c.id).where(grids.c.village_id.in_(village_ids))
        looking_after = await self.all_rows(
            select(grants.c.place_id, grants.c.person_id)
            .where(grants.c.role == Role.GRID_WORKER, HELD_NOW, grants.c.place_id.in_(grid_ids))
            .order_by(grants.c.id)
        )
        former = await self._former(PlaceKind.GRID, grids, here)
        renamed = await self._former(PlaceKind.VILLAGE, villages, here & _RENAMED)
        known = people.c.id.in_(select(advisers.c.person_id))
        workers = people.c.id.in_(
            select(grants.c.person_id).where(
                grants.c.role == Role.GRID_WORKER, grants.c.place_id.in_(grid_ids)
            )
        )
        found = {p.id: p for p in await self._people(or_(known, workers))}
        for some in _batches(phones):
            found |= {p.id: p for p in await self._people(people.c.phone.in_(some))}
        return Stored(
            district=district,
            codes_above=await self._codes_above(street),
            villages=tuple(sorted(await self._all(Village, villages, here), key=_living_last)),
            grids=tuple(await self._all(Grid, grids, grids.c.village_id.in_(village_ids))),
            codes_elsewhere=await self._codes_outside(village_ids, codes),
            people=tuple(found.values()),
            advisers=tuple(await self._advisers(found)),
            assignments=tuple(
                await self._all(Assignment, assignments, assignments.c.village_id.in_(village_ids))
            ),
            looking_after=tuple((row.place_id, row.person_id) for row in looking_after),
            former_villages=tuple((row.name, row.village) for row in renamed),
            former_grids=tuple((row.place_id, row.name, row.merged_id) for row in former),
            mingbairen=tuple(
                await self._all(Mingbairen, mingbairen, mingbairen.c.grid_id.in_(grid_ids))
            ),
        )

    async def _all(self, model: type[M], table: Table, where: ColumnElement[bool]) -> list[M]:
        rows = await self.all_rows(select(table).where(where).order_by(table.c.id))
        return await asyncio.to_thread(_models, model, rows)

    async def _people(self, where: ColumnElement[bool]) -> list[Person]:
        rows = await self.all_rows(select(people).where(where).order_by(people.c.id))
        return [
            Person(id=row.id, name=_ERASED) if row.erased_at else Person.model_validate(row)
            for row in rows
        ]

    async def _advisers(self, found: dict[int, Person]) -> list[Adviser]:
        rows = await self.all_rows(select(advisers).order_by(advisers.c.person_id))
        return [
            Adviser(id=row.person_id, name=found[row.person_id].name, kind=row.kind) for row in rows
        ]

    async def _codes_above(self, street: str | None) -> frozenset[str]:
        wanted = districts.c.code.in_(codes_above(street or ""))
        return frozenset(
            row.code for row in await self.all_rows(select(districts.c.code).where(wanted))
        )

    async def _codes_outside(self, village_ids: Any, codes: Iterable[str]) -> frozenset[str]:
        outside: set[str] = set()
        for some in _batches(codes):
            where = grids.c.code.in_(some) & grids.c.village_id.not_in(village_ids)
            rows = await self.all_rows(select(grids.c.code).where(where))
            outside.update(row.code for row in rows)
        return frozenset(outside)


def _living_last(village: Village) -> tuple[bool, int]:
    """Of two villages of one name the living one is meant: looked up by name, the last counts."""
    return village.retired_on is None, village.id


def _models(model: type[M], rows: Sequence[Row[Any]]) -> list[M]:
    return [model.model_validate(row) for row in rows]


def _batches(values: Iterable[str]) -> Iterator[Sequence[str]]:
    return slices(sorted(set(values)), _AT_ONCE)


def slices(whole: Sequence[T], length: int) -> Iterator[Sequence[T]]:
    return (whole[i : i + length] for i in range(0, len(whole), length))
