"""One attempt at runs that wait: claimed, prepared, told and marked as done, or failed.

What a run tells people and the mark that it is done are one transaction, and what comes before that
changes nothing when done twice.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from scheduler.jobs import Run, Work
from scheduler.timetable import Job
from storage.engine import Storage
from storage.job_claims import RunState
from storage.jobs import JobRun
from storage.leases import Claim, Holder

log = logging.getLogger(__name__)

BACKOFF = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))
ATTEMPTS = len(BACKOFF) + 1


class Batch(NamedTuple):
    """Runs of one job that are due at the same moment for the same period, one for each street:
    whoever answers for several streets hears of them in one message."""

    job: Job
    period: str
    due_at: datetime
    streets: tuple[int, ...]


def batches(ready: Iterable[JobRun], jobs: Mapping[str, Job]) -> list[Batch]:
    found: dict[tuple[datetime, str, str], list[int]] = {}
    for run in ready:
        found.setdefault((run.due_at, run.job, run.period), []).append(run.place_id)
    return [
        Batch(jobs[name], period, due_at, tuple(streets))
        for (due_at, name, period), streets in found.items()
    ]


async def anybodys(storage: Storage, run: JobRun, now: datetime, holder: Holder) -> bool:
    """Whether no living process is at this run."""
    if run.state is not RunState.RUNNING:
        return True
    async with storage.unit() as unit:
        claim = holder.claim(now)
        return await unit.job_runs.note_cut_off(run.job, run.period, claim, run.place_id)


def ready(run: JobRun, now: datetime) -> bool:
    """A run that failed or was cut off has waited long enough. One cut off waits since it began."""
    cut_off = run.state is RunState.RUNNING
    since, tries = (run.started_at if cut_off else run.finished_at), run.attempts + run.cut_offs
    if since is None or now < since:  # the clock has been put back
        return True
    return now >= since + BACKOFF[min(tries, len(BACKOFF)) - 1]


async def attempt(
    storage: Storage, batch: Batch, now: datetime, holder: Holder, *, again: bool = False
) -> bool:
    """Run once. A failure is kept with the run and never reaches another job."""
    name, period, claim = batch.job.name, batch.period, holder.claim(now)
    async with storage.unit() as unit:
        begun = await unit.job_runs.begin(name, period, claim, batch.streets, again=again)
    mine = batch._replace(streets=tuple(begun))
    return bool(begun) and await _done(storage, mine, now, holder)


async def _done(storage: Storage, batch: Batch, now: datetime, holder: Holder) -> bool:
    """What fails for several streets together is done again for each alone: one street's trouble
    keeps no other from its month."""
    job, period, streets = batch.job, batch.period, batch.streets
    try:
        await job.prepare(Work(storage, period, now, streets))
        async with storage.unit(alone=True) as unit:
            finished = await unit.job_runs.finish(job.name, period, now, streets)
            if not finished:
                return False  # another process has just done it
            await job.tell(Run(unit, period, now, batch.due_at, finished))
    except Exception as error:
        if len(streets) > 1:
            alone = [batch._replace(streets=(each,)) for each in streets]
            return any([await _done(storage, each, now, holder) for each in alone])
        log.exception("job %s failed for %s", job.name, period)
        said = f"{type(error).__name__}: {error}"
        await _note_failure(storage, batch, said, holder.claim(now))
        return False
    return True


async def _note_failure(storage: Storage, batch: Batch, error: str, claim: Claim) -> None:
    name, period, (street,) = batch.job.name, batch.period, batch.streets
    async with storage.unit() as unit:
        run = await unit.job_runs.get(name, period, street)
        give_up = run is not None and run.attempts >= ATTEMPTS
        await unit.job_runs.fail(name, period, claim, error, street, give_up=give_up)
