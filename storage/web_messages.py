"""What was said in the web chat, both ways: the page shows it again after a reload."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, insert, select, text

from storage.compiled import small
from storage.repository import Repository
from storage.tables import web_messages

_ADDRESS: Any = bindparam("address")
_TOLD = small(select(web_messages.c.id).where(web_messages.c.outbox_id == bindparam("outbox_id")))
_SIDE = small(
    select(web_messages.c.id).where(
        web_messages.c.address == _ADDRESS,
        web_messages.c.event_id == bindparam("event_id"),
        web_messages.c.from_person == bindparam("from_person"),
    )
)
_ADD = small(insert(web_messages))
_AFTER = small(
    select(web_messages)
    .where(web_messages.c.address == _ADDRESS, web_messages.c.id > bindparam("message_id"))
    .order_by(web_messages.c.id.desc())
    .limit(bindparam("most"))
)


class WebMessage(NamedTuple):
    """`body` is JSON: a card, or what the person did when `from_person`. `event_id` is the event
    it belongs to; None for what was told unasked."""

    id: int
    address: str
    from_person: bool
    body: str
    at: datetime
    event_id: str | None


class WebMessages(Repository):
    async def add(
        self,
        address: str,
        body: str,
        now: datetime,
        *,
        from_person: bool = False,
        outbox_id: int | None = None,
        event_id: str | None = None,
    ) -> bool:
        """False when this outbox row, or this side of this event, was shown before."""
        await self._wait_for_turn(address)
        side = {"address": address, "event_id": event_id, "from_person": int(from_person)}
        if outbox_id is not None:
            shown_before = await self.one_row(_TOLD, outbox_id=outbox_id)
        else:
            shown_before = event_id and await self.one_row(_SIDE, **side)
        if shown_before:
            return False
        await self.run(_ADD, **side, body=body, outbox_id=outbox_id, at=now)
        return True

    async def after(self, address: str, message_id: int, limit: int = 200) -> list[WebMessage]:
        """Messages newer than this one, oldest first; the latest `limit` of them."""
        newest = await self.all_rows(_AFTER, address=address, message_id=message_id, most=limit)
        return [_message(row) for row in reversed(newest)]

    async def get(self, address: str, message_id: int) -> WebMessage | None:
        row = await self.one_row(
            select(web_messages).where(
                web_messages.c.address == address, web_messages.c.id == message_id
            )
        )
        return _message(row) if row else None

    async def _wait_for_turn(self, address: str) -> None:
        """Ids of one address must be committed in order: a page asks for what is newer than the
        last it saw. On SQLite the one writer already sees to it."""
        if self.connection.dialect.name == "postgresql":
            turn = text(
                "SELECT pg_advisory_xact_lock(hashtext('web_messages'), hashtext(:address))"
            )
            await self.execute(turn, {"address": address})


def _message(row: Row[Any]) -> WebMessage:
    return WebMessage(row.id, row.address, bool(row.from_person), row.body, row.at, row.event_id)
