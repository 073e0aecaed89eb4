"""Who changed what, when, before and after."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage.compiled import small
from storage.repository import Repository
from storage.tables import audit

_NOTE = small(insert(audit))


class Audit(Repository):
    async def note(
        self,
        actor_id: int | None,
        action: str,
        subject: str,
        subject_id: int | None,
        now: datetime,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Remember one change; `before` and `after` must be JSON-able."""
        await self.run(
            _NOTE,
            at=now,
            actor_id=actor_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            before=before,
            after=after,
        )

    async def noted(self, action: str, subject: str, ids: Collection[int]) -> list[dict[str, Any]]:
        """What was noted of these subjects under this action, oldest first."""
        rows = await self.all_rows(
            select(audit)
            .where(
                audit.c.action == action, audit.c.subject == subject, audit.c.subject_id.in_(ids)
            )
            .order_by(audit.c.id)
        )
        return [dict(row._mapping) for row in rows]

    async def forget(self, subject: str, subject_id: int) -> None:
        """Keep that a subject was changed, when and by whom, but no longer what it was."""
        where = (audit.c.subject == subject) & (audit.c.subject_id == subject_id)
        await self.run(update(audit).where(where).values(before=None, after=None))

    async def of(self, subject: str, subject_id: int) -> list[dict[str, Any]]:
        """Everything that happened to one subject, oldest first."""
        rows = await self.all_rows(
            select(audit)
            .where(audit.c.subject == subject, audit.c.subject_id == subject_id)
            .order_by(audit.c.id)
        )
        return [dict(row._mapping) for row in rows]
