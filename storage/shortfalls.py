"""未达标 in and out of the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, insert, select, update

from domain.months import Month
from domain.shortfalls import OPEN_STATES, Kind, Shortfall, State
from storage.repository import Repository
from storage.tables import shortfall_moves, shortfalls, told


class Shortfalls(Repository):
    async def get(self, shortfall_id: int) -> Shortfall | None:
        row = await self.one_row(select(shortfalls).where(shortfalls.c.id == shortfall_id))
        return Shortfall.model_validate(row) if row else None

    async def of_period(self, kinds: Collection[Kind], period: str) -> list[Shortfall]:
        return await self._list(
            select(shortfalls).where(shortfalls.c.kind.in_(kinds), shortfalls.c.period == period)
        )

    async def of_month(self, month: Month) -> list[Shortfall]:
        return await self._list(select(shortfalls).where(shortfalls.c.period == str(month)))

    async def open_of_kind(self, kinds: Collection[Kind]) -> list[Shortfall]:
        return await self._list(
            select(shortfalls).where(
                shortfalls.c.kind.in_(kinds), shortfalls.c.state.in_(OPEN_STATES)
            )
        )

    async def of_subject(self, kind: Kind, subject_id: int, period: str) -> Shortfall | None:
        row = await self.one_row(
            select(shortfalls).where(
                shortfalls.c.kind == kind,
                shortfalls.c.subject_id == subject_id,
                shortfalls.c.period == period,
            )
        )
        return Shortfall.model_validate(row) if row else None

    async def add(self, shortfall: Shortfall, now: datetime, by_id: int | None = None) -> Shortfall:
        """Insert; the id given is ignored and the real one returned."""
        new = await self.new_id(insert(shortfalls).values(shortfall.model_dump(exclude={"id"})))
        await self._note_move(new, None, shortfall.state, by_id, None, now)
        return shortfall.model_copy(update={"id": new})

    async def save(
        self,
        before: State,
        shortfall: Shortfall,
        now: datetime,
        by_id: int | None = None,
        note: str | None = None,
    ) -> None:
        """Save what an evaluation or a person changed; a new state is remembered as a move."""
        values = shortfall.model_dump(exclude={"id"})
        await self.run(update(shortfalls).where(shortfalls.c.id == shortfall.id).values(values))
        if before is not shortfall.state:
            await self._note_move(shortfall.id, before, shortfall.state, by_id, note, now)

    async def mark_told(self, shortfall_id: int, person_id: int, now: datetime) -> None:
        known = await self.one_row(
            select(told).where(told.c.shortfall_id == shortfall_id, told.c.person_id == person_id)
        )
        if not known:
            values = {"shortfall_id": shortfall_id, "person_id": person_id, "at": now}
            await self.run(insert(told).values(values))

    async def told_of(self, shortfall_id: int) -> list[int]:
        """Ids of the people who were told of it."""
        rows = await self.all_rows(
            select(told.c.person_id)
            .where(told.c.shortfall_id == shortfall_id)
            .order_by(told.c.person_id)
        )
        return [row.person_id for row in rows]

    async def _note_move(
        self,
        shortfall_id: int,
        before: State | None,
        after: State,
        by_id: int | None,
        note: str | None,
        now: datetime,
    ) -> None:
        await self.run(
            insert(shortfall_moves).values(
                shortfall_id=shortfall_id,
                before=before,
                after=after,
                at=now,
                by_id=by_id,
                note=note,
            )
        )

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Shortfall]:
        rows = await self.all_rows(statement.order_by(shortfalls.c.id))
        return [Shortfall.model_validate(row) for row in rows]
