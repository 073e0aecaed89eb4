"""What an import writes: many rows a statement, not so many that others wait for it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, func, insert, select, update

from domain.advisers import Adviser, Assignment
from domain.grids import Grid
from domain.mingbairen import Mingbairen
from domain.people import Role
from domain.villages import Village
from storage.import_reading import ImportReading, slices
from storage.people import HELD_NOW
from storage.tables import (
    advisers,
    assignments,
    grants,
    grids,
    mingbairen,
    mingbairen_stages,
    people,
    villages,
)

T = TypeVar("T")

_ROWS_AT_ONCE = 1_000
"""Rows of one statement. SQLAlchemy prepares them all before the first is sent, and everybody
waits for that."""


def _row_of(model: Any) -> dict[str, Any]:
    row: dict[str, Any] = model.model_dump(exclude={"id"})
    return row


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Made as they are sent: the rows of a city at once would take a hundred megabytes."""
    left = iter(rows)
    while some := list(islice(left, _ROWS_AT_ONCE)):
        yield some


class Imports(ImportReading):
    async def add_villages(self, new: Sequence[Village]) -> list[int]:
        return await self._add(villages, new)

    async def add_grids(self, new: Sequence[Grid]) -> list[int]:
        return await self._add(grids, new)

    async def add_people(self, names_and_phones: Sequence[tuple[str, str | None]]) -> list[int]:
        names = ("name", "phone")
        return await self._add(
            people, names_and_phones, lambda one: dict(zip(names, one, strict=True))
        )

    async def add_advisers(self, new: Sequence[Adviser]) -> None:
        await self._insert(advisers, [{"person_id": a.id, "kind": a.kind} for a in new])

    async def add_assignments(self, new: Sequence[Assignment]) -> list[int]:
        return await self._add(assignments, new)

    async def make_advisers(self, person_ids: Collection[int], now: datetime) -> None:
        """Give the role to those of them who do not have it."""
        held = await self.all_rows(
            select(grants.c.person_id).where(
                grants.c.role == Role.ADVISER, grants.c.place_id.is_(None), HELD_NOW
            )
        )
        rows = [
            {"person_id": person, "role": Role.ADVISER, "place_id": None, "since": now}
            for person in sorted(set(person_ids).difference(row.person_id for row in held))
        ]
        await self._give(rows)

    async def give_grids(self, pairs: Sequence[tuple[int, int]], now: datetime) -> None:
        """Each (person, grid): the person looks after it from now on."""
        rows = [
            {"person_id": person, "role": Role.GRID_WORKER, "place_id": grid, "since": now}
            for person, grid in pairs
        ]
        await self._give(rows)

    async def _give(self, rows: Sequence[dict[str, Any]]) -> None:
        """Roles; whoever left and has one again is one of us."""
        await self._insert(grants, rows)
        for some in slices(sorted({row["person_id"] for row in rows}), _ROWS_AT_ONCE):
            gone = people.c.id.in_(some) & people.c.left_on.is_not(None)
            await self.run(update(people).where(gone).values(left_on=None))

    async def add_mingbairen(
        self, new: Sequence[Mingbairen], by_id: int | None, now: datetime
    ) -> list[int]:
        ids = await self._add(mingbairen, new)
        steps = (
            {"mingbairen_id": id_, "stage": m.stage, "at": now, "by_id": by_id, "reason": None}
            for id_, m in zip(ids, new, strict=True)
        )
        await self._insert(mingbairen_stages, steps)
        return ids

    async def save(self, changed: Sequence[Village | Grid | Assignment | Mingbairen]) -> None:
        """Write back models of one kind."""
        if changed:
            table = _TABLES[type(changed[0])]
            self.written(table)
            names = [name for name in type(changed[0]).model_fields if name != "id"]
            statement = (
                update(table)
                .where(table.c.id == bindparam("the_id"))
                .values({name: bindparam(name) for name in names})
            )
            for some in _batches(_row_of(m) | {"the_id": m.id} for m in changed):
                await self.execute(statement, some)

    async def _insert(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        self.written(table)
        for some in _batches(rows):
            await self.execute(insert(table), some)

    async def _add(
        self, table: Table, new: Sequence[T], row_of: Callable[[T], dict[str, Any]] = _row_of
    ) -> list[int]:
        if not new:
            return []
        self.written(table)
        if self.connection.dialect.name == "sqlite":
            return await self._add_numbered(table, map(row_of, new), len(new))
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids: list[int] = []
        for some in _batches(map(row_of, new)):
            ids += (await self.execute(statement, some)).scalars()
        return ids

    async def _add_numbered(
        self, table: Table, rows: Iterable[dict[str, Any]], count: int
    ) -> list[int]:
        """Asked to return ids in order SQLite would take row by row; its only writer knows them."""
        latest = await self.one_row(select(func.coalesce(func.max(table.c.id), 0).label("id")))
        assert latest is not None
        ids = [latest.id + number for number in range(1, count + 1)]
        await self._insert(table, ({"id": id_, **row} for id_, row in zip(ids, rows, strict=True)))
        return ids


_TABLES: dict[type, Table] = {
    Village: villages,
    Grid: grids,
    Assignment: assignments,
    Mingbairen: mingbairen,
}
