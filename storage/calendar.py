"""Days off and working days of years the calendar library does not hold yet, and local ones."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from domain.districts import EVERYWHERE
from domain.inheritance import calendar_at
from domain.working_days import WorkCalendar
from storage.compiled import small
from storage.repository import Repository
from storage.tables import calendar_days

_OF_CHAIN = small(
    select(calendar_days).where(calendar_days.c.place_id.in_(bindparam("chain", expanding=True)))
)


class CalendarDays(Repository):
    async def at(self, chain: Sequence[int] = (EVERYWHERE,)) -> WorkCalendar:
        """The calendar the last place of the chain goes by. Asked once a unit."""
        key = ("calendar", tuple(chain))
        if key not in self.asked:
            rows = await self.all_rows(_OF_CHAIN, chain=list(chain))
            self.asked[key] = calendar_at(_tables(rows), chain)
        found: WorkCalendar = self.asked[key]
        return found

    async def tables(self) -> dict[int, dict[date, bool]]:
        """By place: day → is it a working day."""
        return _tables(await self.all_rows(select(calendar_days)))

    async def replace(self, days: Mapping[date, bool], place_id: int = EVERYWHERE) -> None:
        if not days:
            return
        here = calendar_days.c.place_id == place_id
        await self.run(delete(calendar_days).where(here, calendar_days.c.day.in_(list(days))))
        rows = [
            {"place_id": place_id, "day": day, "working": int(working)}
            for day, working in days.items()
        ]
        await self.execute(insert(calendar_days), rows)


def _tables(rows: Sequence[Any]) -> dict[int, dict[date, bool]]:
    tables: defaultdict[int, dict[date, bool]] = defaultdict(dict)
    for row in rows:
        tables[row.place_id][row.day] = bool(row.working)
    return tables
