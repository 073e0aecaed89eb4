"""What must be told: each key once, from waiting to sent; and how the messengers fare."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.notices import BulletinReady, CheckOutAsked
from storage.engine import Storage
from storage.outbox import Message, OutState
from storage.tables import outbox
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
        assert await unit.outbox.due(now, but_not={town.lin.id}) == [to_zhou]
        assert await unit.outbox.next_of(town.lin.id, now) == to_lin
        await unit.outbox.mark(to_lin.id, OutState.WAITING, due_at=later)
        assert await unit.outbox.next_of(town.lin.id, now) is None
        await unit.outbox.mark(to_lin.id, OutState.SENT, sent_at=now)
        assert (await unit.outbox.next_of(town.lin.id, now)).notice.month == "2026-11"


async def test_nothing_is_due_before_its_time(storage: Storage, town: Town, now: datetime):
    soon = now + timedelta(minutes=5)
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now, not_before=soon)
        assert await unit.outbox.due(soon - timedelta(seconds=1)) == []
        assert len(await unit.outbox.due(soon)) == 1


async def test_a_message_goes_from_waiting_through_sending_to_sent(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        account = await unit.people.link_account(town.lin.id, "telegram", "4711", now)
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await unit.outbox.due(now)
        await unit.outbox.mark(row.id, OutState.SENDING, account_id=account.id, attempts=1)
        (flying,) = await unit.outbox.due(now)
        assert (flying.state, flying.account_id, flying.attempts) == (
            OutState.SENDING,
            account.id,
            1,
        )
        await unit.outbox.mark(row.id, OutState.SENT, account_id=account.id, sent_at=now)
        assert await unit.outbox.due(now) == []
        assert (await unit.outbox.get(row.id)).state is OutState.SENT


async def test_a_message_not_delivered_waits_longer_or_fails_visibly(
    storage: Storage, town: Town, now: datetime
):
    later = now + timedelta(seconds=30)
    async with storage.unit() as unit:
        await unit.outbox.put(town.lin.id, NEWS, now)
        (row,) = await unit.outbox.due(now)
        await unit.outbox.mark(row.id, OutState.WAITING, due_at=later, error="x" * 400, attempts=1)
        assert await unit.outbox.due(now) == []
        (again,) = await unit.outbox.due(later)
        assert (again.attempts, len(again.error)) == (1, 300)
        await unit.outbox.mark(row.id, OutState.FAILED, error="blocked by the person")
        assert [f.error for f in await unit.outbox.failed()] == ["blocked by the person"]
        assert await unit.outbox.not_reached_since(now - timedelta(days=1)) == {
            town.lin.id: "blocked by the person"
        }
        assert await unit.outbox.not_reached_since(now) == {}


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
        for row in await unit.outbox.newer_than(0):
            await unit.outbox.mark(row.id, OutState.FAILED, error="93006", attempts=3)
        assert await unit.outbox.revive(town.lin.id, now - timedelta(days=3), now) == 1
        (row,) = await unit.outbox.due(now)
        assert (row.made_at, row.attempts, row.state) == (now, 0, OutState.WAITING)
