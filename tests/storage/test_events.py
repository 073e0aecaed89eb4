"""Events that come in, each applied once, and the dialogue they belong to."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.people import Grant, Role
from storage.engine import Storage
from storage.events import DialogueRow
from tests.storage.conftest import Town


async def test_an_event_of_a_stranger_brings_nothing(storage: Storage, town: Town):
    async with storage.reading() as unit:
        arrival = await unit.events.arriving("telegram", "4711", "1")
    assert not arrival.seen
    assert arrival.actor is None
    assert not arrival.door_closed
    assert arrival.dialogue == DialogueRow()


async def test_an_event_brings_who_it_is_from_and_where_the_talk_stands(
    storage: Storage, town: Town, now: datetime
):
    half = DialogueRow("Visit:end", '{"village":1}', 3, '["a","b"]')
    async with storage.unit() as unit:
        await unit.people.link_account(town.wang.id, "telegram", "4711", now)
        for grid in (town.grid, town.empty_grid):
            await unit.people.grant(town.wang.id, Role.GRID_WORKER, grid.id, now)
        await unit.people.grant(town.wang.id, Role.OFFICE, town.street.id, now)
        await unit.people.revoke(town.wang.id, Role.OFFICE, town.street.id, now)
        await unit.dialogues.put("telegram", "4711", half, now)
    async with storage.reading() as unit:
        arrival = await unit.events.arriving("telegram", "4711", "1")
        elsewhere = await unit.events.arriving("web", "4711", "1")
    assert (arrival.actor.person_id, arrival.actor.name) == (town.wang.id, "王大姐")
    assert arrival.actor.grants == tuple(
        Grant(role=Role.GRID_WORKER, place_id=g.id) for g in (town.grid, town.empty_grid)
    )
    assert arrival.dialogue == half
    assert elsewhere.actor is None


async def test_a_person_without_roles_is_still_known(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        await unit.people.link_account(town.chen.id, "telegram", "4711", now)
        arrival = await unit.events.arriving("telegram", "4711", "1")
    assert arrival.actor.grants == ()


async def test_an_event_seen_before_brings_its_answer(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        await unit.events.note("telegram", "1", now, '{"text":"已登记"}')
        await unit.events.note("telegram", "2", now, None, failed="boom")
        again = await unit.events.arriving("telegram", "4711", "1")
        silent = await unit.events.arriving("telegram", "4711", "2")
        new = await unit.events.arriving("web", "4711", "1")
    assert (again.seen, again.answer) == (True, '{"text":"已登记"}')
    assert (silent.seen, silent.answer) == (True, None)
    assert not new.seen


async def test_an_event_applied_twice_at_once_is_refused_with_all_it_did(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.events.note("telegram", "1", now, None)
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.people.add("示例重复")
            await unit.events.note("telegram", "1", now, None)
    async with storage.reading() as unit:
        assert await unit.people.named("示例重复") == []


async def test_a_closed_door_is_seen_when_the_person_writes(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        account = await unit.people.link_account(town.lin.id, "telegram", "4711", now)
        await unit.people.close_account(account.id, "blocked", now)
        assert (await unit.events.arriving("telegram", "4711", "1")).door_closed


async def test_a_dialogue_is_kept_as_it_was_put_last(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.dialogues.put("telegram", "1", DialogueRow("A", "{}", 1, "[]"), now)
        await unit.dialogues.put("telegram", "1", DialogueRow(None, '{"x":"村"}', 2, '["b"]'), now)
        arrival = await unit.events.arriving("telegram", "1", "e")
    assert arrival.dialogue == DialogueRow(None, '{"x":"村"}', 2, '["b"]')


async def test_old_events_are_forgotten(storage: Storage, now: datetime):
    async with storage.unit() as unit:
        await unit.events.note("telegram", "old", now - timedelta(days=30), None)
        await unit.events.note("telegram", "new", now, None)
        assert await unit.events.forget_before(now - timedelta(days=7)) == 1
        assert not (await unit.events.arriving("telegram", "1", "old")).seen
        assert (await unit.events.arriving("telegram", "1", "new")).seen
