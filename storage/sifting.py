"""What an evaluation sifts: thousands of villages or advisers as sums, with the rows they have."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Integer, Subquery, and_, case, func, or_, select
from sqlalchemy import cast as sql_cast

from domain.advisers import Assignment, assigned_days
from domain.months import Month
from domain.policy import Policy
from domain.shortfalls import MONTHLY, Subject
from domain.sieve import Known, Sums
from storage.evaluation import Evaluation
from storage.repository import Repository
from storage.sums import days_by, hours_by
from storage.tables import advisers, assignments, grids, shortfalls, villages, visits

PART = -1
"""Stands for the days of an assignment that does not fill the month, until they are counted."""


class Span(NamedTuple):
    """The ids a table holds lie from first to last; empty, from 0 to -1."""

    first: int
    last: int
    rows: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1

    def chunks(self, size: int) -> Iterator[tuple[int, int]]:
        """First and last id of each part."""
        for start in range(self.first, self.last + 1, size):
            yield start, min(start + size - 1, self.last)


class Sifting(Repository):
    async def villages(self) -> Span:
        return await self._span(villages.c.id)

    async def advisers(self) -> Span:
        return await self._span(advisers.c.person_id)

    async def grids(self) -> Span:
        return await self._span(grids.c.id)

    async def village_sums(
        self, first: int, last: int, month: Month, policy: Policy
    ) -> dict[int, Sums]:
        """Of every village with an id from first to last, but those retired by the month's end."""
        living = or_(villages.c.retired_on.is_(None), villages.c.retired_on > month.last_day)
        of_visits = visits.c.village_id.between(first, last)
        of_assignments = assignments.c.village_id.between(first, last)
        return await self._sums(
            villages.c.id,
            and_(living, villages.c.id.between(first, last)),
            hours_by(visits.c.village_id, of_visits, month, policy),
            days_by(assignments.c.village_id, of_assignments, month),
            month,
            policy,
        )

    async def adviser_sums(
        self, first: int, last: int, month: Month, policy: Policy
    ) -> dict[int, Sums]:
        of_visits = visits.c.adviser_id.between(first, last)
        of_assignments = assignments.c.adviser_id.between(first, last)
        return await self._sums(
            advisers.c.person_id,
            advisers.c.person_id.between(first, last),
            hours_by(visits.c.adviser_id, of_visits, month, policy),
            days_by(assignments.c.adviser_id, of_assignments, month),
            month,
            policy,
        )

    async def known(
        self, subject: Subject, first: int, last: int, month: Month
    ) -> dict[int, list[Known]]:
        """The month's rows of subjects with an id from first to last, by subject."""
        columns = [shortfalls.c[name] for name in Known._fields]
        rows: Sequence[Any] = await self.all_rows(
            select(shortfalls.c.subject_id, *columns).where(
                shortfalls.c.kind.in_(MONTHLY),
                shortfalls.c.subject == subject,
                shortfalls.c.subject_id.between(first, last),
                shortfalls.c.period == str(month),
            )
        )
        by_subject: dict[int, list[Known]] = {}
        for row in rows:
            by_subject.setdefault(row[0], []).append(Known._make(row[1:]))
        return by_subject

    async def _span(self, id_: Column[int]) -> Span:
        columns = func.min(id_).label("first"), func.max(id_).label("last"), func.count()
        row = await self.one_row(select(*columns[:2], columns[2].label("all")))
        return Span(row.first, row.last, row.all) if row and row.all else Span(0, -1, 0)

    async def _sums(
        self,
        id_: Column[int],
        where: ColumnElement[bool],
        hours: Subquery,
        days: Subquery,
        month: Month,
        policy: Policy,
    ) -> dict[int, Sums]:
        every = month.last_day.day
        part = PART if policy.pro_rata else every
        served = case((days.c.whole == 1, every), (days.c.whole == 0, part), else_=0)
        minutes = (hours.c.counted, hours.c.confirmed, hours.c.came)
        statement = (
            select(id_, *(sql_cast(func.coalesce(m, 0), Integer) for m in minutes), served)
            .outerjoin(hours, hours.c.subject == id_)
            .outerjoin(days, days.c.subject == id_)
            .where(where)
        )
        rows: Sequence[Any] = await self.all_rows(statement)
        sums = {row[0]: Sums._make(row[1:]) for row in rows}
        if policy.pro_rata:
            parts = [key for key, own in sums.items() if own.days == PART]
            for key, days_of in (await self._days(id_, parts, month)).items():
                sums[key] = sums[key]._replace(days=days_of)
        return sums

    async def _days(self, id_: Column[int], ids: list[int], month: Month) -> dict[int, int]:
        """Days with an assignment, of those whose assignments don't fill the month."""
        if not ids:
            return {}
        by_adviser = id_ is advisers.c.person_id
        runs: dict[int, list[Assignment]] = {each: [] for each in ids}
        of = Evaluation(self.connection)
        for each in await (of.serving if by_adviser else of.served)(ids, month):
            runs[each.adviser_id if by_adviser else each.village_id].append(each)
        return {key: assigned_days(own, month) for key, own in runs.items()}
