"""Due work: which job is due, running or done for which period, each pair once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, insert, or_, select, update

from domain.model import Model
from storage.leases import Claim, free
from storage.repository import Repository
from storage.tables import job_runs

BELL = "bell"
HEARD = "heard"
"""The one row that is no run: since when the jobs are kept, and up to when they were looked at."""


class RunState(StrEnum):
    """Skipped: a later period of the same job made it pointless. Failed: given up."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)


class JobRun(Model):
    """`running`, but held by nobody who lives, means: it was cut off, and nothing of it was kept.

    `attempts` are those that came to an end, `cut_offs` those that did not.
    """

    job: str
    period: str
    due_at: datetime
    state: RunState
    attempts: int
    cut_offs: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None


class Watch(Model):
    """Nothing due before `since`, the first start, is ever run."""

    since: datetime
    until: datetime


class JobRuns(Repository):
    async def get(self, job: str, period: str) -> JobRun | None:
        row = await self.one_row(select(job_runs).where(_this(job, period)))
        return JobRun.model_validate(row) if row else None

    async def last_of(self, job: str) -> JobRun | None:
        """The run that was due last."""
        runs = await self._list(_runs().where(job_runs.c.job == job).order_by(_LATEST).limit(1))
        return runs[0] if runs else None

    async def failed(self) -> list[JobRun]:
        """Those given up, latest first."""
        return await self._list(
            _runs().where(job_runs.c.state == RunState.FAILED).order_by(_LATEST)
        )

    async def unfinished(self) -> list[JobRun]:
        """Due and not done, in the order they were due."""
        return await self._list(
            _runs().where(job_runs.c.state.in_(UNFINISHED)).order_by(job_runs.c.due_at)
        )

    async def known_since(self, moment: datetime) -> set[tuple[str, str]]:
        """(job, period) of everything that was due at that moment or later."""
        runs = await self._list(_runs().where(job_runs.c.due_at >= moment))
        return {(run.job, run.period) for run in runs}

    async def enlist(self, job: str, period: str, due_at: datetime) -> None:
        """Remember that a job is due for a period; it must not be known yet."""
        values = {"job": job, "period": period, "due_at": due_at, "state": RunState.WAITING}
        await self.run(insert(job_runs).values(values | {"attempts": 0, "cut_offs": 0}))

    async def wait_again(self, job: str, period: str, now: datetime) -> None:
        """Let a run wait for the next ring, whatever became of it before."""
        values = {"state": RunState.WAITING, "due_at": now, "attempts": 0, "cut_offs": 0}
        values |= _GIVEN_BACK | {"error": None}
        values["finished_at"] = None  # or it would wait as after a failure
        if not await self.run(update(job_runs).where(_this(job, period)).values(values)):
            await self.enlist(job, period, now)

    async def skip_before(self, job: str, due_at: datetime, now: datetime) -> None:
        """Give up the earlier periods of a job of which only the latest matters."""
        known = job_runs.c.state.in_((*UNFINISHED, RunState.FAILED))
        await self.run(
            update(job_runs)
            .where(job_runs.c.job == job, job_runs.c.due_at < due_at, known)
            .values(state=RunState.SKIPPED, finished_at=now)
        )

    async def begin(self, job: str, period: str, claim: Claim, *, again: bool = False) -> bool:
        """Claim a run that waits; `again`: whatever became of it before. False when there is none,
        or another process is at it."""
        startable = _this(job, period) & or_(
            job_runs.c.state != RunState.RUNNING, free(job_runs, claim)
        )
        if not again:
            startable &= job_runs.c.state == RunState.WAITING
        values = {"state": RunState.RUNNING, "started_at": claim.at, "finished_at": None}
        values |= {"attempts": job_runs.c.attempts + 1, "error": None}
        values |= {"holder": claim.holder, "held_until": claim.until}
        return await self.run(update(job_runs).where(startable).values(values)) == 1

    async def hold(self, claim: Claim) -> None:
        """Renew the claim on everything this holder runs."""
        mine = (job_runs.c.holder == claim.holder) & (job_runs.c.state == RunState.RUNNING)
        await self.run(update(job_runs).where(mine).values(held_until=claim.until))

    async def note_cut_off(self, job: str, period: str, claim: Claim) -> bool:
        """A run whose process ended while it ran waits, since then, and has not failed. False when
        its process lives."""
        cut_off = _this(job, period) & (job_runs.c.state == RunState.RUNNING)
        values = {"state": RunState.WAITING, "finished_at": job_runs.c.started_at}
        values |= {"attempts": job_runs.c.attempts - 1, "cut_offs": job_runs.c.cut_offs + 1}
        statement = update(job_runs).where(cut_off, free(job_runs, claim))
        return await self.run(statement.values(values | _GIVEN_BACK)) == 1

    async def give_back(self) -> None:
        """Nobody else can be at work on this database: whoever held a run is gone."""
        running = job_runs.c.state == RunState.RUNNING
        await self.run(update(job_runs).where(running).values(_GIVEN_BACK))

    async def finish(self, job: str, period: str, now: datetime) -> bool:
        """Mark as done; the first statement of the work's own transaction.

        Two processes at the same run queue here, and the second one gets False.
        """
        running = _this(job, period) & (job_runs.c.state == RunState.RUNNING)
        done = {"state": RunState.DONE, "finished_at": now}
        return await self.run(update(job_runs).where(running).values(done | _GIVEN_BACK)) == 1

    async def fail(self, job: str, period: str, claim: Claim, error: str, *, give_up: bool) -> None:
        """Not given up, it waits for its next attempt."""
        mine = _this(job, period) & (job_runs.c.holder == claim.holder)
        state = RunState.FAILED if give_up else RunState.WAITING
        values = {"state": state, "finished_at": claim.at, "error": error[:1000]}
        await self.run(
            update(job_runs)
            .where(mine, job_runs.c.state == RunState.RUNNING)
            .values(values | _GIVEN_BACK)
        )

    async def cut_off_often(self, times: int) -> list[JobRun]:
        """Those not done yet whose process ended while they ran this many times, latest first."""
        often = job_runs.c.state.in_(UNFINISHED) & (job_runs.c.cut_offs >= times)
        return await self._list(_runs().where(often).order_by(_LATEST))

    async def watch(self) -> Watch | None:
        """None before the first start."""
        row = await self.one_row(select(job_runs).where(_this(BELL, HEARD)))
        return Watch(since=row.started_at, until=row.due_at) if row else None

    async def watched(self, watch: Watch) -> None:
        """Everything due until then has been looked at."""
        moments = {"started_at": watch.since, "due_at": watch.until}
        if await self.run(update(job_runs).where(_this(BELL, HEARD)).values(moments)):
            return
        values: dict[str, object] = {"job": BELL, "period": HEARD, "state": RunState.DONE}
        values |= {"attempts": 0, "cut_offs": 0}
        await self.run(insert(job_runs).values(values | moments))

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[JobRun]:
        return [JobRun.model_validate(row) for row in await self.all_rows(statement)]


_LATEST = job_runs.c.due_at.desc()
_GIVEN_BACK: dict[str, object] = {"holder": None, "held_until": None}


def _runs() -> Select[*tuple[object, ...]]:
    return select(job_runs).where(job_runs.c.job != BELL)


def _this(job: str, period: str) -> ColumnElement[bool]:
    return (job_runs.c.job == job) & (job_runs.c.period == period)
