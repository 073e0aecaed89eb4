"""Which job has run for which period: each pair once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, insert, select, update

from domain.model import Model
from storage.repository import Repository
from storage.tables import job_runs


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Model):
    job: str
    period: str
    state: RunState
    attempts: int
    started_at: datetime
    finished_at: datetime | None = None
    error: str | None = None


class JobRuns(Repository):
    async def get(self, job: str, period: str) -> JobRun | None:
        row = await self.one_row(
            select(job_runs).where(job_runs.c.job == job, job_runs.c.period == period)
        )
        return JobRun.model_validate(row) if row else None

    async def last_of(self, job: str) -> JobRun | None:
        """The run of the latest period."""
        row = await self.one_row(
            select(job_runs).where(job_runs.c.job == job).order_by(job_runs.c.period.desc())
        )
        return JobRun.model_validate(row) if row else None

    async def failed(self) -> list[JobRun]:
        rows = await self.all_rows(select(job_runs).where(job_runs.c.state == RunState.FAILED))
        return [JobRun.model_validate(row) for row in rows]

    async def note(
        self, job: str, period: str, state: RunState, now: datetime, error: str | None = None
    ) -> None:
        """Insert or update the row of this (job, period)."""
        finished = None if state is RunState.RUNNING else now
        known = await self.get(job, period)
        if known is None:
            await self.run(
                insert(job_runs).values(
                    job=job,
                    period=period,
                    state=state,
                    attempts=1,
                    started_at=now,
                    finished_at=finished,
                    error=error,
                )
            )
            return
        attempts = known.attempts + (state is RunState.RUNNING)
        await self.run(
            update(job_runs)
            .where(job_runs.c.job == job, job_runs.c.period == period)
            .values(state=state, attempts=attempts, finished_at=finished, error=error)
        )

    async def count(self) -> int:
        row = await self.one_row(select(func.count().label("n")).select_from(job_runs))
        return int(row.n) if row else 0
