"""Cases: shortfalls that reached the office, and what it did about them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, insert, or_, select, update

from domain.cases import UNANSWERED, Case, CaseState
from domain.shortfalls import State
from storage.repository import Repository
from storage.tables import cases, districts, shortfalls


class Cases(Repository):
    async def get(self, shortfall_id: int) -> Case | None:
        row = await self.one_row(select(cases).where(cases.c.shortfall_id == shortfall_id))
        return Case.model_validate(row) if row else None

    async def open(self, shortfall_id: int, district_id: int, now: datetime) -> None:
        values = {"shortfall_id": shortfall_id, "district_id": district_id}
        await self.run(
            insert(cases).values(values | {"state": CaseState.WAITING, "opened_at": now})
        )

    async def change(self, shortfall_id: int, **values: Any) -> None:
        await self.run(update(cases).where(cases.c.shortfall_id == shortfall_id).values(values))

    async def open_all(self, opened: Mapping[int, int], now: datetime) -> None:
        """New cases by shortfall, each with the district whose office has to answer."""
        rows = [
            {
                "shortfall_id": shortfall_id,
                "district_id": district_id,
                "state": CaseState.WAITING,
                "opened_at": now,
            }
            for shortfall_id, district_id in opened.items()
        ]
        if rows:
            await self.execute(insert(cases), rows)

    async def known(self, shortfall_ids: Collection[int]) -> set[int]:
        """Those of these shortfalls that are cases, closed ones included."""
        where = cases.c.shortfall_id.in_(shortfall_ids)
        return {
            r.shortfall_id for r in await self.all_rows(select(cases.c.shortfall_id).where(where))
        }

    async def close(self, shortfall_ids: Collection[int], now: datetime) -> None:
        where = cases.c.shortfall_id.in_(shortfall_ids) & cases.c.closed_at.is_(None)
        await self.run(update(cases).where(where).values(state=CaseState.CLOSED, closed_at=now))

    async def give_to(self, shortfall_id: int, from_id: int) -> None:
        """The case goes on as that of another shortfall, which has none."""
        where = cases.c.shortfall_id == from_id
        await self.run(update(cases).where(where).values(shortfall_id=shortfall_id))

    async def held_by(self, person_id: int) -> list[Case]:
        """Those in a person's hands that are not closed."""
        mine = (cases.c.holder_id == person_id) & cases.c.closed_at.is_(None)
        return await self._list(select(cases).where(mine))

    async def wait_again(self, shortfall_ids: Collection[int], now: datetime) -> None:
        """Their shortfalls came back. The leader has heard of a case once and does not again."""
        where = cases.c.shortfall_id.in_(shortfall_ids) & (cases.c.state == CaseState.CLOSED)
        anew = {"state": CaseState.WAITING, "opened_at": now, "answered_at": None}
        gone = {"planned_on": None, "holder_id": None, "closed_at": None}
        await self.run(update(cases).where(where).values(anew | gone))

    async def open_below(self, district_ids: Collection[int]) -> list[Case]:
        """Cases not closed, of these districts and all below, oldest first."""
        top = districts.alias("top")
        statement = (
            select(cases)
            .join(districts, districts.c.id == cases.c.district_id)
            .join(top, districts.c.path.startswith(top.c.path))
            .where(top.c.id.in_(district_ids), cases.c.closed_at.is_(None))
            .distinct()
        )
        return await self._list(statement)

    async def page_of(
        self, district_ids: Collection[int], holder_id: int, limit: int, offset: int
    ) -> list[Case]:
        """Cases of an office or handed to this person: the unanswered first, then the oldest."""
        order = case((cases.c.state.in_(UNANSWERED), 0), else_=1)
        statement = (
            self._of_office(district_ids, holder_id, cases)
            .order_by(order, cases.c.opened_at, cases.c.shortfall_id)
            .limit(limit)
            .offset(offset)
        )
        return [Case.model_validate(row) for row in await self.all_rows(statement)]

    async def count_of(self, district_ids: Collection[int], holder_id: int) -> int:
        statement = self._of_office(district_ids, holder_id, func.count().label("n"))
        row = await self.one_row(statement)
        return int(row.n) if row else 0

    def _of_office(
        self, district_ids: Collection[int], holder_id: int, *columns: Any
    ) -> Select[Any]:
        """Not closed; one explained after its month was closed short has nothing left to do."""
        over = and_(shortfalls.c.state == State.FINAL, cases.c.state == CaseState.EXPLAINED)
        top = districts.alias("top")
        below = select(districts.c.id).join(top, districts.c.path.startswith(top.c.path))
        mine = cases.c.district_id.in_(below.where(top.c.id.in_(district_ids)))
        return (
            select(*columns)
            .select_from(cases.join(shortfalls, shortfalls.c.id == cases.c.shortfall_id))
            .where(or_(mine, cases.c.holder_id == holder_id), cases.c.closed_at.is_(None), ~over)
        )

    async def mark_escalated(self, shortfall_ids: Collection[int], now: datetime) -> None:
        rows = [{"row_id": each} for each in shortfall_ids]
        statement = update(cases).where(cases.c.shortfall_id == bindparam("row_id"))
        if rows:
            await self.execute(statement.values(escalated_at=now), rows)

    async def unanswered(self) -> list[Case]:
        """Waiting, or handed over and not answered since; not yet taken to the leader."""
        return await self._list(
            select(cases).where(cases.c.state.in_(UNANSWERED), cases.c.escalated_at.is_(None))
        )

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Case]:
        rows = await self.all_rows(statement.order_by(cases.c.opened_at, cases.c.shortfall_id))
        return [Case.model_validate(row) for row in rows]
