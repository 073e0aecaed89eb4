"""The doors at which a person is reached, in the order in which they are tried."""

from collections import defaultdict
from collections.abc import Sequence

from bot.messengers.messenger import Door, Groups
from bot.talk.arrivals import GROUP
from domain.notices import ReadyCard
from storage.doors import OpenDoor
from storage.engine import Storage
from storage.outbox import Outgoing
from words.delivery import NO_DOOR


class Doors:
    """`order` are the names of the messengers there are; `groups` are one of them."""

    def __init__(self, storage: Storage, order: Sequence[str], groups: Groups | None) -> None:
        self._storage, self._order, self._groups = storage, order, groups

    async def of(self, row: Outgoing) -> list[Door]:
        """Those open to this person: first the one where the message may have gone before, then
        the one they chose, then in the order of the settings."""
        return (await self.of_all([row]))[row.id]

    async def of_all(self, rows: Sequence[Outgoing]) -> dict[int, list[Door]]:
        """The same for many, by the ids of the messages."""
        found: defaultdict[int, list[OpenDoor]] = defaultdict(list)
        async with self._storage.reading() as unit:
            for door in await unit.doors.open_to({row.person_id for row in rows}):
                found[door.person_id].append(door)
        return {row.id: await self._in_order(row, found[row.person_id]) for row in rows}

    async def _in_order(self, row: Outgoing, open_ones: Sequence[OpenDoor]) -> list[Door]:
        chosen = {door.messenger for door in open_ones if door.chosen}
        doors = [Door(door.messenger, door.address, door.id) for door in open_ones]
        if group := await self._group(row):
            doors.append(group)
        return sorted(
            (door for door in doors if door.messenger in self._order),
            key=lambda d: (
                d.account_id is None or d.account_id != row.account_id,
                d.messenger not in chosen,
                self._order.index(d.messenger),
            ),
        )

    async def why_none(self, person_id: int) -> str:
        """What closed the last door, and so what opens it again."""
        async with self._storage.reading() as unit:
            accounts = await unit.people.accounts_of(person_id)
        closed = [account.closed_reason for account in accounts if account.closed_reason]
        return closed[-1] if closed else NO_DOOR

    async def moved(self, door: Door, address: str) -> Door | None:
        """The door at its new address; None when that is known already, as another door."""
        async with self._storage.unit() as unit:
            taken = await unit.people.account_at(door.messenger, address)
            if taken or door.account_id is None:
                return None
            await unit.people.move_account(door.account_id, address)
        return door._replace(address=address)

    async def _group(self, row: Outgoing) -> Door | None:
        """What answers one person is for nobody else to read."""
        if self._groups is None or isinstance(row.notice, ReadyCard):
            return None
        group = await self._groups.group_of(row.person_id)
        return None if group is None else Door(GROUP, group)
