"""The work of each job: what it prepares, and what it tells, for the period it is due for."""

from datetime import date, datetime
from typing import NamedTuple

from actions.illnesses import Illnesses, illnesses_of
from actions.month.cases import open_cases
from actions.month.certificates import warn_of_certificates
from actions.month.closing import close_month
from actions.month.digests import (
    send_before_month_end,
    send_grids_weekly,
    send_month_end,
    send_preview,
    tell_bulletin_ready,
)
from actions.month.escalation import escalate_overdue
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.reminders import remind_behind
from domain.months import Month
from storage.engine import Storage
from storage.unit import Unit


class Run(NamedTuple):
    """What the telling half of a job knows."""

    unit: Unit
    period: str
    now: datetime

    @property
    def month(self) -> Month:
        return Month.parse(self.period[:7])

    async def health(self) -> Illnesses:
        return await illnesses_of(self.unit, self.now)


async def nothing_first(storage: Storage, period: str, now: datetime) -> None:
    """For jobs that only tell."""


async def nothing_told(run: Run) -> None:
    """For jobs done in silence."""


async def tidy(run: Run) -> None:
    await run.unit.tidying.end(run.now)


async def evaluate(storage: Storage, period: str, now: datetime) -> None:
    """As things stand now. Last month moves until it is closed."""
    month = Month.at(now)
    await evaluate_grids(storage, now)
    for each in (month.plus(-1), month):
        await evaluate_month(storage, each, now)


async def evaluate_period(storage: Storage, period: str, now: datetime) -> None:
    """The month the run is about, so that what is told is not older than its message."""
    await evaluate_month(storage, Month.parse(period[:7]), now)


async def certificates(run: Run) -> None:
    await warn_of_certificates(run.unit, run.now)


async def remind(run: Run) -> None:
    await remind_behind(run.unit, date.fromisoformat(run.period), run.now)


async def digest(run: Run) -> None:
    await send_before_month_end(run.unit, run.month, run.now, await run.health())


async def month_end(run: Run) -> None:
    """Cases for the office, and the preview with which the 补录期 begins."""
    await open_cases(run.unit, run.month, run.now)
    await send_month_end(run.unit, run.month, run.now, await run.health())
    await send_preview(run.unit, run.month, run.now)


async def grids(run: Run) -> None:
    await open_cases(run.unit, None, run.now)
    await send_grids_weekly(run.unit, run.period, run.now, await run.health())


async def escalate(run: Run) -> None:
    await escalate_overdue(run.unit, run.now)


async def close(storage: Storage, period: str, now: datetime) -> None:
    await close_month(storage, Month.parse(period), now)


async def bulletin(run: Run) -> None:
    await tell_bulletin_ready(run.unit, run.month, run.now)
