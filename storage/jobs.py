"""Due work: which job is due, running or done for which period and place, each once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, insert, select, update

from domain.districts import EVERYWHERE
from domain.model import Model
from storage.job_claims import GIVEN_BACK, UNFINISHED, JobClaims, RunState, these
from storage.tables import job_runs

BELL = "bell"
"""The one row that is no run (storage/watch.py)."""


class JobRun(Model):
    """`running`, but held by nobody who lives, means: it was cut off, and nothing of it was kept.

    `attempts` are those that came to an end, `cut_offs` those that did not. `place_id` is the
    street it is for, or 0 where one run is for all.
    """

    job: str
    period: str
    place_id: int = EVERYWHERE
    due_at: datetime
    state: RunState
    attempts: int
    cut_offs: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None


class RunKey(NamedTuple):
    job: str
    period: str
    place_id: int = EVERYWHERE


class JobRuns(JobClaims):
    async def get(self, job: str, period: str, place_id: int = EVERYWHERE) -> JobRun | None:
        row = await self.one_row(select(job_runs).where(these(job, period, [place_id])))
        return JobRun.model_validate(row) if row else None

    async def of_period(self, job: str, period: str) -> list[JobRun]:
        """Those of every place."""
        here = (job_runs.c.job == job) & (job_runs.c.period == period)
        return await self._list(_runs().where(here).order_by(job_runs.c.place_id))

    async def last_of(self, job: str) -> list[JobRun]:
        """The runs that were due last, of every place that has one."""
        runs = _runs().where(job_runs.c.job == job)
        latest = (
            select(job_runs.c.place_id.label("place"), func.max(job_runs.c.due_at).label("at"))
            .where(job_runs.c.job == job)
            .group_by(job_runs.c.place_id)
            .subquery()
        )
        this = (latest.c.place == job_runs.c.place_id) & (latest.c.at == job_runs.c.due_at)
        return await self._list(runs.join(latest, this).order_by(job_runs.c.place_id))

    async def failed(self) -> list[JobRun]:
        """Those given up, latest first."""
        return await self._list(
            _runs().where(job_runs.c.state == RunState.FAILED).order_by(_LATEST)
        )

    async def unfinished(self) -> list[JobRun]:
        """Due and not done, in the order they were due."""
        order = job_runs.c.due_at, job_runs.c.place_id
        return await self._list(_runs().where(job_runs.c.state.in_(UNFINISHED)).order_by(*order))

    async def known_since(self, moment: datetime) -> set[RunKey]:
        """Everything that was due at that moment or later."""
        rows: Sequence[Any] = await self.all_rows(
            select(job_runs.c.job, job_runs.c.period, job_runs.c.place_id).where(
                job_runs.c.due_at >= moment, job_runs.c.job != BELL
            )
        )
        return {RunKey._make(row) for row in rows}

    async def enlist(
        self, job: str, period: str, due_at: datetime, place_ids: Collection[int] = (EVERYWHERE,)
    ) -> None:
        """Remember that a job is due for a period; where that is known it stays as it is."""
        rows = await self.all_rows(select(job_runs.c.place_id).where(these(job, period, place_ids)))
        values = {"job": job, "period": period, "due_at": due_at, "state": RunState.WAITING}
        values |= {"attempts": 0, "cut_offs": 0}
        news = [
            values | {"place_id": place_id}
            for place_id in sorted(set(place_ids).difference(row.place_id for row in rows))
        ]
        if news:
            await self.execute(insert(job_runs), news)

    async def wait_again(
        self, job: str, period: str, now: datetime, place_id: int = EVERYWHERE
    ) -> None:
        """Let a run wait for the next ring, whatever became of it before."""
        values = {"state": RunState.WAITING, "due_at": now, "attempts": 0, "cut_offs": 0}
        values |= GIVEN_BACK | {"error": None}
        values["finished_at"] = None  # or it would wait as after a failure
        this = these(job, period, [place_id])
        if not await self.run(update(job_runs).where(this).values(values)):
            await self.enlist(job, period, now, [place_id])

    async def skip_before(
        self, job: str, due_at: datetime, now: datetime, place_ids: Collection[int] = (EVERYWHERE,)
    ) -> None:
        """Give up the earlier periods of a job of which only the latest matters."""
        known = job_runs.c.state.in_((*UNFINISHED, RunState.FAILED))
        here = job_runs.c.place_id.in_(place_ids)
        await self.run(
            update(job_runs)
            .where(job_runs.c.job == job, job_runs.c.due_at < due_at, known, here)
            .values(state=RunState.SKIPPED, finished_at=now)
        )

    async def cut_off_often(self, times: int) -> list[JobRun]:
        """Those not done yet whose process ended while they ran this many times, latest first."""
        often = job_runs.c.state.in_(UNFINISHED) & (job_runs.c.cut_offs >= times)
        return await self._list(_runs().where(often).order_by(_LATEST))

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[JobRun]:
        return [JobRun.model_validate(row) for row in await self.all_rows(statement)]


_LATEST = job_runs.c.due_at.desc()


def _runs() -> Select[*tuple[object, ...]]:
    return select(job_runs).where(job_runs.c.job != BELL)
