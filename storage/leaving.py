"""Whoever leaves: nothing lets them in or reaches them any more; who they are and did stays."""

from datetime import date, datetime

from sqlalchemy import String, cast, delete, literal, select, update

from storage.outbox import OutState
from storage.people import HELD_NOW
from storage.repository import Repository
from storage.tables import accounts, dialogues, grants, invitations, outbox, people, web_keys

LEFT = "left"


class Leaving(Repository):
    async def leave(self, person_id: int, day: date, now: datetime) -> None:
        """Roles, invitations, links and doors end, and what was not told yet is not told."""
        await self.run(update(people).where(people.c.id == person_id).values(left_on=day))
        mine = (grants.c.person_id == person_id) & HELD_NOW
        await self.run(update(grants).where(mine).values(until=now))
        await self.run(delete(invitations).where(invitations.c.person_id == person_id))
        await self.run(delete(web_keys).where(web_keys.c.person_id == person_id))
        waiting = (outbox.c.person_id == person_id) & (outbox.c.state == OutState.WAITING)
        await self.run(delete(outbox).where(waiting))
        await self._shut_doors(person_id, now)

    async def _shut_doors(self, person_id: int, now: datetime) -> None:
        """An address that is nobody's can be joined again, by a new invitation."""
        here = (dialogues.c.messenger == accounts.c.messenger) & (
            dialogues.c.address == accounts.c.address
        )
        talking = select(accounts.c.id).where(here, accounts.c.person_id == person_id).exists()
        await self.run(delete(dialogues).where(talking))
        gone = {
            "address": literal(f"{LEFT}:") + cast(accounts.c.id, String),
            "closed_at": now,
            "closed_reason": LEFT,
        }
        await self.run(update(accounts).where(accounts.c.person_id == person_id).values(gone))
