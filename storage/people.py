"""People, their grants, accounts and invitations in and out of the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, bindparam, cast, delete, insert, literal, select, update

from domain.districts import steps_of
from domain.people import Account, Actor, Grant, Invitation, Person, Role
from storage.compiled import small
from storage.repository import Repository
from storage.tables import accounts, districts, grants, invitations, people, web_keys

HELD_NOW = grants.c.until.is_(None)


_HOLDING = (
    select(people)
    .join(grants, grants.c.person_id == people.c.id)
    .where(grants.c.role == bindparam("role"), HELD_NOW, people.c.erased_at.is_(None))
    .order_by(people.c.id)
    .distinct()
)
_HOLDING_AT = small(_HOLDING.where(grants.c.place_id.in_(bindparam("places", expanding=True))))


class People(Repository):
    async def get(self, person_id: int) -> Person | None:
        row = await self.one_row(select(people).where(people.c.id == person_id))
        return Person.model_validate(row) if row else None

    async def of_ids(self, ids: Collection[int]) -> dict[int, Person]:
        rows = await self.all_rows(select(people).where(people.c.id.in_(ids)))
        return {row.id: Person.model_validate(row) for row in rows}

    async def named(self, name: str) -> list[Person]:
        rows = await self.all_rows(
            select(people).where(people.c.name == name, people.c.erased_at.is_(None))
        )
        return [Person.model_validate(row) for row in rows]

    async def add(self, name: str, phone: str | None = None) -> Person:
        new = await self.new_id(insert(people).values(name=name, phone=phone))
        return Person(id=new, name=name, phone=phone)

    async def save(self, person: Person) -> None:
        values = {"name": person.name, "phone": person.phone}
        await self.run(update(people).where(people.c.id == person.id).values(values))

    async def erase(self, person_id: int, name: str, now: datetime) -> None:
        """Forget who this is; nothing reaches or lets in this person any more."""
        values = {"name": name, "phone": None, "erased_at": now}
        await self.run(update(people).where(people.c.id == person_id).values(values))
        mine = grants.c.person_id == person_id
        await self.run(update(grants).where(mine, HELD_NOW).values(until=now))
        await self.run(delete(invitations).where(invitations.c.person_id == person_id))
        await self.run(delete(web_keys).where(web_keys.c.person_id == person_id))
        gone = {
            "address": literal("erased:") + cast(accounts.c.id, String),
            "closed_at": now,
            "closed_reason": name,
        }
        await self.run(update(accounts).where(accounts.c.person_id == person_id).values(gone))

    async def actor(self, person_id: int) -> Actor | None:
        statement = (
            select(people.c.id, people.c.name, grants.c.role, grants.c.place_id)
            .outerjoin(grants, (grants.c.person_id == people.c.id) & HELD_NOW)
            .where(people.c.id == person_id)
            .order_by(grants.c.id)
        )
        rows = await self.all_rows(statement)
        if not rows:
            return None
        held = tuple(Grant(role=r.role, place_id=r.place_id) for r in rows if r.role)
        return Actor(person_id=rows[0].id, name=rows[0].name, grants=held)

    async def grant(self, person_id: int, role: Role, place_id: int | None, now: datetime) -> None:
        """Give a role; giving it twice changes nothing. A door that was opened for somebody who
        could do less does not let in who can do more. Whoever left and has one again is back."""
        same_place = (
            grants.c.place_id.is_(None) if place_id is None else grants.c.place_id == place_id
        )
        held = await self.one_row(
            select(grants.c.id).where(
                grants.c.person_id == person_id, grants.c.role == role, same_place, HELD_NOW
            )
        )
        if not held:
            await self.run(
                insert(grants).values(person_id=person_id, role=role, place_id=place_id, since=now)
            )
            back = update(people).where(people.c.id == person_id, people.c.left_on.is_not(None))
            await self.run(back.values(left_on=None))
            if role in (Role.OFFICE, Role.LEADER):
                await self._shut_unused(person_id)

    async def _shut_unused(self, person_id: int) -> None:
        """Codes and links nobody has used yet."""
        codes = (invitations.c.person_id == person_id) & invitations.c.used_at.is_(None)
        await self.run(delete(invitations).where(codes))
        links = (web_keys.c.person_id == person_id) & (web_keys.c.kind == "link")
        await self.run(delete(web_keys).where(links))

    async def revoke(self, person_id: int, role: Role, place_id: int | None, now: datetime) -> None:
        same_place = (
            grants.c.place_id.is_(None) if place_id is None else grants.c.place_id == place_id
        )
        await self.run(
            update(grants)
            .where(grants.c.person_id == person_id, grants.c.role == role, same_place, HELD_NOW)
            .values(until=now)
        )

    async def holding(self, role: Role, place_ids: Collection[int] | None = None) -> list[Person]:
        """Who holds this role now, at one of these places when given."""
        if place_ids is None:
            rows = await self.all_rows(_HOLDING, role=role)
        else:
            rows = await self.all_rows(_HOLDING_AT, role=role, places=list(place_ids))
        return [Person.model_validate(row) for row in rows]

    async def holders(self, *roles: Role) -> list[tuple[int, Role, int]]:
        """(person, role, place) of everybody who holds one of these roles now."""
        statement = (
            select(grants.c.person_id, grants.c.role, grants.c.place_id)
            .join(people, people.c.id == grants.c.person_id)
            .where(
                grants.c.role.in_(roles),
                HELD_NOW,
                grants.c.place_id.is_not(None),
                people.c.erased_at.is_(None),
            )
            .order_by(grants.c.person_id, grants.c.id)
        )
        rows = await self.all_rows(statement)
        return [(row.person_id, Role(row.role), row.place_id) for row in rows]

    async def answering_for(self, district_path: str, *roles: Role) -> list[Person]:
        """People of the office (or these roles) of this district or of one above it."""
        wanted = roles or (Role.OFFICE, Role.LEADER)
        above = steps_of(district_path)
        statement = (
            select(people)
            .join(grants, grants.c.person_id == people.c.id)
            .join(districts, districts.c.id == grants.c.place_id)
            .where(grants.c.role.in_(wanted), HELD_NOW, districts.c.id.in_(above))
            .order_by(people.c.id)
            .distinct()
        )
        return [Person.model_validate(row) for row in await self.all_rows(statement)]

    async def accounts_of(self, person_id: int) -> list[Account]:
        """All doors to this person, closed ones included, oldest first."""
        rows = await self.all_rows(
            select(accounts).where(accounts.c.person_id == person_id).order_by(accounts.c.id)
        )
        return [Account.model_validate(row) for row in rows]

    async def account_at(self, messenger: str, address: str) -> Account | None:
        row = await self.one_row(
            select(accounts).where(accounts.c.messenger == messenger, accounts.c.address == address)
        )
        return Account.model_validate(row) if row else None

    async def link_account(
        self, person_id: int, messenger: str, address: str, now: datetime
    ) -> Account:
        """Bind an address to a person; an address that was somebody else's moves over."""
        known = await self.account_at(messenger, address)
        values = {"person_id": person_id, "linked_at": now, "closed_at": None}
        if known:
            where = accounts.c.id == known.id
            await self.run(update(accounts).where(where).values(values | {"closed_reason": None}))
            return known.model_copy(update={"person_id": person_id, "closed_at": None})
        new = await self.new_id(
            insert(accounts).values(values | {"messenger": messenger, "address": address})
        )
        return Account(id=new, person_id=person_id, messenger=messenger, address=address)

    async def close_account(self, account_id: int, reason: str, now: datetime) -> None:
        where = (accounts.c.id == account_id) & accounts.c.closed_at.is_(None)
        values = {"closed_at": now, "closed_reason": reason[:300]}
        await self.run(update(accounts).where(where).values(values))

    async def move_account(self, account_id: int, address: str) -> None:
        """The messenger gave this door a new address."""
        where = accounts.c.id == account_id
        await self.run(update(accounts).where(where).values(address=address))

    async def reopen_account(self, messenger: str, address: str) -> None:
        """The person wrote again: the door is open."""
        where = (accounts.c.messenger == messenger) & (accounts.c.address == address)
        await self.run(update(accounts).where(where).values(closed_at=None, closed_reason=None))

    async def add_invitation(self, invitation: Invitation) -> None:
        await self.run(insert(invitations).values(invitation.model_dump()))

    async def invitation(self, code: str) -> Invitation | None:
        row = await self.one_row(select(invitations).where(invitations.c.code == code))
        return Invitation.model_validate(row) if row else None

    async def use_invitation(self, code: str, now: datetime) -> bool:
        """True for the one who used it; False when somebody was quicker."""
        where = (invitations.c.code == code) & invitations.c.used_at.is_(None)
        return await self.run(update(invitations).where(where).values(used_at=now)) == 1

    async def find(self, text: str) -> list[Person]:
        """People whose name contains the text."""
        like = people.c.name.contains(text, autoescape=True)
        statement = select(people).where(like, people.c.erased_at.is_(None))
        return [
            Person.model_validate(r) for r in await self.all_rows(statement.order_by(people.c.id))
        ]
