"""Does what is due, each (job, period) once, whatever happened meanwhile.

A run is a row. What has become due is enlisted first; then every run waiting is done in the order
it was due. What a run tells people and the mark that it is done are one transaction, and what
comes before that changes nothing when done twice: a run cut off is simply done again, however often
that happens, since being cut off is not failing. A run is claimed, so that of several processes one
is at it. Asking about
forgotten check-outs has no periods and no rows: a check-in itself says whether it was asked about,
so that a look every minute is enough.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from actions.forgotten import anything_forgotten, ask_open_check_ins, expire_check_ins
from domain.month_days import JobUnknown, NotYetDue
from scheduler.due import LOOKING_BACK, due_of, enlist_due, rules_of
from scheduler.jobs import Run
from scheduler.timetable import JOBS, Due, Job
from storage.engine import Storage
from storage.jobs import JobRun, RunState
from storage.leases import LONGEST, Holder, new_holder

log = logging.getLogger(__name__)

BACKOFF = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))
ATTEMPTS = len(BACKOFF) + 1
BY_HAND = LONGEST
"""Seconds for which a run by hand is claimed: no bell renews it."""


class Line(NamedTuple):
    """One job for a list: its latest run, and when it is due next."""

    name: str
    title: str
    last: JobRun | None
    next_due: Due | None


async def run_due(
    storage: Storage, now: datetime, jobs: Sequence[Job] = JOBS, holder: Holder | None = None
) -> list[tuple[str, str]]:
    """Do everything due and not done; returns the (job, period) of what was done.

    The first call ever does nothing but begin the watch: the past before it is nobody's.
    Raises StorageUnavailable when the database is out of reach; nothing is lost by it.
    """
    holder = holder or new_holder()
    await enlist_due(storage, now, jobs)
    by_name = {job.name: job for job in jobs}
    async with storage.reading() as unit:
        waiting = [run for run in await unit.job_runs.unfinished() if run.job in by_name]
    done = []
    for run in waiting:
        if not await _anybodys(storage, run, now, holder):
            continue
        if _ready(run, now) and await _attempt(storage, by_name[run.job], run.period, now, holder):
            done.append((run.job, run.period))
    await _ask_forgotten(storage, now)
    return done


async def run_one(
    storage: Storage, name: str, period: str | None, now: datetime, jobs: Sequence[Job] = JOBS
) -> JobRun:
    """Run one job for a period (None: the latest one due), even if it is done or was given up.

    What it sends is keyed by the period, so nobody is told twice. Raises JobUnknown, NotYetDue.
    """
    job = next((job for job in jobs if job.name == name), None)
    if job is None:
        raise JobUnknown(name, period)
    async with storage.unit() as unit:
        due = due_of(job, period, await rules_of(unit), now)
        if due.at > now:
            raise NotYetDue(due.at)
        if await unit.job_runs.get(name, due.period) is None:
            await unit.job_runs.enlist(name, due.period, due.at)
    await _attempt(storage, job, due.period, now, new_holder(BY_HAND), again=True)
    async with storage.reading() as unit:
        run = await unit.job_runs.get(name, due.period)
    assert run is not None
    return run


async def overview(storage: Storage, now: datetime, jobs: Sequence[Job] = JOBS) -> list[Line]:
    """Every job in the order of the day."""
    async with storage.reading() as unit:
        rules = await rules_of(unit)
        lines = []
        for job in jobs:
            coming = job.due(rules, now, now + 2 * LOOKING_BACK)
            last = await unit.job_runs.last_of(job.name)
            lines.append(Line(job.name, job.title, last, coming[0] if coming else None))
    return lines


async def _anybodys(storage: Storage, run: JobRun, now: datetime, holder: Holder) -> bool:
    """Whether no living process is at this run."""
    if run.state is not RunState.RUNNING:
        return True
    async with storage.unit() as unit:
        return await unit.job_runs.note_cut_off(run.job, run.period, holder.claim(now))


def _ready(run: JobRun, now: datetime) -> bool:
    """A run that failed or was cut off has waited long enough. One cut off waits since it began."""
    cut_off = run.state is RunState.RUNNING
    since, tries = (run.started_at if cut_off else run.finished_at), run.attempts + run.cut_offs
    if since is None or now < since:  # the clock has been put back
        return True
    return now >= since + BACKOFF[min(tries, len(BACKOFF)) - 1]


async def _attempt(
    storage: Storage,
    job: Job,
    period: str,
    now: datetime,
    holder: Holder,
    *,
    again: bool = False,
) -> bool:
    """Run once. A failure is kept with the run and never reaches another job."""
    async with storage.unit() as unit:
        if not await unit.job_runs.begin(job.name, period, holder.claim(now), again=again):
            return False
    try:
        await job.prepare(storage, period, now)
        async with storage.unit() as unit:
            if not await unit.job_runs.finish(job.name, period, now):
                return False  # another process has just done it
            await job.tell(Run(unit, period, now))
    except Exception as error:
        log.exception("job %s failed for %s", job.name, period)
        async with storage.unit() as unit:
            run = await unit.job_runs.get(job.name, period)
            give_up = run is not None and run.attempts >= ATTEMPTS
            said = f"{type(error).__name__}: {error}"
            claim = holder.claim(now)
            await unit.job_runs.fail(job.name, period, claim, said, give_up=give_up)
        return False
    return True


async def _ask_forgotten(storage: Storage, now: datetime) -> None:
    async with storage.reading() as unit:
        if not await anything_forgotten(unit, now):
            return
    async with storage.unit() as unit:
        await expire_check_ins(unit, now)
        await ask_open_check_ins(unit, now)
