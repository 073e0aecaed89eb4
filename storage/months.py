"""月结: which months are closed, their frozen figures and later corrections."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.model import Model
from domain.months import Month
from domain.policy import Policy
from storage.repository import Repository
from storage.sqlite import small
from storage.tables import month_corrections, month_figures, months


class MonthRecord(Model):
    """Closed unless it was reopened after its closing."""

    month: str
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


class MonthCorrection(NamedTuple):
    """Counted minutes of one village, before and after."""

    village_id: int
    before: int
    after: int
    reason: str
    corrected_at: datetime


_ONE = small(select(months).where(months.c.month == bindparam("month")))


class Months(Repository):
    async def get(self, month: Month) -> MonthRecord:
        row = await self.one_row(_ONE, month=str(month))
        return MonthRecord.model_validate(row) if row else MonthRecord(month=str(month))

    async def is_closed(self, month: Month) -> bool:
        return (await self.get(month)).closed

    async def close(self, month: Month, policy: Policy, bulletin: str, now: datetime) -> None:
        await self.run(delete(months).where(months.c.month == str(month)))
        await self.run(
            insert(months).values(
                month=str(month),
                closed_at=now,
                policy=policy.model_dump(mode="json"),
                bulletin=bulletin,
            )
        )

    async def reopen(self, month: Month, by_id: int, reason: str, now: datetime) -> None:
        values = {"reopened_at": now, "reopened_by": by_id, "reason": reason}
        await self.run(update(months).where(months.c.month == str(month)).values(values))

    async def freeze(self, month: Month, figures: Mapping[int, Figures], now: datetime) -> None:
        """Keep the figures by village id, replacing any frozen before."""
        await self.run(delete(month_figures).where(month_figures.c.month == str(month)))
        await self._freeze(month, figures, now)

    async def _freeze(self, month: Month, figures: Mapping[int, Figures], now: datetime) -> None:
        rows = [
            {"month": str(month), "village_id": village, "frozen_at": now, **figure._asdict()}
            for village, figure in figures.items()
        ]
        if rows:
            await self.connection.execute(insert(month_figures), rows)

    async def freeze_between(
        self,
        month: Month,
        first: int,
        last: int,
        figures: Mapping[int, Figures],
        now: datetime,
    ) -> None:
        """The same for the villages with an id from first to last."""
        here = month_figures.c.village_id.between(first, last)
        await self.run(delete(month_figures).where(month_figures.c.month == str(month), here))
        await self._freeze(month, figures, now)

    async def write_bulletin(self, month: Month, text: str) -> None:
        await self.run(update(months).where(months.c.month == str(month)).values(bulletin=text))

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

    async def corrections_of(self, month: Month) -> list[MonthCorrection]:
        """Every one ever made, in order."""
        c = month_corrections.c
        rows = await self.all_rows(
            select(c.village_id, c.before, c.after, c.reason, c.corrected_at)
            .where(c.month == str(month))
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
