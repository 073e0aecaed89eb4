"""The work of each job: an action or two, for the period the run is due for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from actions.cases import escalate_overdue, open_cases
from actions.certificates import warn_of_certificates
from actions.closing import close_month
from actions.digests import (
    send_before_month_end,
    send_grids_weekly,
    send_month_end,
    send_preview,
)
from actions.health import health_of
from actions.reminders import remind_behind
from actions.shortfalls import evaluate_grids, evaluate_month
from domain.months import Month
from storage.unit import Unit

KEPT = timedelta(days=14)
"""A repeated event comes within minutes, a card with a file is opened within days."""


class Work(NamedTuple):
    """What the work of a run is told; `titles` names jobs to people, by their names."""

    unit: Unit
    period: str
    now: datetime
    titles: Mapping[str, str]


async def tidy(work: Work) -> None:
    await work.unit.events.forget_before(work.now - KEPT)
    await work.unit.files.forget_before(work.now - KEPT)


async def evaluate(work: Work) -> None:
    """In silence. Last month is evaluated until it is closed; a closed one does not move."""
    month = Month.at(work.now)
    await evaluate_grids(work.unit, work.now)
    for each in (month.plus(-1), month):
        await evaluate_month(work.unit, each, work.now)


async def certificates(work: Work) -> None:
    await warn_of_certificates(work.unit, work.now)


async def remind(work: Work) -> None:
    day = date.fromisoformat(work.period)
    await evaluate_month(work.unit, Month.of(day), work.now)
    await remind_behind(work.unit, day, work.now)


async def digest(work: Work) -> None:
    month = Month.parse(work.period)
    await evaluate_month(work.unit, month, work.now)
    health = await health_of(work.unit, work.now, work.titles)
    await send_before_month_end(work.unit, month, work.now, health)


async def month_end(work: Work) -> None:
    """Cases for the office, and the preview with which the 补录期 begins."""
    month = Month.parse(work.period)
    await evaluate_month(work.unit, month, work.now)
    await open_cases(work.unit, month, work.now)
    health = await health_of(work.unit, work.now, work.titles)
    await send_month_end(work.unit, month, work.now, health)
    await send_preview(work.unit, month, work.now)


async def grids(work: Work) -> None:
    await evaluate_grids(work.unit, work.now)
    await open_cases(work.unit, None, work.now)
    health = await health_of(work.unit, work.now, work.titles)
    await send_grids_weekly(work.unit, work.period, work.now, health)


async def escalate(work: Work) -> None:
    await escalate_overdue(work.unit, work.now)


async def close(work: Work) -> None:
    await close_month(work.unit, Month.parse(work.period), work.now)
