"""Does what is due, each (job, period, street) once, whatever happened meanwhile.

A run is a row. What has become due is enlisted first; then every run waiting is done in the order
it was due. What a run tells people and the mark that it is done are one transaction, and what
comes before that changes nothing when done twice: a run cut off is simply done again, however often
that happens, since being cut off is not failing. A run is claimed, so that of several processes one
is at it. Asking about
forgotten check-outs has no periods and no rows: a check-in itself says whether it was asked about,
so that a look every minute is enough.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from actions.forgotten import anything_forgotten, ask_open_check_ins, expire_check_ins
from domain.month_days import JobUnknown, NotYetDue
from scheduler.attempts import Batch, anybodys, attempt, batches, ready
from scheduler.due import LOOKING_BACK, dues_of, enlist_due, rules_of
from scheduler.rules import Due, Rules
from scheduler.timetable import JOBS, Job
from storage.engine import Storage
from storage.job_claims import RunState
from storage.jobs import JobRun
from storage.leases import LONGEST, Holder, new_holder

BY_HAND = LONGEST
"""Seconds for which a run by hand is claimed: no bell renews it."""


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
    waiting = [run for run in waiting if await anybodys(storage, run, now, holder)]
    waiting = [run for run in waiting if ready(run, now)]
    done = [
        (batch.job.name, batch.period)
        for batch in batches(waiting, by_name)
        if await attempt(storage, batch, now, holder)
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
        batch = Batch(job, due.period, due.at, due.streets)
        await attempt(storage, batch, now, new_holder(BY_HAND), again=True)
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


async def _ask_forgotten(storage: Storage, now: datetime) -> None:
    async with storage.reading() as unit:
        if not await anything_forgotten(unit, now):
            return
    async with storage.unit() as unit:
        await expire_check_ins(unit, now)
        await ask_open_check_ins(unit, now)
