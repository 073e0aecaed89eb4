"""Runs of jobs in somebody's hands: begun, held, cut off, done or failed; of one process each."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Update, or_, update

from domain.districts import EVERYWHERE
from storage.leases import Claim, free
from storage.repository import Repository
from storage.tables import job_runs

GIVEN_BACK: dict[str, object] = {"holder": None, "held_until": None}


class RunState(StrEnum):
    """Skipped: a later period of the same job made it pointless. Failed: given up."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)


class JobClaims(Repository):
    async def begin(
        self,
        job: str,
        period: str,
        claim: Claim,
        place_ids: Collection[int] = (EVERYWHERE,),
        *,
        again: bool = False,
    ) -> list[int]:
        """Claim the runs that wait; `again`: whatever became of them before. The places of those
        claimed: no other process is at them."""
        startable = these(job, period, place_ids) & or_(
            job_runs.c.state != RunState.RUNNING, free(job_runs, claim)
        )
        if not again:
            startable &= job_runs.c.state == RunState.WAITING
        values = {"state": RunState.RUNNING, "started_at": claim.at, "finished_at": None}
        values |= {"attempts": job_runs.c.attempts + 1, "error": None}
        values |= {"holder": claim.holder, "held_until": claim.until}
        return await self._places(update(job_runs).where(startable).values(values))

    async def hold(self, claim: Claim) -> None:
        """Renew the claim on everything this holder runs."""
        mine = (job_runs.c.holder == claim.holder) & (job_runs.c.state == RunState.RUNNING)
        await self.run(update(job_runs).where(mine).values(held_until=claim.until))

    async def note_cut_off(
        self, job: str, period: str, claim: Claim, place_id: int = EVERYWHERE
    ) -> bool:
        """A run whose process ended while it ran waits, since then, and has not failed. False when
        its process lives."""
        cut_off = these(job, period, [place_id]) & (job_runs.c.state == RunState.RUNNING)
        values = {"state": RunState.WAITING, "finished_at": job_runs.c.started_at}
        values |= {"attempts": job_runs.c.attempts - 1, "cut_offs": job_runs.c.cut_offs + 1}
        statement = update(job_runs).where(cut_off, free(job_runs, claim))
        return await self.run(statement.values(values | GIVEN_BACK)) == 1

    async def give_back(self) -> None:
        """Nobody else can be at work on this database: whoever held a run is gone."""
        running = job_runs.c.state == RunState.RUNNING
        await self.run(update(job_runs).where(running).values(GIVEN_BACK))

    async def finish(
        self, job: str, period: str, now: datetime, place_ids: Collection[int] = (EVERYWHERE,)
    ) -> list[int]:
        """Mark as done; the first statement of the work's own transaction.

        Two processes at the same runs queue here, and the second one gets none of the places.
        """
        running = these(job, period, place_ids) & (job_runs.c.state == RunState.RUNNING)
        done = {"state": RunState.DONE, "finished_at": now}
        return await self._places(update(job_runs).where(running).values(done | GIVEN_BACK))

    async def fail(
        self,
        job: str,
        period: str,
        claim: Claim,
        error: str,
        place_id: int = EVERYWHERE,
        *,
        give_up: bool,
    ) -> None:
        """Not given up, it waits for its next attempt."""
        mine = these(job, period, [place_id]) & (job_runs.c.holder == claim.holder)
        state = RunState.FAILED if give_up else RunState.WAITING
        values = {"state": state, "finished_at": claim.at, "error": error[:1000]}
        await self.run(
            update(job_runs)
            .where(mine, job_runs.c.state == RunState.RUNNING)
            .values(values | GIVEN_BACK)
        )

    async def _places(self, change: Update) -> list[int]:
        """Of the runs that a change touches."""
        rows = await self.all_rows(change.returning(job_runs.c.place_id))
        return sorted(row.place_id for row in rows)


def these(job: str, period: str, place_ids: Collection[int]) -> ColumnElement[bool]:
    this = (job_runs.c.job == job) & (job_runs.c.period == period)
    return this & job_runs.c.place_id.in_(place_ids)
