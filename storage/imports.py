"""What an import reads and writes: whole districts at once, many rows a statement."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, or_, select, update

from domain.advisers import Adviser, Assignment
from domain.districts import District
from domain.grids import Grid
from domain.imports.stored import Stored
from domain.mingbairen import Mingbairen
from domain.model import Model
from domain.people import Person, Role
from domain.villages import Village
from storage.people import HELD_NOW
from storage.repository import Repository
from storage.tables import (
    advisers,
    assignments,
    audit,
    grants,
    grids,
    mingbairen,
    mingbairen_stages,
    people,
    villages,
)

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_AT_ONCE = 5_000
"""Values in one IN list: both databases stop at about 32,000 parameters."""
_ROWS_AT_ONCE = 1_000
"""Rows of one statement. SQLAlchemy prepares them all before the first is sent, and everybody
waits for that."""
_ERASED = "（已注销）"


class Imports(Repository):
    async def stored(
        self, district: District | None, codes: Iterable[str], phones: Iterable[str]
    ) -> Stored:
        """All that is stored of a district, of all advisers, and of whoever has these phones."""
        here = villages.c.district_id == (district.id if district else 0)
        village_ids = select(villages.c.id).where(here)
        grid_ids = select(grids.c.id).where(grids.c.village_id.in_(village_ids))
        looking_after = await self.all_rows(
            select(grants.c.place_id, grants.c.person_id)
            .where(grants.c.role == Role.GRID_WORKER, HELD_NOW, grants.c.place_id.in_(grid_ids))
            .order_by(grants.c.id)
        )
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
            villages=tuple(await self._all(Village, villages, here)),
            grids=tuple(await self._all(Grid, grids, grids.c.village_id.in_(village_ids))),
            codes_elsewhere=await self._codes_outside(village_ids, codes),
            people=tuple(found.values()),
            advisers=tuple(await self._advisers(found)),
            assignments=tuple(
                await self._all(Assignment, assignments, assignments.c.village_id.in_(village_ids))
            ),
            looking_after=tuple((row.place_id, row.person_id) for row in looking_after),
            mingbairen=tuple(
                await self._all(Mingbairen, mingbairen, mingbairen.c.grid_id.in_(grid_ids))
            ),
        )

    async def add_villages(self, new: Sequence[Village]) -> list[int]:
        return await self._add(villages, [v.model_dump(exclude={"id"}) for v in new])

    async def add_grids(self, new: Sequence[Grid]) -> list[int]:
        return await self._add(grids, [g.model_dump(exclude={"id"}) for g in new])

    async def add_people(self, names_and_phones: Sequence[tuple[str, str | None]]) -> list[int]:
        rows = [{"name": name, "phone": phone} for name, phone in names_and_phones]
        return await self._add(people, rows)

    async def add_advisers(self, new: Sequence[Adviser]) -> None:
        await self._insert(advisers, [{"person_id": a.id, "kind": a.kind} for a in new])

    async def add_assignments(self, new: Sequence[Assignment]) -> list[int]:
        return await self._add(assignments, [a.model_dump(exclude={"id"}) for a in new])

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
        await self._insert(grants, rows)

    async def give_grids(self, pairs: Sequence[tuple[int, int]], now: datetime) -> None:
        """Each (person, grid): the person looks after it from now on."""
        rows = [
            {"person_id": person, "role": Role.GRID_WORKER, "place_id": grid, "since": now}
            for person, grid in pairs
        ]
        await self._insert(grants, rows)

    async def add_mingbairen(
        self, new: Sequence[Mingbairen], by_id: int | None, now: datetime
    ) -> list[int]:
        ids = await self._add(mingbairen, [m.model_dump(exclude={"id"}) for m in new])
        steps = [
            {"mingbairen_id": id_, "stage": m.stage, "at": now, "by_id": by_id, "reason": None}
            for id_, m in zip(ids, new, strict=True)
        ]
        await self._insert(mingbairen_stages, steps)
        return ids

    async def save(self, changed: Sequence[Village | Grid | Assignment | Mingbairen]) -> None:
        """Write back models of one kind."""
        if changed:
            table = _TABLES[type(changed[0])]
            names = [name for name in type(changed[0]).model_fields if name != "id"]
            statement = (
                update(table)
                .where(table.c.id == bindparam("the_id"))
                .values({name: bindparam(name) for name in names})
            )
            rows = [m.model_dump(exclude={"id"}) | {"the_id": m.id} for m in changed]
            for some in _slices(rows, _ROWS_AT_ONCE):
                await self.connection.execute(statement, some)

    async def note(
        self,
        entries: Sequence[tuple[str, int | None, dict[str, str], dict[str, str]]],
        actor_id: int | None,
        now: datetime,
    ) -> None:
        """Audit many changes: subject, id, before, after."""
        rows = [
            {
                "at": now,
                "actor_id": actor_id,
                "action": "import",
                "subject": subject,
                "subject_id": subject_id,
                "before": before or None,
                "after": after or None,
            }
            for subject, subject_id, before, after in entries
        ]
        await self._insert(audit, rows)

    async def _insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        for some in _slices(rows, _ROWS_AT_ONCE):
            await self.connection.execute(insert(table), some)

    async def _add(self, table: Table, rows: list[dict[str, Any]]) -> list[int]:
        if not rows:
            return []
        if self.connection.dialect.name == "sqlite":
            return await self._add_numbered(table, rows)
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids: list[int] = []
        for some in _slices(rows, _ROWS_AT_ONCE):
            ids += (await self.connection.execute(statement, some)).scalars()
        return ids

    async def _add_numbered(self, table: Table, rows: list[dict[str, Any]]) -> list[int]:
        """Asked to return ids in order SQLite would take row by row; its only writer knows them."""
        latest = await self.one_row(select(func.coalesce(func.max(table.c.id), 0).label("id")))
        assert latest is not None
        ids = [latest.id + number for number in range(1, len(rows) + 1)]
        await self._insert(table, [{"id": id_, **row} for id_, row in zip(ids, rows, strict=True)])
        return ids

    async def _all(self, model: type[M], table: Table, where: ColumnElement[bool]) -> list[M]:
        rows = await self.all_rows(select(table).where(where).order_by(table.c.id))
        return [model.model_validate(row) for row in rows]

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

    async def _codes_outside(self, village_ids: Any, codes: Iterable[str]) -> frozenset[str]:
        outside: set[str] = set()
        for some in _batches(codes):
            where = grids.c.code.in_(some) & grids.c.village_id.not_in(village_ids)
            rows = await self.all_rows(select(grids.c.code).where(where))
            outside.update(row.code for row in rows)
        return frozenset(outside)


def _batches(values: Iterable[str]) -> Iterator[Sequence[str]]:
    return _slices(sorted(set(values)), _AT_ONCE)


def _slices(whole: Sequence[T], length: int) -> Iterator[Sequence[T]]:
    return (whole[i : i + length] for i in range(0, len(whole), length))


_TABLES: dict[type, Table] = {
    Village: villages,
    Grid: grids,
    Assignment: assignments,
    Mingbairen: mingbairen,
}
