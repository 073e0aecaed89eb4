"""What has become due since it was looked at last, made rows of."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from domain.month_days import JobUnknown
from domain.months import instant
from scheduler.rules import Due, Rules
from scheduler.timetable import CatchUp, Job
from storage.engine import Storage
from storage.unit import Unit
from storage.watch import Watch

LOOKING_BACK = timedelta(days=40)
"""A policy or calendar changed today may make something due that lies behind us: a month whose
closing day was brought forward must still close."""

WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that says it is earlier than this program was written is wrong, and will be put right."""


async def rules_of(unit: Unit) -> Rules:
    return Rules(
        await unit.districts.streets(), await unit.policies.settings(), await unit.calendar.tables()
    )


async def enlist_due(storage: Storage, now: datetime, jobs: Iterable[Job]) -> None:
    """Make a row of everything that has become due."""
    async with storage.reading() as unit:
        watch = await unit.bell.watch()
        news = await _news(unit, watch, now, jobs) if watch else []
    if watch and not news and timedelta() <= now - watch.until < timedelta(days=1):
        return
    async with storage.unit() as unit:
        for job, due in news:
            await unit.job_runs.enlist(job.name, due.period, due.at, due.streets)
            if job.catch_up is CatchUp.LATEST:
                await unit.job_runs.skip_before(job.name, due.at, now, due.streets)
        await unit.bell.watched(Watch(since=_since(watch, now), until=now))


def _since(watch: Watch | None, now: datetime) -> datetime:
    """A first start that is still to come was noted by a clock since put back."""
    if watch is None or WRITTEN < now < watch.since:
        return now
    return watch.since


async def _news(
    unit: Unit, watch: Watch, now: datetime, jobs: Iterable[Job]
) -> list[tuple[Job, Due]]:
    """Everything due that has no row yet, of each street. What was watched until a moment that is
    still to come, by a clock since put back, was not."""
    after = max(watch.since, min(watch.until, now) - LOOKING_BACK)
    rules = await rules_of(unit)
    known = await unit.job_runs.known_since(after - LOOKING_BACK)
    news = []
    for job in jobs:
        due = job.due(rules, after, now)
        for each in due if job.catch_up is CatchUp.EACH else _latest(due):
            fresh = [s for s in each.streets if (job.name, each.period, s) not in known]
            if fresh:
                news.append((job, each._replace(streets=tuple(fresh))))
    return news


def _latest(due: Iterable[Due]) -> list[Due]:
    """Of each street the last one, in order."""
    last = {street: each for each in due for street in each.streets}
    found: dict[tuple[datetime, str], list[int]] = {}
    for street, each in last.items():
        found.setdefault((each.at, each.period), []).append(street)
    return sorted(Due(at, period, tuple(sorted(own))) for (at, period), own in found.items())


def dues_of(job: Job, period: str | None, rules: Rules, now: datetime) -> list[Due]:
    """When the job is due for this period, which streets may have on different days; None asks
    for the latest one of each. Raises JobUnknown."""
    found: list[Due] = []
    if period is None:
        found = _latest(job.due(rules, now - 2 * LOOKING_BACK, now))
    else:
        first = _first_day(period)
        if first is not None:
            begins = instant(first, time())
            span = begins - LOOKING_BACK, begins + 2 * LOOKING_BACK
            found = [due for due in job.due(rules, *span) if due.period == period]
    if not found:
        raise JobUnknown(job.name, period)
    return found


def _first_day(period: str) -> date | None:
    for rest in ("", "-01", "-1"):
        with suppress(ValueError):
            return date.fromisoformat(period + rest)
    return None
