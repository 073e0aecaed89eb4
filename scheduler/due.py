"""What has become due since it was looked at last, made rows of."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from actions.calendar import calendar_of
from domain.month_days import JobUnknown
from domain.months import instant
from scheduler.timetable import CatchUp, Due, Job, Rules
from storage.engine import Storage
from storage.jobs import Watch
from storage.unit import Unit

LOOKING_BACK = timedelta(days=40)
"""A policy or calendar changed today may make something due that lies behind us: a month whose
closing day was brought forward must still close."""

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that says it is earlier than this program was written is wrong, and will be put right."""


async def rules_of(unit: Unit) -> Rules:
    return Rules(await unit.policies.all(), await calendar_of(unit))


async def enlist_due(storage: Storage, now: datetime, jobs: Iterable[Job]) -> None:
    """Make a row of everything that has become due."""
    async with storage.reading() as unit:
        watch = await unit.job_runs.watch()
        news = await _news(unit, watch, now, jobs) if watch else []
    if watch and not news and timedelta() <= now - watch.until < timedelta(days=1):
        return
    async with storage.unit() as unit:
        for job, due in news:
            if await unit.job_runs.get(job.name, due.period):
                continue  # another process was quicker
            await unit.job_runs.enlist(job.name, due.period, due.at)
            if job.catch_up is CatchUp.LATEST:
                await unit.job_runs.skip_before(job.name, due.at, now)
        await unit.job_runs.watched(Watch(since=_since(watch, now), until=now))


def _since(watch: Watch | None, now: datetime) -> datetime:
    """A first start that is still to come was noted by a clock since put back."""
    if watch is None or WRITTEN < now < watch.since:
        return now
    return watch.since


async def _news(
    unit: Unit, watch: Watch, now: datetime, jobs: Iterable[Job]
) -> list[tuple[Job, Due]]:
    """What was watched until a moment that is still to come, by a clock since put back, was not."""
    after = max(watch.since, min(watch.until, now) - LOOKING_BACK)
    rules = await rules_of(unit)
    known = await unit.job_runs.known_since(after - LOOKING_BACK)
    news = []
    for job in jobs:
        due = job.due(rules, after, now)
        wanted = due if job.catch_up is CatchUp.EACH else due[-1:]
        news += [(job, each) for each in wanted if (job.name, each.period) not in known]
    return news


def due_of(job: Job, period: str | None, rules: Rules, now: datetime) -> Due:
    """When the job is due for this period; None asks for the latest one. Raises JobUnknown."""
    if period is None:
        past = job.due(rules, now - 2 * LOOKING_BACK, now)
        if not past:
            raise JobUnknown(job.name)
        return past[-1]
    first = _first_day(period)
    if first is not None:
        begins = instant(first, time())
        for due in job.due(rules, begins - LOOKING_BACK, begins + 2 * LOOKING_BACK):
            if due.period == period:
                return due
    raise JobUnknown(job.name, period)


def _first_day(period: str) -> date | None:
    for rest in ("", "-01", "-1"):
        with suppress(ValueError):
            return date.fromisoformat(period + rest)
    return None
