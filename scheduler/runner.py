"""Does what is due, each (job, period, street) once, whatever happened meanwhile.

A run is a row. What has become due is enlisted first; then every run waiting is done in the order
it was due. What a run tells people and the mark that it is done are one transaction, and what
comes before that changes nothing when done twice: a run cut off is simply done again. Asking about
forgotten check-outs has no periods and no rows: a check-in itself says whether it was asked about,
so that a look every minute is enough.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from actions.forgotten import anything_forgotten, ask_open_check_ins, expire_check_ins
from domain.timetable import JobUnknown, NotYetDue
from scheduler.due import LOOKING_BACK, dues_of, enlist_due, rules_of
from scheduler.jobs import Run, Work
from scheduler.rules import Due, Rules
from scheduler.timetable import JOBS, Job
from storage.engine import Storage
from storage.jobs import JobRun, RunState

log = logging.getLogger(__name__)

BACKOFF = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))
ATTEMPTS = len(BACKOFF) + 1
CUT_OFF = "the process ended while it ran"


class Batch(NamedTuple):
    """Runs of one job that are due at the same moment for the same period, one for each street:
    whoever answers for several streets hears of them in one message."""

    job: Job
    period: str
    due_at: datetime
    streets: tuple[int, ...]


class Line(NamedTuple):
    """One job for a list: its latest run, and when it is due next, in the streets of that name.

    Without streets it is one run for all; `last` is a failed one where there is any.
    """

    name: str
    title: str
    streets: tuple[str, ...]
    last: JobRun | None
    next_due: Due | None


async def run_due(
    storage: Storage, now: datetime, jobs: Sequence[Job] = JOBS
) -> list[tuple[str, str]]:
    """Do everything due and not done; returns the (job, period) of what was done.

    The first call ever does nothing but begin the watch: the past before it is nobody's.
    Raises StorageUnavailable when the database is out of reach; nothing is lost by it.
    """
    await enlist_due(storage, now, jobs)
    by_name = {job.name: job for job in jobs}
    async with storage.reading() as unit:
        waiting = [run for run in await unit.job_runs.unfinished() if run.job in by_name]
    for run in waiting:
        if _cut_off_for_good(run):
            await _note_failure(storage, run.job, run.period, now, CUT_OFF, run.place_id)
    ready = [run for run in waiting if not _cut_off_for_good(run) and _ready(run, now)]
    done = [
        (batch.job.name, batch.period)
        for batch in _batches(ready, by_name)
        if await _attempt(storage, batch, now)
    ]
    await _ask_forgotten(storage, now)
    return done


async def run_one(
    storage: Storage, name: str, period: str | None, now: datetime, jobs: Sequence[Job] = JOBS
) -> list[JobRun]:
    """Run one job for a period (None: the latest one due), even if it is done or was given up, in
    every street where it is due by now.

    What it sends is keyed by the period, so nobody is told twice. Raises JobUnknown, NotYetDue.
    """
    job = next((job for job in jobs if job.name == name), None)
    if job is None:
        raise JobUnknown(name, period)
    async with storage.unit() as unit:
        found = dues_of(job, period, await rules_of(unit), now)
        past = [due for due in found if due.at <= now]
        if not past:
            raise NotYetDue(found[0].at)
        for due in past:
            await unit.job_runs.enlist(name, due.period, due.at, due.streets)
    for due in past:
        await _attempt(storage, Batch(job, due.period, due.at, due.streets), now, again=True)
    async with storage.reading() as unit:
        runs = [run for due in past for run in await unit.job_runs.of_period(name, due.period)]
    asked = {(due.period, street) for due in past for street in due.streets}
    return list({r.place_id: r for r in runs if (r.period, r.place_id) in asked}.values())


async def overview(storage: Storage, now: datetime, jobs: Sequence[Job] = JOBS) -> list[Line]:
    """Every job in the order of the day; streets whose next day differs apart."""
    async with storage.reading() as unit:
        rules = await rules_of(unit)
        names = {street.id: street.name for street in rules.streets}
        lines = []
        for job in jobs:
            last = {run.place_id: run for run in await unit.job_runs.last_of(job.name)}
            for due, streets in _next(job, rules, now, last):
                runs = [last[each] for each in streets if each in last]
                whose = tuple(name for each, name in names.items() if each in streets)
                lines.append(Line(job.name, job.title, whose, _worst(runs), due))
    return lines


def _next(
    job: Job, rules: Rules, now: datetime, last: Mapping[int, JobRun]
) -> list[tuple[Due | None, tuple[int, ...]]]:
    """What is due next, with the streets that have it then."""
    seen: set[int] = set()
    found: list[tuple[Due | None, tuple[int, ...]]] = []
    for due in job.due(rules, now, now + 2 * LOOKING_BACK):
        fresh = tuple(each for each in due.streets if each not in seen)
        seen |= set(fresh)
        if fresh:
            found.append((due, fresh))
    return found or [(None, tuple(last))]


def _worst(runs: Sequence[JobRun]) -> JobRun | None:
    order = {RunState.FAILED: 1}
    return max(runs, key=lambda run: (order.get(run.state, 0), run.due_at), default=None)


def _batches(ready: Iterable[JobRun], jobs: Mapping[str, Job]) -> list[Batch]:
    found: dict[tuple[datetime, str, str], list[int]] = {}
    for run in ready:
        found.setdefault((run.due_at, run.job, run.period), []).append(run.place_id)
    return [
        Batch(jobs[name], period, due_at, tuple(streets))
        for (due_at, name, period), streets in found.items()
    ]


def _cut_off_for_good(run: JobRun) -> bool:
    return run.state is RunState.RUNNING and run.attempts >= ATTEMPTS


def _ready(run: JobRun, now: datetime) -> bool:
    if run.state is RunState.RUNNING or run.finished_at is None:
        return True
    return now >= run.finished_at + BACKOFF[min(run.attempts, len(BACKOFF)) - 1]


async def _attempt(storage: Storage, batch: Batch, now: datetime, *, again: bool = False) -> bool:
    """Run once. A failure is kept with the run and never reaches another job."""
    name, period, streets = batch.job.name, batch.period, batch.streets
    async with storage.unit() as unit:
        if not await unit.job_runs.begin(name, period, now, streets, again=again):
            return False
    return await _done(storage, batch, now)


async def _done(storage: Storage, batch: Batch, now: datetime) -> bool:
    """What fails for several streets together is done again for each alone: one street's trouble
    keeps no other from its month."""
    job, period, streets = batch.job, batch.period, batch.streets
    try:
        await job.prepare(Work(storage, period, now, streets))
        async with storage.unit() as unit:
            finished = await unit.job_runs.finish(job.name, period, now, streets)
            if not finished:
                return False  # another process has just done it
            await job.tell(Run(unit, period, now, batch.due_at, finished))
    except Exception as error:
        if len(streets) > 1:
            alone = [batch._replace(streets=(each,)) for each in streets]
            return any([await _done(storage, each, now) for each in alone])
        log.exception("job %s failed for %s", job.name, period)
        said = f"{type(error).__name__}: {error}"
        await _note_failure(storage, job.name, period, now, said, streets[0])
        return False
    return True


async def _note_failure(
    storage: Storage, name: str, period: str, now: datetime, error: str, street: int
) -> None:
    async with storage.unit() as unit:
        run = await unit.job_runs.get(name, period, street)
        give_up = run is not None and run.attempts >= ATTEMPTS
        await unit.job_runs.fail(name, period, now, error, street, give_up=give_up)


async def _ask_forgotten(storage: Storage, now: datetime) -> None:
    async with storage.reading() as unit:
        if not await anything_forgotten(unit, now):
            return
    async with storage.unit() as unit:
        await expire_check_ins(unit, now)
        await ask_open_check_ins(unit, now)
