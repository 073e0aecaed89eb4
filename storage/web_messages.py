"""What was said in the web chat, both ways: the page shows it again after a reload."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select

from storage.repository import Repository
from storage.tables import web_messages


class WebMessage(NamedTuple):
    """`body` is a card as JSON, or the words of the person when `from_person`."""

    id: int
    from_person: bool
    body: str
    at: datetime


class WebMessages(Repository):
    async def add(
        self,
        address: str,
        body: str,
        now: datetime,
        *,
        from_person: bool = False,
        outbox_id: int | None = None,
    ) -> bool:
        """False when this outbox row was shown before."""
        if outbox_id is not None:
            known = select(web_messages.c.id).where(web_messages.c.outbox_id == outbox_id)
            if await self.one_row(known):
                return False
        await self.run(
            insert(web_messages).values(
                address=address,
                from_person=int(from_person),
                body=body,
                outbox_id=outbox_id,
                at=now,
            )
        )
        return True

    async def after(self, address: str, message_id: int, limit: int = 200) -> list[WebMessage]:
        """Messages newer than this one, oldest first; the latest `limit` of them."""
        newest = (
            select(web_messages)
            .where(web_messages.c.address == address, web_messages.c.id > message_id)
            .order_by(web_messages.c.id.desc())
            .limit(limit)
        )
        rows = list(await self.all_rows(newest))
        return [WebMessage(r.id, bool(r.from_person), r.body, r.at) for r in reversed(rows)]
