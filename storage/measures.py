"""How the machinery is doing, in numbers, as docs/管理员.md names them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, text

from storage.job_claims import RunState
from storage.jobs import BELL
from storage.outbox import UNSETTLED, OutState
from storage.repository import Repository
from storage.tables import audit, inbox, job_runs, outbox

LOOK_BACK = timedelta(days=40)
"""Every job has been due within."""
BACKUP, DATABASE = "backup", "database"
"""How a backup is noted in the audit."""


class Measured(NamedTuple):
    """Messages by messenger, as far as one has been chosen; moments by job."""

    waiting: Mapping[str, int]
    failed: Mapping[str, int]
    arrived: Mapping[str, int]
    succeeded: Mapping[str, datetime]
    backed_up_at: datetime | None
    bytes: int


class Measures(Repository):
    async def all(self, now: datetime) -> Measured:
        done = (job_runs.c.state == RunState.DONE) & (job_runs.c.due_at > now - LOOK_BACK)
        runs = await self.all_rows(
            select(job_runs.c.job, func.max(job_runs.c.finished_at).label("at"))
            .where(done, job_runs.c.job != BELL)
            .group_by(job_runs.c.job)
        )
        arrived = await self.all_rows(
            select(inbox.c.messenger, func.count().label("rows")).group_by(inbox.c.messenger)
        )
        return Measured(
            await self._messages(UNSETTLED),
            await self._messages(outbox.c.state == OutState.FAILED),
            {row.messenger: row.rows for row in arrived},
            {row.job: row.at for row in runs if row.at},
            await self.backed_up_at(),
            await self._bytes(),
        )

    async def backed_up_at(self) -> datetime | None:
        """When the last backup was made by this program."""
        noted = (audit.c.subject == DATABASE) & (audit.c.action == BACKUP)
        row = await self.one_row(select(func.max(audit.c.at).label("at")).where(noted))
        return row.at if row else None

    async def _messages(self, which: ColumnElement[bool]) -> dict[str, int]:
        rows = await self.all_rows(
            select(outbox.c.via, func.count().label("rows")).where(which).group_by(outbox.c.via)
        )
        return {row.via or "none": row.rows for row in rows}

    async def _bytes(self) -> int:
        embedded = self.connection.dialect.name == "sqlite"
        pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        sized = pages if embedded else "SELECT pg_database_size(current_database())"
        return int((await self.connection.execute(text(sized))).scalar_one())
