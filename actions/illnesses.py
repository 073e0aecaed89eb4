"""What ails the bot itself, for the office to read in its digests, and for whoever looks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from actions.calendar import calendar_of
from domain.illnesses import (
    Ailing,
    CalendarMissing,
    Illness,
    JobCutOff,
    JobFailed,
    JobStumbled,
    MessengerIll,
    Seen,
    ShutDoor,
    ills_of,
)
from domain.months import local_day
from storage.database_file import Disk
from storage.job_claims import RunState
from storage.jobs import JobRun
from storage.unit import Unit

RECENT = timedelta(days=7)
AHEAD = timedelta(days=35)
"""The next closing day lies within; its year's calendar decides whether it moves."""

CUT_OFF_OFTEN = 3
"""A program may be stopped while a job runs, and once more; after that something is wrong."""


class Illnesses(NamedTuple):
    """`shut`: doors nothing gets through, by person; only their own office hears of them."""

    ailing: tuple[Illness, ...] = ()
    shut: Mapping[int, tuple[ShutDoor, ...]] = MappingProxyType({})


async def illnesses_of(unit: Unit, now: datetime) -> Illnesses:
    return Illnesses(
        (*await messengers_ill(unit), *await _jobs(unit, now), *await _calendar(unit, now)),
        await _shut(unit, now),
    )


async def everything_ill(
    unit: Unit, now: datetime, disk: Disk | None = None, connections: Collection[str] = ()
) -> list[Ailing]:
    """All of it, the machine included. `disk`: that of an embedded database. `connections`: the
    messengers set up that keep one."""
    watch = await unit.bell.watch() if disk else None
    seen = Seen(
        connected={name: await unit.doors.seen_at(name) for name in connections},
        folder=str(disk.folder) if disk else "",
        free=disk.free if disk else None,
        kept_since=watch.since if watch else None,
        backed_up_at=await unit.measures.backed_up_at(),
        tidied=not await unit.tidying.overdue(now),
    )
    of_jobs: list[Ailing] = [*await _stumbled(unit), *await jobs_cut_off(unit)]
    messengers, calendars = await messengers_ill(unit), await _calendar(unit, now)
    return [*messengers, *ills_of(seen, now), *of_jobs, *calendars]


async def _stumbled(unit: Unit) -> list[JobStumbled]:
    return [
        JobStumbled(
            job=run.job,
            period=run.period,
            error=run.error,
            given_up=run.state is RunState.FAILED,
        )
        for run in [*await unit.job_runs.failed(), *await unit.job_runs.unfinished()]
        if run.error
    ]


async def messengers_ill(unit: Unit) -> list[MessengerIll]:
    """Each messenger or group that fails."""
    return [
        MessengerIll(messenger=name, since=since, why=why)
        for name, (since, why) in sorted((await unit.outbox.ill()).items())
    ]


async def _jobs(unit: Unit, now: datetime) -> list[JobFailed | JobCutOff]:
    """A job given up long ago is past mending; one that is cut off goes on for ever."""
    found = [run for run in await unit.job_runs.failed() if run.due_at > now - AHEAD]
    failed = [
        JobFailed(job=runs[0].job, period=runs[0].period, streets=streets)
        for runs, streets in await _by_period(unit, found)
    ]
    return [*failed, *await jobs_cut_off(unit)]


async def jobs_cut_off(unit: Unit) -> list[JobCutOff]:
    """Jobs whose process ended again and again while they ran."""
    found = await unit.job_runs.cut_off_often(CUT_OFF_OFTEN)
    return [
        JobCutOff(
            job=runs[0].job,
            period=runs[0].period,
            times=max(run.cut_offs for run in runs),
            streets=streets,
        )
        for runs, streets in await _by_period(unit, found)
    ]


async def _by_period(
    unit: Unit, runs: Iterable[JobRun]
) -> list[tuple[list[JobRun], tuple[str, ...]]]:
    """Runs of one job for one period, with the names of their streets where there are several."""
    names = {street.id: street.name for street in await unit.districts.streets()}
    groups: dict[tuple[str, str], list[JobRun]] = {}
    for run in runs:
        groups.setdefault((run.job, run.period), []).append(run)
    if len(names) < 2:
        names = {}
    return [
        (own, tuple(names[run.place_id] for run in own if run.place_id in names))
        for own in groups.values()
    ]


async def _calendar(unit: Unit, now: datetime) -> list[CalendarMissing]:
    calendar = await calendar_of(unit)
    years = sorted({local_day(now).year, local_day(now + AHEAD).year})
    return [CalendarMissing(year=year) for year in years if not calendar.published(year)]


async def _shut(unit: Unit, now: datetime) -> dict[int, tuple[ShutDoor, ...]]:
    """Who is reached elsewhere is named for a while only; who is not, until somebody acts."""
    found: defaultdict[int, list[ShutDoor]] = defaultdict(list)
    for door in await unit.doors.closed():
        if not door.others or door.closed_at > now - RECENT:
            found[door.person_id].append(
                ShutDoor(
                    name=door.name,
                    messenger=door.messenger,
                    reason=door.reason,
                    elsewhere=door.others > 0,
                )
            )
    failed = await unit.outbox.not_reached_since(now - RECENT)
    for person in (await unit.people.of_ids(failed.keys() - found.keys())).values():
        if person.left_on is None:
            found[person.id].append(ShutDoor(name=person.name, reason=failed[person.id]))
    return {person: tuple(doors) for person, doors in found.items()}
