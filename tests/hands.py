"""Hands that take messages out of the outbox without a notifier, for tests of what lies around."""

from datetime import datetime

from storage.leases import Claim, new_holder
from storage.outbox import Outgoing
from storage.unit import Unit

WAY = "telegram"
HOLDER = new_holder()


async def take(
    unit: Unit, now: datetime, claim: Claim | None = None, limit: int = 1000
) -> list[Outgoing]:
    """Claim the next message of everybody, where it is due."""
    due = await unit.outbox.due(now, limit)
    await unit.deliveries.route({row.id: WAY for row in due})
    return await unit.deliveries.claim(claim or HOLDER.claim(now), WAY, limit)


async def give_up(unit: Unit, now: datetime, reason: str) -> None:
    """Nothing of what is due can be delivered."""
    for row in await take(unit, now):
        await unit.deliveries.failed(row.id, HOLDER.claim(now), reason)
