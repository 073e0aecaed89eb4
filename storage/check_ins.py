"""到村登记 without its 结束登记 yet: at most one open one per adviser."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, insert, select, update

from domain.check_ins import CheckIn, CheckInState
from storage.repository import Repository
from storage.tables import check_ins


class CheckIns(Repository):
    async def get(self, check_in_id: int) -> CheckIn | None:
        return await self._one(select(check_ins).where(check_ins.c.id == check_in_id))

    async def open_of(self, adviser_id: int) -> CheckIn | None:
        return await self._one(
            select(check_ins).where(
                check_ins.c.adviser_id == adviser_id, check_ins.c.state == CheckInState.OPEN
            )
        )

    async def drafts_of(self, adviser_id: int) -> list[CheckIn]:
        return await self._list(
            select(check_ins).where(
                check_ins.c.adviser_id == adviser_id, check_ins.c.state == CheckInState.DRAFT
            )
        )

    async def all_open(self) -> list[CheckIn]:
        return await self._list(select(check_ins).where(check_ins.c.state == CheckInState.OPEN))

    async def waiting_in(self, village_id: int, since: datetime) -> list[CheckIn]:
        """Open ones and drafts in this village that began at or after a moment."""
        waiting = check_ins.c.state.in_([CheckInState.OPEN, CheckInState.DRAFT])
        return await self._list(
            select(check_ins).where(
                check_ins.c.village_id == village_id, check_ins.c.started_at >= since, waiting
            )
        )

    async def move_to(self, village_id: int, check_in_ids: Collection[int]) -> None:
        """These arrivals were in another village."""
        where = check_ins.c.id.in_(check_in_ids)
        await self.run(update(check_ins).where(where).values(village_id=village_id))

    async def start(self, adviser_id: int, village_id: int, now: datetime) -> CheckIn:
        values = {
            "adviser_id": adviser_id,
            "village_id": village_id,
            "started_at": now,
            "state": CheckInState.OPEN,
        }
        new = await self.new_id(insert(check_ins).values(values))
        return CheckIn(id=new, **values)

    async def move(
        self, check_in_id: int, state: CheckInState, visit_id: int | None = None
    ) -> None:
        where = check_ins.c.id == check_in_id
        await self.run(update(check_ins).where(where).values(state=state, visit_id=visit_id))

    async def mark_asked(self, check_in_id: int, now: datetime) -> None:
        await self.run(update(check_ins).where(check_ins.c.id == check_in_id).values(asked_at=now))

    async def _one(self, statement: Select[*tuple[object, ...]]) -> CheckIn | None:
        row = await self.one_row(statement)
        return CheckIn.model_validate(row) if row else None

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[CheckIn]:
        rows = await self.all_rows(statement.order_by(check_ins.c.started_at, check_ins.c.id))
        return [CheckIn.model_validate(row) for row in rows]
