"""The one loop that delivers the outbox: everybody at once, each person in order.

What is due is claimed in the database before it is sent, so that of several processes one sends it
(docs/decisions/0007). Every messenger has room of its own, so that a slow one holds up nobody else.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.clock import Clock
from bot.messengers.doors import Doors
from bot.messengers.health import Health
from bot.messengers.messenger import Groups, Messenger
from bot.messengers.patience import USUAL, Patience
from bot.messengers.teller import WAITS, Teller
from bot.talk.cards import Card
from bot.tasks import Tasks
from domain.notices import Notice
from storage.engine import Storage
from storage.leases import Holder, new_holder
from storage.outbox import Outgoing

ROOM = 200
"""Messages of one messenger in hand: under way, or waiting in line for its limits."""
ROUTED_AT_ONCE = 500
NOWHERE = ""
"""Through which those go who have no door."""


class Notifier:
    """`messengers` in the order in which a person's doors are tried; `groups` are one of them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messengers: Sequence[Messenger],
        card_for: Callable[[Notice], Card],
        tasks: Tasks,
        health: Health,
        patience: Patience = USUAL,
        groups: Groups | None = None,
        holder: Holder | None = None,
    ) -> None:
        self._storage, self._clock, self._patience = storage, clock, patience
        self._messengers = {messenger.name: messenger for messenger in messengers}
        self._ways = (NOWHERE, *self._messengers)
        self._tasks, self._holder = tasks, holder or new_holder()
        self._doors = Doors(storage, list(self._messengers), groups)
        self._teller = Teller(
            storage, clock, self._messengers, self._doors, card_for, health, patience, self._holder
        )
        self._in_hand: dict[int, str] = {}
        """Which messages, and through which messenger they were to go."""
        self._held_at = time.monotonic()
        self._woken, self._looking = asyncio.Event(), asyncio.Lock()

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            self._woken.clear()
            await self._begin()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience.look):
                    await self._woken.wait()

    def wake(self) -> None:
        """There is something new: do not wait for the next look."""
        self._woken.set()

    async def deliver_due(self) -> None:
        """Deliver what is due now, and return."""
        while begun := await self._begin():
            await asyncio.gather(*begun)

    async def give_back(self) -> None:
        """At the end of the process: what was in hand need not wait for our claim to end."""
        async with self._storage.unit() as unit:
            await unit.deliveries.give_back(self._holder.name)

    async def _begin(self) -> list[asyncio.Task[None]]:
        """Two looks at once would make room twice."""
        async with self._looking:
            await self._hold()
            rooms = self._rooms()
            full = [way for way, room in rooms.items() if not room]
            async with self._storage.reading() as unit:
                if not await unit.outbox.due(self._clock.now(), 1, but_via=full):
                    return []
            await self._route()
            claimed: list[Outgoing] = []
            async with self._storage.unit() as unit:
                claim = self._holder.claim(self._clock.now())
                for way, room in rooms.items():
                    claimed += await unit.deliveries.claim(claim, way, room) if room else ()
            self._in_hand |= {row.id: row.via or NOWHERE for row in claimed}
        return [self._tasks.start(self._serve(row), f"telling {row.person_id}") for row in claimed]

    def _rooms(self) -> dict[str, int]:
        """How much may be claimed for each messenger; nothing for one that wants us to wait."""
        taken = Counter(self._in_hand.values())
        rooms = {way: max(0, ROOM - taken[way]) for way in self._ways}
        for name, messenger in self._messengers.items():
            if messenger.limits.delay() > WAITS:
                rooms[name] = 0
        return rooms

    async def _route(self) -> None:
        """Note for what is new through which messenger it will go."""
        new: Sequence[Outgoing] = ()
        while not new or len(new) == ROUTED_AT_ONCE:
            async with self._storage.reading() as unit:
                due = unit.outbox.due(self._clock.now(), ROUTED_AT_ONCE, but_via=self._ways)
                new = await due
            if not new:
                return
            doors = await self._doors.of_all(new)
            via = {id_: way[0].messenger if way else NOWHERE for id_, way in doors.items()}
            async with self._storage.unit() as unit:
                await unit.deliveries.route(via)

    async def _hold(self) -> None:
        """Renew the claims on what is in hand, in good time."""
        if self._in_hand and time.monotonic() - self._held_at >= self._holder.seconds / 3:
            claim = self._holder.claim(self._clock.now())
            async with self._storage.unit() as unit:
                await unit.deliveries.hold(claim, self._in_hand)
            self._held_at = time.monotonic()

    async def _serve(self, first: Outgoing) -> None:
        """Tell one person everything that is due, in order."""
        row: Outgoing | None = first
        way = self._in_hand[first.id]
        try:
            while row is not None:
                await self._teller.tell(row)
                del self._in_hand[row.id]
                claim = self._holder.claim(self._clock.now())
                async with self._storage.unit() as unit:
                    row = await unit.deliveries.claim_next(claim, first.person_id)
                if row:
                    self._in_hand[row.id] = way
        finally:
            if row:
                self._in_hand.pop(row.id, None)
            self.wake()
