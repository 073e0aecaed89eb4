"""What an evaluation reads: slim rows instead of models, for one village or for thousands."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, union

from domain.advisers import Assignment
from domain.months import Month, instant
from storage.compiled import small
from storage.repository import Repository
from storage.tables import assignments, villages, visits


class Home(NamedTuple):
    """The street of a village, and whether it is not retired by the end of the month."""

    place_id: int
    living: bool


class StayRow(NamedTuple):
    id: int
    village_id: int
    adviser_id: int
    started_at: datetime
    ended_at: datetime
    activity: str
    confirmation: str
    confirmed_minutes: int | None
    withdrawn_at: datetime | None


STAY = tuple(visits.c[name] for name in StayRow._fields)


_MONTH: Any = bindparam("month")
_IDS: Any = bindparam("ids", expanding=True)


def _stays(subject: Any) -> Select[Any]:
    here = select(*STAY).where(visits.c.month == _MONTH, subject.in_(_IDS))
    return here.order_by(visits.c.started_at, visits.c.id)


def _runs(terms: Any) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = terms.c.since <= bindparam("last")
    return begun & or_(terms.c.until.is_(None), terms.c.until >= bindparam("first"))


def _running(subject: Any) -> Select[Any]:
    here = select(assignments).where(_runs(assignments), subject.in_(_IDS))
    return small(here.order_by(assignments.c.since))


def _their_streets() -> Select[Any]:
    """Of whoever serves or has visited a village, with each street they serve."""
    village: Any = bindparam("village")
    own = assignments.alias("own")
    serving = select(own.c.adviser_id).where(own.c.village_id == village, _runs(own))
    came = select(visits.c.adviser_id).where(
        visits.c.month == _MONTH, visits.c.village_id == village
    )
    return (
        select(assignments.c.adviser_id, villages.c.district_id)
        .join(villages, villages.c.id == assignments.c.village_id)
        .where(assignments.c.adviser_id.in_(union(serving, came)), _runs(assignments))
        .distinct()
    )


_HOMES = small(
    select(villages.c.id, villages.c.district_id, villages.c.retired_on)
    .where(villages.c.id.in_(_IDS))
    .order_by(villages.c.id)
    .with_for_update(key_share=True)
)
_STAYS_IN = small(_stays(visits.c.village_id))
_OF_THE_TIME = visits.c.started_at.between(bindparam("start"), bindparam("end"))
"""Says of a month's visits nothing new; but by it an adviser's are found without older ones."""
_STAYS_OF = small(_stays(visits.c.adviser_id).where(_OF_THE_TIME))
_THEIR_STREETS = small(_their_streets())
_SERVED, _SERVING = _running(assignments.c.village_id), _running(assignments.c.adviser_id)


class Evaluation(Repository):
    async def homes(self, village_ids: Collection[int], month: Month) -> dict[int, Home]:
        """On PostgreSQL they are held for this unit, so that two visits to one village at once are
        judged one after the other."""
        rows = await self.all_rows(_HOMES, ids=list(village_ids))
        return {
            r.id: Home(r.district_id, r.retired_on is None or r.retired_on > month.last_day)
            for r in rows
        }

    async def stays_in(self, village_ids: Collection[int], month: Month) -> list[StayRow]:
        """All visits of the month to these villages, withdrawn ones included."""
        rows = await self.all_rows(_STAYS_IN, month=str(month), ids=list(village_ids))
        return [StayRow._make(row) for row in rows]

    async def stays_of(self, adviser_ids: Collection[int], month: Month) -> list[StayRow]:
        start = instant(month.first_day, time())
        span = {"start": start, "end": start + timedelta(days=32)}
        rows = await self.all_rows(_STAYS_OF, month=str(month), ids=list(adviser_ids), **span)
        return [StayRow._make(row) for row in rows]

    async def served(self, village_ids: Collection[int], month: Month) -> list[Assignment]:
        """Their assignments in force on at least one day of the month."""
        return await self._assignments(_SERVED, village_ids, month)

    async def serving(self, adviser_ids: Collection[int], month: Month) -> list[Assignment]:
        return await self._assignments(_SERVING, adviser_ids, month)

    async def their_streets(self, village_id: int, month: Month) -> set[tuple[int, int]]:
        """(adviser, street) for whoever serves or has visited this village in the month."""
        rows: Sequence[Any] = await self.all_rows(
            _THEIR_STREETS,
            village=village_id,
            month=str(month),
            first=month.first_day,
            last=month.last_day,
        )
        return {(adviser, street) for adviser, street in rows}

    async def _assignments(
        self, statement: Select[Any], ids: Collection[int], month: Month
    ) -> list[Assignment]:
        first, last = month.first_day, month.last_day
        rows = await self.all_rows(statement, first=first, last=last, ids=list(ids))
        return [Assignment.model_validate(row) for row in rows]
