"""The work of each job: what it prepares, and what it tells, for its period and its streets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.illnesses import Illnesses, illnesses_of
from actions.month.bulletin import tell_bulletin_ready
from actions.month.cases import open_cases
from actions.month.certificates import warn_of_certificates
from actions.month.closing import close_month
from actions.month.digests import (
    send_before_month_end,
    send_grids_weekly,
    send_month_end,
    send_preview,
)
from actions.month.escalation import escalate_overdue
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.reminders import remind_behind
from domain.months import Month, local_day
from storage.engine import Storage
from storage.unit import Unit


class Work(NamedTuple):
    """What comes before a run of a job: may be done twice without harm."""

    storage: Storage
    period: str
    now: datetime
    streets: Sequence[int]


class Run(NamedTuple):
    """What the telling half of a job knows. `streets` are those it is for; `due_at`: when these
    had it."""

    unit: Unit
    period: str
    now: datetime
    due_at: datetime
    streets: Sequence[int]

    @property
    def month(self) -> Month:
        return Month.parse(self.period[:7])

    async def illnesses(self) -> Illnesses:
        return await illnesses_of(self.unit, self.now)


async def nothing_first(work: Work) -> None:
    """For jobs that only tell."""


async def nothing_told(run: Run) -> None:
    """For jobs done in silence."""


async def take_stock(work: Work) -> None:
    async with work.storage.unit() as unit:
        await unit.tidying.take_stock()


async def tidy(run: Run) -> None:
    await run.unit.tidying.end(run.now)


async def evaluate(work: Work) -> None:
    """As things stand now. Last month moves until it is closed."""
    month = Month.at(work.now)
    await evaluate_grids(work.storage, work.now)
    for each in (month.plus(-1), month):
        await evaluate_month(work.storage, each, work.now)


async def evaluate_period(work: Work) -> None:
    """The month the run is about, so that what is told is not older than its message."""
    month = Month.parse(work.period[:7])
    alone = work.streets[0] if len(work.streets) == 1 else None
    await evaluate_month(work.storage, month, work.now, street_id=alone)


async def certificates(run: Run) -> None:
    await warn_of_certificates(run.unit, run.now)


async def remind(run: Run) -> None:
    await remind_behind(run.unit, date.fromisoformat(run.period), run.now, run.streets)


async def digest(run: Run) -> None:
    illnesses, day = await run.illnesses(), local_day(run.due_at)
    await send_before_month_end(run.unit, run.month, run.now, illnesses, run.streets, day)


async def month_end(run: Run) -> None:
    """Cases for the office, and the preview with which the 补录期 begins."""
    await open_cases(run.unit, run.month, run.now, run.streets)
    await send_month_end(run.unit, run.month, run.now, await run.illnesses(), run.streets)
    await send_preview(run.unit, run.month, run.now, run.streets)


async def grids(run: Run) -> None:
    await open_cases(run.unit, None, run.now, run.streets)
    await send_grids_weekly(run.unit, run.period, run.now, await run.illnesses(), run.streets)


async def escalate(run: Run) -> None:
    await escalate_overdue(run.unit, run.now)


async def close(work: Work) -> None:
    for street_id in work.streets:
        await close_month(work.storage, Month.parse(work.period), street_id, work.now)


async def bulletin(run: Run) -> None:
    await tell_bulletin_ready(run.unit, run.month, run.now, run.streets)
