"""The bell: APScheduler rings once a minute, and whatever is due is done. It knows nothing else."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from scheduler.runner import run_due
from storage.engine import Storage
from storage.leases import Holder, new_holder

SECOND = 17
"""Of every minute; not the one in which everybody's robots wake."""
MINUTE = timedelta(minutes=1)
LISTENS_EVERY = 60.0
"""Seconds."""
log = logging.getLogger(__name__)


class Bell:
    """`now` is the clock of the product, which a demo may move; the ringing goes by real time."""

    def __init__(
        self, storage: Storage, now: Callable[[], datetime], holder: Holder | None = None
    ) -> None:
        self._storage, self._now, self._holder = storage, now, holder or new_holder()
        self._turn = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._heard: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Ring now, for what was due while the process was down, and every minute from now on."""
        self._scheduler.add_job(
            self._ring_quietly,
            CronTrigger(second=SECOND, timezone=UTC),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.add_job(self._hold, "interval", seconds=self._holder.seconds / 3)
        self._scheduler.start()
        self._listen()

    async def ring(self) -> list[tuple[str, str]]:
        """Do what is due at this moment; returns the (job, period) done."""
        async with self._turn:
            return await run_due(self._storage, self._now(), holder=self._holder)

    async def stop(self) -> None:
        """Let the present ring come to its end, then ring no more."""
        if self._heard:
            self._heard.cancel()
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._turn:
                self._scheduler.shutdown(wait=False)

    def _listen(self) -> None:
        """By the loop's own time: when the clock is put back, what rings by it falls silent."""
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs():
            if job.next_run_time and job.next_run_time > now + MINUTE:
                job.modify(next_run_time=now)
        loop = asyncio.get_running_loop()
        self._heard = loop.call_later(LISTENS_EVERY, self._listen)

    async def _hold(self) -> None:
        """What runs long is still ours."""
        if self._turn.locked():
            async with self._storage.unit() as unit:
                await unit.job_runs.hold(self._holder.claim(self._now()))

    async def _ring_quietly(self) -> None:
        try:
            await self.ring()
        except Exception:
            log.exception("the bell rang in vain; it rings again in a minute")
