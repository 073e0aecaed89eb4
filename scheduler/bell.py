"""The bell: APScheduler rings once a minute, and whatever is due is done. It knows nothing else."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from scheduler.runner import run_due
from storage.engine import Storage

SECOND = 17
"""Of every minute; not the one in which everybody's robots wake."""
log = logging.getLogger(__name__)


class Bell:
    """`now` is the clock of the product, which a demo may move; the ringing goes by real time."""

    def __init__(self, storage: Storage, now: Callable[[], datetime]) -> None:
        self._storage, self._now = storage, now
        self._turn = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC)

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
        self._scheduler.start()

    async def ring(self) -> list[tuple[str, str]]:
        """Do what is due at this moment; returns the (job, period) done."""
        async with self._turn:
            return await run_due(self._storage, self._now())

    async def stop(self) -> None:
        """Let the present ring come to its end, then ring no more."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._turn:
                self._scheduler.shutdown(wait=False)

    async def _ring_quietly(self) -> None:
        try:
            await self.ring()
        except Exception:
            log.exception("the bell rang in vain; it rings again in a minute")
