"""The doors to people: which are closed and why, which comes first, who was heard when."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, insert, select, update

from domain.model import Model
from storage.repository import Repository
from storage.tables import accounts, messenger_health, people


class ClosedDoor(Model):
    """A door nothing gets through; `others` are open doors of the same person."""

    person_id: int
    name: str
    messenger: str
    reason: str
    closed_at: datetime
    others: int


class OpenDoor(Model):
    """A person's address in a messenger; `chosen`: they want notices there."""

    id: int
    person_id: int
    messenger: str
    address: str
    chosen: bool


class Doors(Repository):
    async def closed(self) -> list[ClosedDoor]:
        """Every closed door of a person who is still known."""
        others = (
            select(accounts.c.person_id, func.count().label("others"))
            .where(accounts.c.closed_at.is_(None))
            .group_by(accounts.c.person_id)
            .subquery()
        )
        rows = await self.all_rows(
            select(
                accounts.c.person_id,
                people.c.name,
                accounts.c.messenger,
                func.coalesce(accounts.c.closed_reason, "").label("reason"),
                accounts.c.closed_at,
                func.coalesce(others.c.others, 0).label("others"),
            )
            .join(people, people.c.id == accounts.c.person_id)
            .outerjoin(others, others.c.person_id == accounts.c.person_id)
            .where(accounts.c.closed_at.is_not(None), people.c.erased_at.is_(None))
            .where(people.c.left_on.is_(None))
            .order_by(accounts.c.person_id, accounts.c.id)
        )
        return [ClosedDoor.model_validate(row) for row in rows]

    async def open_again(self, messenger: str, reason: str) -> list[int]:
        """Open what was closed for this reason; ids of the people."""
        where = (accounts.c.messenger == messenger) & accounts.c.closed_reason.startswith(
            reason, autoescape=True
        )
        rows = await self.all_rows(select(accounts.c.person_id).where(where))
        await self.run(update(accounts).where(where).values(closed_at=None, closed_reason=None))
        return sorted({row.person_id for row in rows})

    async def first_of(self, person_id: int) -> str | None:
        """The messenger this person wants notices in; None for the order of the settings."""
        row = await self.one_row(select(people.c.first_messenger).where(people.c.id == person_id))
        return row.first_messenger if row else None

    async def open_to(self, person_ids: Collection[int]) -> list[OpenDoor]:
        """The open doors to all these people, oldest first."""
        rows = await self.all_rows(
            select(
                accounts.c.id,
                accounts.c.person_id,
                accounts.c.messenger,
                accounts.c.address,
                func.coalesce(accounts.c.messenger == people.c.first_messenger, False).label(
                    "chosen"
                ),
            )
            .join(people, people.c.id == accounts.c.person_id)
            .where(accounts.c.person_id.in_(person_ids), accounts.c.closed_at.is_(None))
            .order_by(accounts.c.id)
        )
        return [OpenDoor.model_validate(row) for row in rows]

    async def put_first(self, person_id: int, messenger: str | None) -> None:
        where = people.c.id == person_id
        await self.run(update(people).where(where).values(first_messenger=messenger))

    async def sees_cards(self, messenger: str, address: str) -> bool:
        """Whether this person has pressed a card there, and not gone back to typing numbers."""
        here = (accounts.c.messenger == messenger) & (accounts.c.address == address)
        row = await self.one_row(select(accounts.c.sees_cards).where(here))
        return bool(row and row.sees_cards)

    async def note_sees_cards(self, messenger: str, address: str, sees: bool) -> None:
        here = (accounts.c.messenger == messenger) & (accounts.c.address == address)
        await self.run(update(accounts).where(here).values(sees_cards=sees))

    async def note_heard(self, messenger: str, address: str, now: datetime) -> None:
        """This person said or pressed something there."""
        here = (accounts.c.messenger == messenger) & (accounts.c.address == address)
        await self.run(update(accounts).where(here).values(heard_at=now))

    async def heard_since(self, messenger: str, moment: datetime) -> list[int]:
        """Ids of the people who were heard there since then, and whose door is open."""
        rows = await self.all_rows(
            select(accounts.c.person_id)
            .where(
                accounts.c.messenger == messenger,
                accounts.c.heard_at >= moment,
                accounts.c.closed_at.is_(None),
            )
            .distinct()
        )
        return sorted(row.person_id for row in rows)

    async def note_seen(self, messenger: str, now: datetime) -> datetime | None:
        """The messenger is connected at this moment; when it was the last time."""
        here = messenger_health.c.messenger == messenger
        row = await self.one_row(select(messenger_health.c.seen_at).where(here))
        if row is None:
            await self.run(insert(messenger_health).values(messenger=messenger, seen_at=now))
            return None
        await self.run(update(messenger_health).where(here).values(seen_at=now))
        return row.seen_at  # type: ignore[no-any-return]

    async def seen_at(self, messenger: str) -> datetime | None:
        """When the messenger was connected last."""
        here = messenger_health.c.messenger == messenger
        row = await self.one_row(select(messenger_health.c.seen_at).where(here))
        return row.seen_at if row else None
