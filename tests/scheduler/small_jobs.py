"""Jobs that only note in the audit that they ran: an effect like any other."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import select

from scheduler.jobs import Run
from scheduler.runner import run_due
from scheduler.timetable import CatchUp, Job, after_month_end, closings, daily
from storage.engine import Storage
from storage.tables import audit
from tests.domain.cast import at

MINUTE = timedelta(minutes=1)
INSTALLED: datetime = at("2026-11-10 12:00")


def noting(name: str) -> Callable[[Run], Awaitable[None]]:
    async def tell(run: Run) -> None:
        await run.unit.audit.note(None, name, "job", None, run.now, after={"period": run.period})

    return tell


REPORT = Job("report", time(8, 11), CatchUp.EACH, after_month_end, tell=noting("report"))
CLOSE = Job("close", time(23, 52), CatchUp.EACH, closings, tell=noting("close"))
COUNT = Job("count", time(6, 17), CatchUp.LATEST, daily, tell=noting("count"))
JOBS = (COUNT, REPORT, CLOSE)


class Trouble:
    """Makes a job fail as often as it is told to, after it has already done its work."""

    def __init__(self, times: int, error: type[BaseException] = ValueError) -> None:
        self.times, self.error = times, error

    def in_job(self, job: Job) -> Job:
        async def tell(run: Run) -> None:
            await job.tell(run)
            if self.times:
                self.times -= 1
                raise self.error("the printer is out of paper")

        return replace(job, tell=tell)


async def effects(storage: Storage) -> list[tuple[str, str]]:
    async with storage.reading() as unit:
        rows = await unit.audit.all_rows(select(audit).order_by(audit.c.id))
    return [(row.action, row.after["period"]) for row in rows if row.subject == "job"]


async def installed(storage: Storage, moment: datetime = INSTALLED) -> None:
    assert await run_due(storage, moment, JOBS) == []
