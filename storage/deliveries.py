"""The delivery of the outbox: a message is claimed before it is sent, so that one process sends it.

What became of it is written only by who holds it, and once it is sent nothing sets it back.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Update, select, update

from storage.leases import Claim, free
from storage.outbox import (
    UNSETTLED,
    UNSETTLED_STATES,
    Outgoing,
    OutState,
    first_of_its_person,
    is_due,
)
from storage.repository import Repository
from storage.tables import outbox

_GIVEN_BACK: dict[str, object] = {"holder": None, "held_until": None}


class Deliveries(Repository):
    async def route(self, via: Mapping[int, str]) -> None:
        """Note the messenger through which each of these messages is to go."""
        by_messenger: defaultdict[str, list[int]] = defaultdict(list)
        for outgoing_id, messenger in via.items():
            by_messenger[messenger].append(outgoing_id)
        for messenger, ids in by_messenger.items():
            await self.run(update(outbox).where(outbox.c.id.in_(ids)).values(via=messenger))

    async def claim(self, claim: Claim, messenger: str, limit: int) -> list[Outgoing]:
        """Take what goes through this messenger, of each person the first message that is not
        settled, where it is due and nobody is at it."""
        return await self._claim(claim, limit, via=messenger)

    async def claim_next(self, claim: Claim, person_id: int) -> Outgoing | None:
        """Take this person's next message, if it is due."""
        found = await self._claim(claim, 1, person_id=person_id)
        return found[0] if found else None

    async def _claim(self, claim: Claim, limit: int, **of: object) -> list[Outgoing]:
        """One statement: of two that look at the same moment one finds the row locked or taken."""
        each = outbox.alias("each")
        wanted = (
            select(each.c.id)
            .where(each.c.state.in_(UNSETTLED_STATES), is_due(each, claim.at), free(each, claim))
            .where(first_of_its_person(each), *(each.c[name] == what for name, what in of.items()))
            .order_by(each.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=each)
            .cte("wanted")
        )
        rows = await self.all_rows(
            update(outbox)
            .where(outbox.c.id.in_(select(wanted.c.id)))
            .values(holder=claim.holder, held_until=claim.until)
            .returning(outbox)
        )
        return [Outgoing.model_validate(row) for row in sorted(rows, key=lambda row: row.id)]

    async def hold(self, claim: Claim, ids: Collection[int]) -> None:
        """Renew the claim on these messages."""
        mine = outbox.c.id.in_(ids) & (outbox.c.holder == claim.holder)
        await self.run(update(outbox).where(mine, UNSETTLED).values(held_until=claim.until))

    async def sending(
        self, claim: Claim, outgoing_id: int, account_id: int | None, attempts: int
    ) -> bool:
        """It is about to be sent. False: the claim has ended, and another has it now."""
        values = {"state": OutState.SENDING, "held_until": claim.until}
        values |= {"account_id": account_id, "attempts": attempts, "error": None}
        return await self.run(_held(outgoing_id, claim.holder).values(values)) == 1

    async def sent(self, outgoing_id: int, account_id: int | None, now: datetime) -> None:
        """It has arrived, whoever holds it now."""
        values: dict[str, object] = {"state": OutState.SENT, "sent_at": now, "error": None}
        await self.run(
            update(outbox)
            .where(outbox.c.id == outgoing_id, outbox.c.state != OutState.SENT)
            .values(values | _GIVEN_BACK | {"account_id": account_id})
        )

    async def put_off(
        self, row: Outgoing, claim: Claim, due_at: datetime, error: str | None = None
    ) -> None:
        """Give it back, to be tried again then; without an `error` it was only too early.
        `held_until` keeps when that was."""
        values: dict[str, object] = {"state": row.state, "account_id": row.account_id}
        values |= {"holder": None, "held_until": claim.at, "via": None}
        values |= {"due_at": due_at} | ({"error": error[:300]} if error else {})
        await self.run(_held(row.id, claim.holder).values(values))

    async def failed(self, outgoing_id: int, claim: Claim, error: str) -> None:
        """Given up."""
        values = {"state": OutState.FAILED, "error": error[:300], "account_id": None}
        await self.run(_held(outgoing_id, claim.holder).values(values | _GIVEN_BACK))

    async def give_back(self, holder: str | None = None) -> None:
        """What this holder was at is anybody's; without one, what anybody was at: all are gone."""
        whose = outbox.c.holder == holder if holder else outbox.c.holder.is_not(None)
        await self.run(update(outbox).where(whose, UNSETTLED).values(_GIVEN_BACK | {"via": None}))


def _held(outgoing_id: int, holder: str) -> Update:
    mine = (outbox.c.id == outgoing_id) & (outbox.c.holder == holder)
    return update(outbox).where(mine, UNSETTLED)
