"""A post office for tests of the notifier: messengers that fail as told, and people."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.limits import Limits
from bot.messengers.notifier import Notifier
from bot.messengers.patience import Patience
from bot.talk.arrivals import GROUP, NotDelivered
from bot.talk.cards import Button, Card, say
from bot.tasks import Tasks
from domain.notices import BulletinReady, Notice
from storage.engine import Storage
from storage.outbox import Outgoing, OutState

Fault = NotDelivered | Exception


class FakeMessenger:
    """Keeps what it was given; fails as told, each fault once, at an address or anywhere."""

    def __init__(self, name: str, *, deduplicates: bool = False) -> None:
        self.name, self.deduplicates, self.limits = name, deduplicates, Limits()
        self.given: list[tuple[str, str]] = []
        self.keys: list[int] = []
        self.faults: list[tuple[str | None, Fault]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def fails(self, fault: Fault, address: str | None = None, times: int = 1) -> None:
        self.faults += [(address, fault)] * times

    async def deliver(self, address: str, card: Card, key: int) -> None:
        self.meanwhile()
        await asyncio.sleep(0)
        for place, fault in self.faults:
            if place in (None, address):
                self.faults.remove((place, fault))
                raise fault
        self.given.append((address, card.plain()))
        self.keys.append(key)

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.given]


class SharedGroup(FakeMessenger):
    """The group of an office, which `members` share."""

    def __init__(self) -> None:
        super().__init__(GROUP)
        self.members: set[int] = set()

    async def group_of(self, person_id: int) -> str | None:
        return "黄梅街道" if person_id in self.members else None


class Post:
    """A post office: two messengers, two people, a clock that is set by hand."""

    def __init__(self, storage: Storage, now: datetime) -> None:
        self.storage, self.clock = storage, StoppedClock(now)
        self.first, self.second = FakeMessenger("telegram"), FakeMessenger("webchat")
        self.group = SharedGroup()
        self.order: list[FakeMessenger] = [self.first, self.second, self.group]
        self.tasks = Tasks()
        self.people: dict[str, int] = {}
        self.written: Callable[[Notice], Card] = lambda notice: say(
            f"月报{getattr(notice, 'month', '')}", Button(text="查看", press="look")
        )
        self.begin()

    def begin(self) -> None:
        """Start the notifier, again after a crash: a new one knows nothing of the old."""
        self.notifier = self.another()

    def another(self) -> Notifier:
        health = Health(self.storage, self.clock)
        patience = Patience(look=0.01, first=10, cap=100, give_up_hours=1)
        return Notifier(
            self.storage,
            self.clock,
            self.order,
            self.card_for,
            self.tasks,
            health,
            patience,
            self.group,
        )

    def card_for(self, notice: Notice) -> Card:
        return self.written(notice)

    async def add(self, name: str, **doors: str) -> int:
        async with self.storage.unit() as unit:
            person = await unit.people.add(name)
            for messenger, address in doors.items():
                await unit.people.link_account(person.id, messenger, address, self.clock.now())
        self.people[name] = person.id
        return person.id

    async def put(self, name: str, month: str = "") -> None:
        async with self.storage.unit() as unit:
            await unit.outbox.put(self.people[name], BulletinReady(month=month), self.clock.now())

    async def deliver(self) -> None:
        async with asyncio.timeout(10):
            await self.notifier.deliver_due()

    async def later(self, **by: float) -> None:
        self.clock.at += timedelta(**by)
        await self.deliver()

    async def rows(self) -> list[Outgoing]:
        async with self.storage.reading() as unit:
            return await unit.outbox.newer_than(0)

    async def until_sent(self) -> None:
        for _ in range(500):
            if set(await self.states()) == {OutState.SENT}:
                return
            await asyncio.sleep(0.01)
        pytest.fail(f"not sent: {await self.states()}")

    async def states(self) -> list[OutState]:
        return [row.state for row in sorted(await self.rows(), key=lambda row: row.id)]
