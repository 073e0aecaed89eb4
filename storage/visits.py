"""进村服务 in and out of the database."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from domain.months import Month
from domain.visits import Visit, VisitDraft
from storage.compiled import small
from storage.repository import Repository
from storage.tables import visits
from storage.villages import ids_below

KEPT = visits.c.withdrawn_at.is_(None)


_IN_ORDER = (visits.c.started_at, visits.c.id)
_AROUND = small(
    select(visits)
    .where(
        visits.c.adviser_id == bindparam("adviser_id"),
        KEPT,
        visits.c.started_at > bindparam("day_before"),
        visits.c.started_at < bindparam("end"),
        visits.c.ended_at > bindparam("start"),
    )
    .order_by(*_IN_ORDER)
)
_ADD = small(insert(visits))


class Visits(Repository):
    async def get(self, visit_id: int) -> Visit | None:
        row = await self.one_row(select(visits).where(visits.c.id == visit_id))
        return Visit.model_validate(row) if row else None

    async def add(self, draft: VisitDraft, now: datetime) -> Visit:
        said = draft.model_dump()
        new = await self.new_id(
            _ADD, **said, month=str(draft.month), recorded_at=now, confirmation="none"
        )
        return Visit(id=new, recorded_at=now, **said)

    async def save(self, visit: Visit) -> None:
        values: dict[str, Any] = visit.model_dump(exclude={"id"}) | {"month": str(visit.month)}
        await self.run(update(visits).where(visits.c.id == visit.id).values(values))

    async def move_to(self, village_id: int, from_id: int, since: Month) -> list[int]:
        """Visits of that month and later go to another village; their ids."""
        here = (visits.c.village_id == from_id) & (visits.c.month >= str(since))
        rows = await self.all_rows(select(visits.c.id).where(here).order_by(visits.c.id))
        await self.run(update(visits).where(here).values(village_id=village_id))
        return [row.id for row in rows]

    async def around(self, adviser_id: int, start: datetime, end: datetime) -> list[Visit]:
        """The adviser's visits that touch start–end; withdrawn ones left out. None lasts into
        another day, so none that began a day before is read."""
        span = {"day_before": start - timedelta(days=1), "start": start, "end": end}
        rows = await self.all_rows(_AROUND, adviser_id=adviser_id, **span)
        return [Visit.model_validate(row) for row in rows]

    async def of_village(self, village_id: int, month: Month) -> list[Visit]:
        """All of a month, withdrawn ones included: a shortfall must be able to name them."""
        return await self._list(
            select(visits).where(visits.c.month == str(month), visits.c.village_id == village_id)
        )

    async def of_village_since(self, village_id: int, moment: datetime) -> list[Visit]:
        return await self._list(
            select(visits).where(
                visits.c.village_id == village_id, visits.c.started_at >= moment, KEPT
            )
        )

    async def latest_of_adviser(self, adviser_id: int, limit: int, offset: int = 0) -> list[Visit]:
        """Newest first."""
        statement = (
            select(visits)
            .where(visits.c.adviser_id == adviser_id, KEPT)
            .order_by(visits.c.started_at.desc(), visits.c.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [Visit.model_validate(row) for row in await self.all_rows(statement)]

    async def count_of_adviser(self, adviser_id: int) -> int:
        row = await self.one_row(
            select(func.count().label("n")).where(visits.c.adviser_id == adviser_id, KEPT)
        )
        return int(row.n) if row else 0

    async def of_month_below(self, district_ids: Collection[int], month: Month) -> list[Visit]:
        return await self._list(
            select(visits).where(
                visits.c.month == str(month), KEPT, visits.c.village_id.in_(ids_below(district_ids))
            )
        )

    async def unconfirmed_in(self, village_ids: Collection[int], month: Month) -> list[Visit]:
        return await self._list(
            select(visits).where(
                visits.c.month == str(month),
                visits.c.village_id.in_(village_ids),
                visits.c.confirmation == "none",
                KEPT,
            )
        )

    async def unconfirmed_counts(self, month: Month) -> list[tuple[int, int, int]]:
        """(village, adviser, visits) that no village has answered yet."""
        rows = await self.all_rows(
            select(visits.c.village_id, visits.c.adviser_id, func.count().label("n"))
            .where(visits.c.month == str(month), visits.c.confirmation == "none", KEPT)
            .group_by(visits.c.village_id, visits.c.adviser_id)
        )
        return [(row.village_id, row.adviser_id, row.n) for row in rows]

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Visit]:
        rows = await self.all_rows(statement.order_by(*_IN_ORDER))
        return [Visit.model_validate(row) for row in rows]
