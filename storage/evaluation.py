"""What an evaluation reads: slim rows instead of models, for one village or for thousands."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select, true

from domain.advisers import Assignment
from domain.months import Month
from domain.policy import Policy
from storage.repository import Repository
from storage.tables import assignments, months, policies, villages, visits


class MonthFrame(NamedTuple):
    """The policy a month is judged under: the one it was closed with, else the one in force.

    `closed`: its figures are frozen now; `reopened`: they were, and a leader opened it again.
    """

    policy: Policy
    closed: bool = False
    reopened: bool = False


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


class Evaluation(Repository):
    async def frame(self, month: Month) -> MonthFrame:
        policy = (
            select(policies.c.body)
            .where(policies.c.effective_from <= str(month))
            .order_by(policies.c.effective_from.desc())
            .limit(1)
        )
        record = select(months.c.policy, months.c.closed_at, months.c.reopened_at)
        this = record.where(months.c.month == str(month)).subquery()
        one = select(policy.scalar_subquery().label("in_force")).subquery()
        row = await self.one_row(select(one, this).select_from(one.outerjoin(this, true())))
        assert row is not None
        known = row.policy or row.in_force
        closed_once, opened_again = row.closed_at is not None, row.reopened_at is not None
        return MonthFrame(
            Policy.model_validate(known) if known else Policy(),
            closed_once and not opened_again,
            closed_once and opened_again,
        )

    async def living(self, village_ids: Collection[int], month: Month) -> set[int]:
        """Those not retired by the end of the month. On PostgreSQL they are held for this unit,
        so that two visits to one village at once are judged one after the other."""
        held = select(villages.c.id, villages.c.retired_on).where(villages.c.id.in_(village_ids))
        rows = await self.all_rows(held.order_by(villages.c.id).with_for_update(key_share=True))
        return {r.id for r in rows if r.retired_on is None or r.retired_on > month.last_day}

    async def stays_in(self, village_ids: Collection[int], month: Month) -> list[StayRow]:
        """All visits of the month to these villages, withdrawn ones included."""
        return await self._stays(visits.c.village_id.in_(village_ids), month)

    async def stays_of(self, adviser_ids: Collection[int], month: Month) -> list[StayRow]:
        return await self._stays(visits.c.adviser_id.in_(adviser_ids), month)

    async def served(self, village_ids: Collection[int], month: Month) -> list[Assignment]:
        """Their assignments in force on at least one day of the month."""
        return await self._assignments(assignments.c.village_id.in_(village_ids), month)

    async def serving(self, adviser_ids: Collection[int], month: Month) -> list[Assignment]:
        return await self._assignments(assignments.c.adviser_id.in_(adviser_ids), month)

    async def _stays(self, where: object, month: Month) -> list[StayRow]:
        statement = select(*STAY).where(visits.c.month == str(month), where)  # type: ignore[arg-type]
        rows = await self.all_rows(statement.order_by(visits.c.started_at, visits.c.id))
        return [StayRow._make(row) for row in rows]

    async def _assignments(self, where: object, month: Month) -> list[Assignment]:
        until = assignments.c.until
        running = (assignments.c.since <= month.last_day) & or_(
            until.is_(None), until >= month.first_day
        )
        rows = await self.all_rows(
            select(assignments).where(running, where).order_by(assignments.c.since)  # type: ignore[arg-type]
        )
        return [Assignment.model_validate(row) for row in rows]
