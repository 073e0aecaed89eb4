"""月结: which months of which streets are closed, their frozen figures and later corrections."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update

from domain.model import Model
from domain.months import Month
from domain.policy import Policy
from storage.compiled import small
from storage.repository import Repository
from storage.tables import month_corrections, month_figures, months, villages
from storage.villages import ids_below


class MonthRecord(Model):
    """Closed unless it was reopened after its closing."""

    month: str
    district_id: int
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    reopened_by: int | None = None
    reason: str | None = None
    policy: dict[str, Any] | None = None
    bulletin: str | None = None

    @property
    def closed(self) -> bool:
        return self.closed_at is not None and self.reopened_at is None


class Figures(NamedTuple):
    """Minutes of one village in one month, as frozen at closing."""

    counted: int
    confirmed: int
    wanted: int


class Trend(NamedTuple):
    villages: int
    reached: int
    unserved: int


class MonthCorrection(NamedTuple):
    """Counted minutes of one village, before and after."""

    village_id: int
    before: int
    after: int
    reason: str
    corrected_at: datetime


_ONE = small(
    select(months).where(
        months.c.month == bindparam("month"), months.c.district_id == bindparam("street")
    )
)


class Months(Repository):
    async def get(self, month: Month, street_id: int) -> MonthRecord:
        row = await self.one_row(_ONE, month=str(month), street=street_id)
        none = MonthRecord(month=str(month), district_id=street_id)
        return MonthRecord.model_validate(row) if row else none

    async def is_closed(self, month: Month, street_id: int) -> bool:
        return (await self.get(month, street_id)).closed

    async def bulletins(self, month: Month, street_ids: Collection[int]) -> dict[int, str]:
        """By street, where one was written."""
        wanted = months.c.district_id.in_(street_ids), months.c.bulletin != ""
        rows = await self.all_rows(
            select(months.c.district_id, months.c.bulletin).where(
                months.c.month == str(month), *wanted
            )
        )
        return {row.district_id: row.bulletin for row in rows}

    async def close(
        self, month: Month, street_id: int, policy: Policy, bulletin: str, now: datetime
    ) -> None:
        await self.forget(month, street_id)
        await self.run(
            insert(months).values(
                month=str(month),
                district_id=street_id,
                closed_at=now,
                policy=policy.model_dump(mode="json"),
                bulletin=bulletin,
            )
        )

    async def reopen(
        self, month: Month, street_id: int, by_id: int, reason: str, now: datetime
    ) -> None:
        """Also one that was shut by its date alone, whose closing never ran."""
        values = {"reopened_at": now, "reopened_by": by_id, "reason": reason}
        if not await self.run(update(months).where(_this(month, street_id)).values(values)):
            this = {"month": str(month), "district_id": street_id}
            await self.run(insert(months).values(this | values))

    async def forget(self, month: Month, street_id: int) -> None:
        """That it was reopened, or closed."""
        await self.run(delete(months).where(_this(month, street_id)))

    async def freeze(
        self, month: Month, street_id: int, figures: Mapping[int, Figures], now: datetime
    ) -> None:
        """Keep the figures by village id, replacing any frozen before."""
        here = month_figures.c.village_id.in_(
            select(villages.c.id).where(villages.c.district_id == street_id)
        )
        await self.run(delete(month_figures).where(month_figures.c.month == str(month), here))
        rows = [
            {"month": str(month), "village_id": village, "frozen_at": now, **figure._asdict()}
            for village, figure in figures.items()
        ]
        if rows:
            await self.execute(insert(month_figures), rows)

    async def write_bulletin(self, month: Month, street_id: int, text: str) -> None:
        await self.run(update(months).where(_this(month, street_id)).values(bulletin=text))

    async def figure_of(self, month: Month, village_id: int) -> int:
        """Counted minutes as frozen, or as last corrected; 0 for a village frozen never."""
        latest = (
            select(month_corrections.c.after)
            .where(
                month_corrections.c.month == str(month),
                month_corrections.c.village_id == village_id,
            )
            .order_by(month_corrections.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        frozen = (
            select(month_figures.c.counted)
            .where(month_figures.c.month == str(month), month_figures.c.village_id == village_id)
            .scalar_subquery()
        )
        row = await self.one_row(select(func.coalesce(latest, frozen, 0).label("minutes")))
        return int(row.minutes) if row else 0

    async def frozen(self, month: Month) -> dict[int, Figures]:
        statement = select(month_figures).where(month_figures.c.month == str(month))
        return {
            row.village_id: Figures(row.counted, row.confirmed, row.wanted)
            for row in await self.all_rows(statement)
        }

    async def history_of(self, village_id: int, months: Collection[Month]) -> dict[Month, Figures]:
        """Of one village, where its figures were frozen."""
        c = month_figures.c
        here = (c.village_id == village_id) & c.month.in_([str(month) for month in months])
        rows = await self.all_rows(select(month_figures).where(here))
        return {Month.parse(r.month): Figures(r.counted, r.confirmed, r.wanted) for r in rows}

    async def trend_below(
        self, district_ids: Collection[int], months: Collection[Month]
    ) -> dict[Month, Trend]:
        """How the months of all villages below these districts were frozen."""
        c = month_figures.c
        served = c.wanted > 0
        rows = await self.all_rows(
            select(
                c.month,
                func.count().label("villages"),
                func.count().filter(served, c.counted >= c.wanted).label("reached"),
                func.count().filter(~served).label("unserved"),
            )
            .where(c.month.in_([str(m) for m in months]), c.village_id.in_(ids_below(district_ids)))
            .group_by(c.month)
        )
        return {Month.parse(r.month): Trend(r.villages, r.reached, r.unserved) for r in rows}

    async def corrections_of(self, month: Month, street_id: int) -> list[MonthCorrection]:
        """Every one ever made, in order."""
        c = month_corrections.c
        here = c.village_id.in_(select(villages.c.id).where(villages.c.district_id == street_id))
        rows = await self.all_rows(
            select(c.village_id, c.before, c.after, c.reason, c.corrected_at)
            .where(c.month == str(month), here)
            .order_by(c.id)
        )
        return [MonthCorrection._make(row) for row in rows]

    async def correct(
        self,
        month: Month,
        village_id: int,
        before: int,
        after: int,
        reason: str,
        by_id: int | None,
        now: datetime,
    ) -> None:
        """A dated correction of frozen minutes; both values are kept."""
        await self.run(
            insert(month_corrections).values(
                month=str(month),
                village_id=village_id,
                before=before,
                after=after,
                reason=reason,
                corrected_by=by_id,
                corrected_at=now,
            )
        )


def _this(month: Month, street_id: int) -> ColumnElement[bool]:
    return (months.c.month == str(month)) & (months.c.district_id == street_id)
