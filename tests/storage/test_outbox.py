"""What must be told: each key once, from waiting to sent; and how the messengers fare."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.notices import BulletinReady, CheckOutAsked
from storage.engine import Storage
from storage.outbox import Message, OutState
from storage.tables import outbox
from tests.hands import HOLDER, give_up, take
from tests.storage.conftest import Town

NEWS = BulletinReady(month="2026-10")


async def test_a_notice_comes_back_as_it_was_put(storage: Storage, town: Town, now: datetime):
    notice = CheckOutAsked(check_in_id=7, village="后塘村", since=now)
    async with storage.unit() as unit:
        assert await unit.outbox.put(town.lin.id, notice, now, key="check-out:7")
        (row,) = await unit.outbox.due(now)
        assert await unit.outbox.get(row.id) == row
        assert await unit.outbox.get(404) is None
    assert (row.person_id, row.notice, row.state, row.attempts) == (
        town.lin.id,
        notice,
        OutState.WAITING,
        0,
    )
    assert (row.made_at, row.due_at) == (now, now)


async def _count(storage: Storage) -> int:
    async with storage.reading() as unit:
        found = await unit.connection.execute(select(func.count()).select_from(outbox))
        return found.scalar_one()


async def test_the_same_key_twice_is_one_message(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        assert await unit.outbox.put(town.lin.id, NEWS, now, key="bulletin:2026-10:1")
    async with storage.unit() as unit:
        assert not await unit.outbox.put(town.lin.id, NEWS, now, key="bulletin:2026-10:1")
        assert await unit.outbox.put(town.lin.id, NEWS, now)
        assert await unit.outbox.put(town.lin.id, NEWS, now)
    assert await _count(storage) == 3


async def test_a_notice_undone_with_its_cause_may_be_put_again(
    storage: Storage, town: Town, now: datetime
):
    with pytest.raises(RuntimeError):
        async with storage.unit() as unit:
            await unit.outbox.put(town.lin.id, NEWS, now, key="k")
            raise RuntimeError
    async with storage.unit() as unit:
        assert await unit.outbox.put(town.lin.id, NEWS, now, key="k")


async def test_many_are_queued_at_once_and_each_once(storage: Storage, town: Town, now: datetime):
    messages = [Message(f"bulletin:{n}", town.lin.id, NEWS) for n in range(1200)]
    async with storage.unit() as unit:
        await unit.outbox.put_all(messages[:700], now)
        await unit.outbox.put_all(messages, now)
        await unit.outbox.put_all([], now)
    assert await _count(storage) == 1200


async def test_one_person_is_told_things_in_order(storage: Storage, town: Town, now: datetime):
    later = now + timedelta(hours=1)
    async with storage.unit() as unit:
        for notice in (NEWS, BulletinReady(month="2026-11")):
            await unit.outbox.put(town.lin.id, notice, now)
        await unit.outbox.put(town.zhou.id, NEWS, now)
        to_lin, to_zhou = await unit.outbox.due(now)
        assert (to_lin.person_id, to_zhou.person_id) == (town.lin.id, town.zhou.id)
        assert await unit.outbox.due(now, limit=1) == [to_lin]
        await unit.deliveries.route({to_lin.id: "wecom"})
        assert await unit.outbox.due(now, but_via=["wecom"]) == [to_zhou]
        await take(unit, now)
        await unit.deliveries.put_off(to_lin, HOLDER.claim(now), later, "连不上")
        assert await unit.deliveries.claim_next(HOLDER.claim(now), town.lin.id) is None
        await unit.deliveries.sent(to_lin.id, None, now)
        second = await unit.deliveries.claim_next(HOLDER.claim(now), town.lin.id)
        assert second.notice.month == "2026-11"


async def test_nothing_is_due_before_its_time(storage: Storage, town: Town, now: datetime):
    soon = now + timedelta(minutes=5)
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now, not_before=soon)
        assert await unit.outbox.due(soon - timedelta(seconds=1)) == []
        assert len(await unit.outbox.due(soon)) == 1


async def test_a_messenger_is_ill_since_its_first_failure(storage: Storage, now: datetime):
    later = now + timedelta(hours=1)
    async with storage.unit() as unit:
        await unit.outbox.note_health("web", None, now)
        await unit.outbox.note_health("telegram", "no route", now)
        await unit.outbox.note_health("telegram", "no route", later)
        assert await unit.outbox.ill() == {"telegram": (now, "no route")}
        await unit.outbox.note_health("telegram", None, later)
        assert await unit.outbox.ill() == {}


async def test_what_was_given_up_is_due_again_when_a_door_opens(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        for key, at in (("old", now - timedelta(days=4)), ("new", now)):
            await unit.outbox.put(town.lin.id, BulletinReady(month="2026-11"), at, key=key)
        for _ in range(2):
            await give_up(unit, now, "93006")
        assert await unit.outbox.revive(town.lin.id, now - timedelta(days=3), now) == 1
        (row,) = await unit.outbox.due(now)
        assert (row.made_at, row.attempts, row.state) == (now, 0, OutState.WAITING)
