"""What an evaluation sifts: thousands of villages or advisers as sums, with the rows they have."""

from collections.abc import Collection, Iterator, Sequence
from datetime import time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)

from domain.advisers import Assignment, assigned_days
from domain.months import Month, instant
from domain.policy import Policy, counting_alone
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
    async def villages(self, street_ids: Collection[int] | None = None) -> Span:
        """Of these streets, or all there are."""
        here = true() if street_ids is None else villages.c.district_id.in_(street_ids)
        return await self._span(villages.c.id, here)

    async def advisers(self) -> Span:
        return await self._span(advisers.c.person_id)

    async def grids(self) -> Span:
        return await self._span(grids.c.id)

    async def sums(
        self,
        subject: Subject,
        first: int,
        last: int,
        month: Month,
        policy: Policy,
        street_id: int | None = None,
        *,
        confirmed: bool = True,
    ) -> dict[int, Sums]:
        """Of every village or adviser with an id from first to last, but for villages retired by
        the month's end; of one street's villages alone if it is named. `confirmed`: with the
        minutes of that."""
        alone = street_id is not None
        statement = _sums(subject, month, counting_alone(policy), alone, confirmed)
        values = {"street": street_id} if alone else {}
        rows: Sequence[Any] = await self.all_rows(statement, first=first, last=last, **values)
        sums = {row[0]: Sums._make(row[1:]) for row in rows}
        if policy.pro_rata:
            parts = [key for key, own in sums.items() if own.days == PART]
            for key, days in (await self._days(subject, parts, month)).items():
                sums[key] = sums[key]._replace(days=days)
        return sums

    async def streets_served(
        self, first: int, last: int, month: Month, street_ids: Collection[int]
    ) -> dict[int, set[int]]:
        """By adviser with an id from first to last: which of these streets they serve."""
        running = and_(
            assignments.c.since <= month.last_day,
            or_(assignments.c.until.is_(None), assignments.c.until >= month.first_day),
        )
        rows = await self.all_rows(
            select(assignments.c.adviser_id, villages.c.district_id)
            .join(villages, villages.c.id == assignments.c.village_id)
            .where(running, assignments.c.adviser_id.between(first, last))
            .distinct()
        )
        served: dict[int, set[int]] = {}
        for row in rows:
            if row.district_id in street_ids:
                served.setdefault(row.adviser_id, set()).add(row.district_id)
        return served

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

    async def _span(self, id_: Column[int], here: ColumnElement[bool] | None = None) -> Span:
        columns = func.min(id_).label("first"), func.max(id_).label("last"), func.count()
        which = select(*columns[:2], columns[2].label("all")).select_from(id_.table)
        row = await self.one_row(which if here is None else which.where(here))
        return Span(row.first, row.last, row.all) if row and row.all else Span(0, -1, 0)

    async def _days(self, subject: Subject, ids: list[int], month: Month) -> dict[int, int]:
        """Days with an assignment, of those whose assignments don't fill the month."""
        if not ids:
            return {}
        by_adviser = subject is Subject.ADVISER
        runs: dict[int, list[Assignment]] = {each: [] for each in ids}
        of = Evaluation(self.connection, self.asked)
        for each in await (of.serving if by_adviser else of.served)(ids, month):
            runs[each.adviser_id if by_adviser else each.village_id].append(each)
        return {key: assigned_days(own, month) for key, own in runs.items()}


@lru_cache(maxsize=16)
def _sums(
    subject: Subject, month: Month, policy: Policy, alone: bool, confirmed: bool
) -> Select[Any]:
    """Kept, because building it takes longer than a chunk of its rows."""
    first, last = bindparam("first", type_=Integer), bindparam("last", type_=Integer)
    place: ColumnElement[int]
    where: ColumnElement[bool]
    if subject is Subject.ADVISER:
        id_, of_visits, of_terms = (
            advisers.c.person_id,
            visits.c.adviser_id,
            assignments.c.adviser_id,
        )
        where, place = true(), literal(0)
    else:
        id_, of_visits, of_terms = villages.c.id, visits.c.village_id, assignments.c.village_id
        where = or_(villages.c.retired_on.is_(None), villages.c.retired_on > month.last_day)
        place = villages.c.district_id

    def here(column: Column[int]) -> ColumnElement[bool]:
        if not alone:
            return column.between(first, last)
        street = villages.c.district_id == bindparam("street", type_=Integer)
        return column.in_(select(villages.c.id).where(street, villages.c.id.between(first, last)))

    when = here(of_visits)
    if subject is Subject.ADVISER:
        when = _of_each(of_visits, here(id_), month)
    hours = hours_by(of_visits, when, month, policy, confirmed=confirmed)
    days = days_by(of_terms, here(of_terms), month)
    every = month.last_day.day
    part = PART if policy.pro_rata else every
    served = case((days.c.whole == 1, every), (days.c.whole == 0, part), else_=0)
    counted, came = hours.c.counted, hours.c.came
    minutes = (counted, hours.c.confirmed if confirmed else literal(0), came)
    return (
        select(id_, *(cast(func.coalesce(m, 0), Integer) for m in minutes), served, place)
        .outerjoin(hours, hours.c.subject == id_)
        .outerjoin(days, days.c.subject == id_)
        .where(where, here(id_))
    )


def _of_each(adviser: Column[int], those: ColumnElement[bool], month: Month) -> ColumnElement[bool]:
    """Says of a month's visits nothing new; but by it those of each adviser are found without
    older ones."""
    start = instant(month.first_day, time())
    within = visits.c.started_at.between(start, start + timedelta(days=32))
    return and_(adviser.in_(select(advisers.c.person_id).where(those)), within)
