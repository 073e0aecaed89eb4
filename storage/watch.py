"""Since when the jobs are kept, and up to when they were looked at: one row among their runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from domain.districts import EVERYWHERE
from domain.model import Model
from storage.job_claims import RunState
from storage.jobs import BELL
from storage.repository import Repository
from storage.tables import job_runs

_HEARD: dict[str, Any] = {"job": BELL, "period": "heard", "place_id": EVERYWHERE}
_THIS = job_runs.c.job == BELL


class Watch(Model):
    """Nothing due before `since`, the first start, is ever run."""

    since: datetime
    until: datetime


class Bell(Repository):
    async def watch(self) -> Watch | None:
        """None before the first start."""
        row = await self.one_row(select(job_runs).where(_THIS))
        return Watch(since=row.started_at, until=row.due_at) if row else None

    async def watched(self, watch: Watch) -> None:
        """Everything due until then has been looked at."""
        moments = {"started_at": watch.since, "due_at": watch.until}
        if await self.run(update(job_runs).where(_THIS).values(moments)):
            return
        values = _HEARD | {"attempts": 0, "cut_offs": 0, "state": RunState.DONE}
        await self.run(insert(job_runs).values(values | moments))
