"""What an evaluation reads: slim rows instead of models, for one village or for thousands."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
)

from domain.advisers import Assignment, assigned_days
from domain.months import Month
from domain.policy import Policy
from domain.shortfalls import MONTHLY, Subject
from domain.sieve import Known, Sums
from storage.repository import Repository
from storage.sqlite import small
from storage.sums import days_by, hours_by
from storage.tables import (
    advisers,
    assignments,
    grids,
    months,
    policies,
    shortfalls,
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
    ) -> list[tuple[int, Known]]:
        """The month's rows of subjects with ids from first to last, each with its subject's id."""
        columns = [shortfalls.c[name] for name in Known._fields]
        rows = await self.all_rows(
            select(shortfalls.c.subject_id, *columns).where(
                shortfalls.c.kind.in_(MONTHLY),
                shortfalls.c.subject == subject,
                shortfalls.c.subject_id.between(first, last),
                shortfalls.c.period == str(month),
            )
        )
        return [(id_, Known._make(own)) for id_, *own in cast(Sequence[Any], rows)]

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
        statement = (
            select(id_, hours.c.counted, hours.c.confirmed, hours.c.came, days.c.whole)
            .outerjoin(hours, hours.c.subject == id_)
            .outerjoin(days, days.c.subject == id_)
            .where(where)
        )
        rows: Sequence[Any] = await self.all_rows(statement)
        parts = [row[0] for row in rows if row.whole == 0] if policy.pro_rata else []
        by_days = await self._days(id_, parts, month)
        every = month.last_day.day
        return {
            key: Sums(int(counted or 0), int(confirmed or 0), came or 0, by_days.get(key, every))
            if whole is not None
            else Sums(int(counted or 0), int(confirmed or 0), came or 0)
            for key, counted, confirmed, came, whole in rows
        }

    async def _days(self, id_: Column[int], ids: list[int], month: Month) -> dict[int, int]:
        """Days with an assignment, of those whose assignments don't fill the month."""
        if not ids:
            return {}
        by_adviser = id_ is advisers.c.person_id
        runs: dict[int, list[Assignment]] = {each: [] for each in ids}
        for each in await (self.serving if by_adviser else self.served)(ids, month):
            runs[each.adviser_id if by_adviser else each.village_id].append(each)
        return {key: assigned_days(own, month) for key, own in runs.items()}

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
