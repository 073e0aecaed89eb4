"""What arrived from a messenger that sends nothing twice: kept until it is handled."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from storage.repository import Repository
from storage.tables import inbox


class Kept(NamedTuple):
    """A frame, and when it arrived."""

    frame: str
    at: datetime


class Inbox(Repository):
    async def keep(
        self, messenger: str, event_id: str, frame: str, at: datetime, nth: int = 0
    ) -> None:
        """`nth` keeps those of one second in order. Keeping it again changes nothing."""
        where = (inbox.c.messenger == messenger) & (inbox.c.event_id == event_id)
        if not await self.one_row(select(inbox.c.event_id).where(where)):
            values = {"messenger": messenger, "event_id": event_id, "frame": frame, "at": at}
            await self.run(insert(inbox).values(values | {"nth": nth}))

    async def waiting(self, messenger: str) -> list[Kept]:
        """What was kept and not handled, oldest first."""
        rows = await self.all_rows(
            select(inbox.c.frame, inbox.c.at)
            .where(inbox.c.messenger == messenger)
            .order_by(inbox.c.at, inbox.c.nth, inbox.c.event_id)
        )
        return [Kept(row.frame, row.at) for row in rows]

    async def drop(self, messenger: str, event_ids: Collection[str]) -> None:
        where = (inbox.c.messenger == messenger) & inbox.c.event_id.in_(event_ids)
        await self.run(delete(inbox).where(where))
