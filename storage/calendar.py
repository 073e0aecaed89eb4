"""Days off and working days of years the calendar library does not hold yet."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select

from storage.repository import Repository
from storage.sqlite import small
from storage.tables import calendar_days

_ALL = small(select(calendar_days))


class CalendarDays(Repository):
    async def table(self) -> dict[date, bool]:
        """Day → is it a working day."""
        return {row.day: bool(row.working) for row in await self.all_rows(_ALL)}

    async def replace(self, days: Mapping[date, bool]) -> None:
        if not days:
            return
        await self.run(delete(calendar_days).where(calendar_days.c.day.in_(list(days))))
        rows = [{"day": day, "working": int(working)} for day, working in days.items()]
        await self.connection.execute(insert(calendar_days), rows)
