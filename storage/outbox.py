"""What must be told to someone: written with its cause, delivered by one loop."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, func, insert, literal, or_, select, update

from domain.model import Model
from domain.notices import Notice
from storage.leases import LONGEST, Claim, free
from storage.repository import Repository
from storage.tables import messenger_health, outbox, people


class OutState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


UNSETTLED_STATES = (OutState.WAITING, OutState.SENDING)
UNSETTLED = outbox.c.state.in_(UNSETTLED_STATES)


def is_due(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """By the clock, or because the clock has been put back since the message was queued for at
    once, or since it was put off."""
    at_once = (table.c.made_at > now) & (table.c.due_at == table.c.made_at)
    put_off = table.c.holder.is_(None) & (table.c.held_until > now)
    return or_(table.c.due_at <= now, at_once, put_off)


def first_of_its_person(table: FromClause) -> ColumnElement[bool]:
    """Asked as "the least of them": once SQLite 3.40 knows how the rows are spread, it answers
    "there is none before it" with no, when the state is one of several and the id below another."""
    own = outbox.alias("own")
    mine = (own.c.person_id == table.c.person_id) & own.c.state.in_(UNSETTLED_STATES)
    least = select(func.min(own.c.id)).where(mine).correlate(table).scalar_subquery()
    first: ColumnElement[bool] = table.c.id == least
    return first


class Outgoing(Model):
    """`sending`, but by nobody, means: it may have arrived, nobody knows. So it is still due.

    `via` is the messenger through which it is going to be tried, once somebody has looked.
    """

    id: int
    person_id: int
    notice: Notice
    state: OutState
    made_at: datetime
    due_at: datetime
    attempts: int
    account_id: int | None = None
    error: str | None = None
    via: str | None = None


class Message(NamedTuple):
    """One of many to be queued at once. The key makes it be told once."""

    key: str
    person_id: int
    notice: Notice


class Outbox(Repository):
    async def put(
        self,
        person_id: int,
        notice: Notice,
        now: datetime,
        *,
        key: str | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Queue one notice. The same key twice is one message: False for the second, and for
        whoever has left."""
        if key is not None and await self.one_row(select(outbox.c.id).where(outbox.c.key == key)):
            return False
        values = {
            "key": key,
            "person_id": person_id,
            "notice": notice.model_dump(mode="json"),
            "state": OutState.WAITING,
            "made_at": now,
            "due_at": max(now, not_before or now),
            "attempts": 0,
        }
        told = [literal(value, outbox.c[name].type) for name, value in values.items()]
        still_here = people.c.left_on.is_(None) & (people.c.id == person_id)
        row = select(*told).where(still_here)
        return await self.run(insert(outbox).from_select(list(values), row)) == 1

    async def put_all(self, messages: Collection[Message], now: datetime) -> set[int]:
        """Queue what is not queued yet: a digest to a province costs one statement per 500. Ids of
        the people it is for."""
        waiting, told = iter(messages), set[int]()
        while batch := list(islice(waiting, 500)):
            keys = [message.key for message in batch]
            rows = await self.all_rows(select(outbox.c.key).where(outbox.c.key.in_(keys)))
            known = {row.key for row in rows}
            gone = await self._gone({message.person_id for message in batch})
            new: list[dict[str, Any]] = [
                {
                    "key": message.key,
                    "person_id": message.person_id,
                    "notice": message.notice.model_dump(mode="json"),
                    "state": OutState.WAITING,
                    "made_at": now,
                    "due_at": now,
                    "attempts": 0,
                }
                for message in batch
                if message.key not in known and message.person_id not in gone
            ]
            if new:
                await self.execute(insert(outbox), new)
            told |= {row["person_id"] for row in new}
        return told

    async def _gone(self, person_ids: Collection[int]) -> set[int]:
        left = people.c.id.in_(person_ids) & people.c.left_on.is_not(None)
        return {row.id for row in await self.all_rows(select(people.c.id).where(left))}

    async def get(self, outgoing_id: int) -> Outgoing | None:
        row = await self.one_row(select(outbox).where(outbox.c.id == outgoing_id))
        return Outgoing.model_validate(row) if row else None

    async def due(
        self, now: datetime, limit: int = 100, *, but_via: Collection[str] = ()
    ) -> list[Outgoing]:
        """The next message of each person, where it is due and nobody is at it: one person is told
        things in order.

        `but_via`: without those that go through one of these messengers.
        """
        through = or_(outbox.c.via.is_(None), outbox.c.via.not_in(but_via))
        nobodys = free(outbox, Claim("", now, LONGEST))
        rows = await self.all_rows(
            select(outbox)
            .where(UNSETTLED, is_due(outbox, now), first_of_its_person(outbox), through, nobodys)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [Outgoing.model_validate(row) for row in rows]

    async def failed(self) -> list[Outgoing]:
        rows = await self.all_rows(
            select(outbox).where(outbox.c.state == OutState.FAILED).order_by(outbox.c.id.desc())
        )
        return [Outgoing.model_validate(row) for row in rows]

    async def revive(self, person_id: int, made_after: datetime, now: datetime) -> int:
        """A door has opened: what was given up since then for want of one is due again."""
        mine = (outbox.c.person_id == person_id) & (outbox.c.state == OutState.FAILED)
        values = {"state": OutState.WAITING, "due_at": now, "attempts": 0, "account_id": None}
        values |= {"via": None}
        return await self.run(
            update(outbox).where(mine, outbox.c.made_at > made_after).values(values)
        )

    async def not_reached_since(self, moment: datetime) -> dict[int, str]:
        """The people for whom the last message made after that moment was given up, and why."""
        ended = outbox.c.state.in_([OutState.FAILED, OutState.SENT])
        rows = await self.all_rows(
            select(outbox.c.person_id, outbox.c.state, outbox.c.error)
            .where(ended, outbox.c.made_at > moment)
            .order_by(outbox.c.id)
        )
        last = {row.person_id: row for row in rows}
        return {id_: row.error or "" for id_, row in last.items() if row.state == OutState.FAILED}

    async def note_health(self, messenger: str, error: str | None, now: datetime) -> None:
        """Remember that a messenger fails (since when), or works again (error None)."""
        error = error[:300] if error else None
        where = messenger_health.c.messenger == messenger
        row = await self.one_row(select(messenger_health).where(where))
        since = None if error is None else now
        if row is None:
            values = {"messenger": messenger, "failing_since": since, "error": error}
            await self.run(insert(messenger_health).values(values))
        elif row.error != error:
            since = row.failing_since if error and row.failing_since else since
            values = {"failing_since": since, "error": error}
            await self.run(update(messenger_health).where(where).values(values))

    async def ill(self) -> dict[str, tuple[datetime, str]]:
        """Messengers that fail now: since when and why."""
        rows = await self.all_rows(
            select(messenger_health).where(messenger_health.c.failing_since.is_not(None))
        )
        return {row.messenger: (row.failing_since, row.error or "") for row in rows}

    async def last_id(self) -> int:
        row = await self.one_row(select(func.max(outbox.c.id).label("last")))
        return int(row.last or 0) if row else 0

    async def newer_than(self, outgoing_id: int) -> list[Outgoing]:
        rows = await self.all_rows(
            select(outbox).where(outbox.c.id > outgoing_id).order_by(outbox.c.id)
        )
        return [Outgoing.model_validate(row) for row in rows]
