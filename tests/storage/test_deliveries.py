"""A message is claimed before it is sent; what became of it is written by who holds it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from domain.notices import BulletinReady
from storage.engine import Storage, open_storage
from storage.leases import new_holder
from storage.outbox import OutState
from storage.unit import Unit
from tests.databases import PostgresServer, SqliteFiles
from tests.hands import WAY, take
from tests.storage.conftest import Town

NEWS = BulletinReady(month="2026-10")
LIN, ZHOU = new_holder(), new_holder()
SECOND = timedelta(seconds=1)


async def test_a_message_goes_from_waiting_through_sending_to_sent(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        account = await unit.people.link_account(town.lin.id, "telegram", "4711", now)
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await take(unit, now, LIN.claim(now))
        assert await unit.deliveries.sending(LIN.claim(now), row.id, account.id, 1)
        flying = await unit.outbox.get(row.id)
        assert (flying.state, flying.account_id, flying.attempts) == (
            OutState.SENDING,
            account.id,
            1,
        )
        await unit.deliveries.sent(row.id, account.id, now)
        assert await unit.outbox.due(now + timedelta(days=1)) == []
        assert (await unit.outbox.get(row.id)).state is OutState.SENT


async def test_a_message_not_delivered_waits_longer_or_fails_visibly(
    storage: Storage, town: Town, now: datetime
):
    later, yesterday = now + 30 * SECOND, now - timedelta(days=1)
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await take(unit, now, LIN.claim(now))
        await unit.deliveries.put_off(row, LIN.claim(now), later, "x" * 400)
        assert await unit.outbox.due(now) == []
        (again,) = await take(unit, later, LIN.claim(later))
        assert len(again.error) == 300
        await unit.deliveries.failed(row.id, LIN.claim(later), "blocked by the person")
        assert [f.error for f in await unit.outbox.failed()] == ["blocked by the person"]
        not_reached = await unit.outbox.not_reached_since(yesterday)
        assert not_reached == {town.lin.id: "blocked by the person"}
        assert await unit.outbox.not_reached_since(now) == {}


async def test_what_one_has_claimed_no_other_gets_until_the_claim_ends(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now)
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await take(unit, now, LIN.claim(now))
        assert await unit.outbox.due(now) == []
        assert await unit.deliveries.claim(ZHOU.claim(now), WAY, 10) == []
        assert await unit.deliveries.claim_next(ZHOU.claim(now), town.lin.id) is None
        await unit.deliveries.hold(LIN.claim(now + 20 * SECOND), [row.id])
        soon, late = now + 49 * SECOND, now + 50 * SECOND
        assert await unit.deliveries.claim(ZHOU.claim(soon), WAY, 10) == []
        (taken_over,) = await unit.deliveries.claim(ZHOU.claim(late), WAY, 10)
        assert taken_over.id == row.id
        assert not await unit.deliveries.sending(LIN.claim(late), row.id, None, 1)


async def test_nothing_sets_back_what_was_sent(storage: Storage, town: Town, now: datetime):
    """One was slow and lost its claim; another has sent the message meanwhile."""
    later = now + timedelta(minutes=1)
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await take(unit, now, LIN.claim(now))
        (same,) = await unit.deliveries.claim(ZHOU.claim(later), WAY, 1)
        await unit.deliveries.put_off(row, LIN.claim(later), later, "too late")
        await unit.deliveries.failed(row.id, LIN.claim(later), "too late")
        assert await unit.deliveries.sending(ZHOU.claim(later), same.id, None, 1)
        await unit.deliveries.sent(same.id, None, later)
        await unit.deliveries.put_off(row, ZHOU.claim(later), later, "too late")
        await unit.deliveries.failed(row.id, ZHOU.claim(later), "too late")
        await unit.deliveries.give_back()
        row = await unit.outbox.get(row.id)
    assert (row.state, row.error) == (OutState.SENT, None)


async def test_what_the_dead_held_is_taken_over_by_who_is_alone(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        for person in (town.lin, town.zhou):
            await unit.outbox.put(person.id, NEWS, now)
        (to_lin, _) = await take(unit, now, LIN.claim(now))
        await unit.deliveries.sending(LIN.claim(now), to_lin.id, None, 1)
        await unit.deliveries.give_back("somebody else")
        assert await unit.outbox.due(now) == []
        await unit.deliveries.give_back()
        states = [row.state for row in await unit.outbox.due(now)]
    assert states == [OutState.SENDING, OutState.WAITING]


async def test_a_clock_put_back_delays_nothing_that_was_due(
    storage: Storage, town: Town, now: datetime
):
    """Queued, put off and held by a clock that was an hour ahead; what is for later stays so."""
    right = now - timedelta(hours=1)
    async with storage.unit() as unit:
        for person in (town.lin, town.zhou, town.wang):
            await unit.outbox.put(person.id, NEWS, now)
        to_lin, to_zhou, to_wang = await take(unit, now, LIN.claim(now))
        await unit.deliveries.put_off(to_zhou, LIN.claim(now), now + 5 * SECOND, "连不上")
        await unit.deliveries.give_back(LIN.name)
        await unit.deliveries.claim_next(ZHOU.claim(now), town.wang.id)
        await unit.outbox.put(town.chen.id, NEWS, now, not_before=now + timedelta(hours=9))
        found = await take(unit, right, LIN.claim(right))
    assert [row.id for row in found] == [to_lin.id, to_zhou.id, to_wang.id]


async def test_many_claim_at_once_and_each_message_is_taken_once(
    databases: SqliteFiles | PostgresServer, now: datetime
):
    url = await databases.fresh()
    storages = [open_storage(url) for _ in range(4)]
    taken: Counter[int] = Counter()
    async with storages[0].unit() as unit:
        for n in range(200):
            person = await unit.people.add(f"示例{n}")
            await unit.outbox.put(person.id, NEWS, now)
        await unit.deliveries.route({row.id: WAY for row in await unit.outbox.due(now, 200)})

    @asynccontextmanager
    async def beside_each_other(storage: Storage) -> AsyncIterator[Unit]:
        """On PostgreSQL without any lock but those of the claim itself."""
        if storage.engine.dialect.name == "sqlite":
            async with storage.unit() as unit:
                yield unit
        else:
            async with storage.engine.begin() as connection:
                yield Unit(connection)

    async def work(storage: Storage) -> None:
        claim = new_holder().claim(now)
        while True:
            async with beside_each_other(storage) as unit:
                rows = await unit.deliveries.claim(claim, WAY, 7)
            if not rows:
                return
            taken.update(row.id for row in rows)

    await asyncio.gather(*map(work, storages))
    assert len(taken) == 200 and set(taken.values()) == {1}
    for storage in storages:
        await storage.close()
    await databases.drop(url)


async def test_whatever_the_database_knows_of_its_rows_all_that_is_due_is_claimed(
    storage: Storage, now: datetime
):
    """SQLite 3.40, having taken stock, found no first message of anybody any more."""
    async with storage.unit() as unit:
        people = [await unit.people.add(f"张{n}") for n in "一二三四五六"]
    for day in range(4):
        at = now + timedelta(days=day)
        async with storage.unit() as unit:
            for person in people[day % 2 :]:
                await unit.outbox.put(person.id, NEWS, at)
        async with storage.unit(alone=True) as unit:
            await unit.tidying.take_stock()
        async with storage.unit() as unit:
            claimed = await take(unit, at, LIN.claim(at))
            assert {row.person_id for row in claimed} == {p.id for p in people[day % 2 :]}
            for row in claimed:
                await unit.deliveries.sent(row.id, None, at)
        async with storage.reading() as unit:
            assert await unit.outbox.due(at) == []
