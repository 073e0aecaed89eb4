"""What an evaluation reads: slim rows instead of models, for one village or for thousands."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    bindparam,
    literal,
    or_,
    select,
    true,
)

from domain.advisers import Assignment
from domain.months import Month
from domain.policy import Policy
from storage.repository import Repository
from storage.sqlite import small
from storage.tables import (
    assignments,
    months,
    policies,
    villages,
    visits,
)


class MonthFrame(NamedTuple):
    """The policy a month is judged under: the one it was closed with, else the one in force.

    `closed`: its figures are frozen now; `reopened`: they were, and a leader opened it again.
    """

    policy: Policy
    closed: bool = False
    reopened: bool = False
    policy_set_at: datetime | None = None


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


FRAME = "frame"
_MONTH: Any = bindparam("month")
_IDS: Any = bindparam("ids", expanding=True)


def _frame() -> Select[Any]:
    policy = (
        select(policies.c.body.label("in_force"), policies.c.set_at)
        .where(policies.c.effective_from <= _MONTH)
        .order_by(policies.c.effective_from.desc())
        .limit(1)
        .subquery()
    )
    record = select(months.c.policy, months.c.closed_at, months.c.reopened_at)
    this = record.where(months.c.month == _MONTH).subquery()
    one = select(literal(1).label("one")).subquery()
    joined = one.outerjoin(policy, true()).outerjoin(this, true())
    return select(policy, this).select_from(joined)


def _stays(subject: Any) -> Select[Any]:
    here = select(*STAY).where(visits.c.month == _MONTH, subject.in_(_IDS))
    return small(here.order_by(visits.c.started_at, visits.c.id))


def _running(subject: Any) -> Select[Any]:
    until = assignments.c.until
    running = (assignments.c.since <= bindparam("last")) & or_(
        until.is_(None), until >= bindparam("first")
    )
    here = select(assignments).where(running, subject.in_(_IDS))
    return small(here.order_by(assignments.c.since))


_FRAME = small(_frame())
_LIVING = small(
    select(villages.c.id, villages.c.retired_on)
    .where(villages.c.id.in_(_IDS))
    .order_by(villages.c.id)
    .with_for_update(key_share=True)
)
_STAYS_IN, _STAYS_OF = _stays(visits.c.village_id), _stays(visits.c.adviser_id)
_SERVED, _SERVING = _running(assignments.c.village_id), _running(assignments.c.adviser_id)


class Evaluation(Repository):
    async def frame(self, month: Month) -> MonthFrame:
        """Asked once a unit: months and policies forget it when they write."""
        if (FRAME, month) not in self.asked:
            self.asked[FRAME, month] = await self._frame(month)
        found: MonthFrame = self.asked[FRAME, month]
        return found

    async def _frame(self, month: Month) -> MonthFrame:
        row = await self.one_row(_FRAME, month=str(month))
        assert row is not None
        known = row.policy or row.in_force
        closed_once, opened_again = row.closed_at is not None, row.reopened_at is not None
        return MonthFrame(
            Policy.model_validate(known) if known else Policy(),
            closed_once and not opened_again,
            closed_once and opened_again,
            row.set_at,
        )

    async def living(self, village_ids: Collection[int], month: Month) -> set[int]:
        """Those not retired by the end of the month. On PostgreSQL they are held for this unit,
        so that two visits to one village at once are judged one after the other."""
        rows = await self.all_rows(_LIVING, ids=list(village_ids))
        return {r.id for r in rows if r.retired_on is None or r.retired_on > month.last_day}

    async def stays_in(self, village_ids: Collection[int], month: Month) -> list[StayRow]:
        """All visits of the month to these villages, withdrawn ones included."""
        return await self._stays(_STAYS_IN, village_ids, month)

    async def stays_of(self, adviser_ids: Collection[int], month: Month) -> list[StayRow]:
        return await self._stays(_STAYS_OF, adviser_ids, month)

    async def served(self, village_ids: Collection[int], month: Month) -> list[Assignment]:
        """Their assignments in force on at least one day of the month."""
        return await self._assignments(_SERVED, village_ids, month)

    async def serving(self, adviser_ids: Collection[int], month: Month) -> list[Assignment]:
        return await self._assignments(_SERVING, adviser_ids, month)

    async def _stays(
        self, statement: Select[Any], ids: Collection[int], month: Month
    ) -> list[StayRow]:
        rows = await self.all_rows(statement, month=str(month), ids=list(ids))
        return [StayRow._make(row) for row in rows]

    async def _assignments(
        self, statement: Select[Any], ids: Collection[int], month: Month
    ) -> list[Assignment]:
        first, last = month.first_day, month.last_day
        rows = await self.all_rows(statement, first=first, last=last, ids=list(ids))
        return [Assignment.model_validate(row) for row in rows]
