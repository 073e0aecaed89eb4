"""Joining: a code made by the office, used once by the person it is for."""

import asyncio
from datetime import timedelta

import pytest

from actions.people.people import add_person, invite, join, may_manage
from domain.errors import NotAllowed, NotFound
from domain.notices import BulletinReady
from domain.people import (
    INVITATION_LENGTH,
    INVITATION_LETTERS,
    Actor,
    InvitationInvalid,
    Role,
)
from storage.engine import Storage
from tests.actions.cast import Town, at, build, noted
from tests.hands import give_up

NOW = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")
WEEK = timedelta(days=7)


async def test_an_invitation_is_made_by_the_office_used_once_and_opens_the_rights(
    storage: Storage,
):
    town = await build(storage)
    async with storage.unit() as unit:
        made = await invite(unit, town.chen, town.lin.person_id, NOW)
        assert (made.person_id, made.made_by) == (town.lin.person_id, town.chen.person_id)
        assert len(made.code) == INVITATION_LENGTH and set(made.code) <= set(INVITATION_LETTERS)
        assert await unit.people.invitation(made.code) == made
    async with storage.unit() as unit:
        assert await join(unit, "telegram", "4711", made.code, LATER) == town.lin
    async with storage.unit() as unit:
        account = await unit.people.account_at("telegram", "4711")
        assert account.person_id == town.lin.person_id
        trail = await unit.audit.of("person", town.lin.person_id)
        who = [(note["actor_id"], note["action"], note["after"]) for note in trail]
        assert who == [
            (town.chen.person_id, "invite", None),
            (town.lin.person_id, "join", {"messenger": "telegram"}),
        ]
        with pytest.raises(InvitationInvalid):
            await join(unit, "telegram", "4712", made.code, LATER)
        assert await unit.people.account_at("telegram", "4712") is None


async def test_of_two_who_send_one_code_at_once_one_is_let_in(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        made = await invite(unit, None, town.lin.person_id, NOW)

    async def sends(address: str) -> Actor:
        async with storage.unit() as unit:
            return await join(unit, "test", address, made.code, LATER)

    came = await asyncio.gather(sends("a"), sends("b"), return_exceptions=True)
    assert {type(each) for each in came} == {Actor, InvitationInvalid}
    async with storage.reading() as unit:
        assert len(await unit.people.accounts_of(town.lin.person_id)) == 1


async def test_a_code_is_good_for_seven_days_and_only_as_it_was_made(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        made = await invite(unit, town.chen, town.lin.person_id, NOW)
        for code, moment in ((made.code, NOW + WEEK), ("22222222", NOW), ("", NOW)):
            with pytest.raises(InvitationInvalid):
                await join(unit, "test", "lin", code, moment)
        await join(unit, "test", "lin", made.code, NOW + WEEK - timedelta(seconds=1))


async def test_an_office_invites_whom_it_answers_for_and_nobody_else_invites(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        for actor, person in (
            (town.chen, town.zhou),
            (town.zheng, town.zhou),
            (town.chen, town.li),
            (town.lin, town.lin),
            (town.wang, town.lin),
            (town.lao_zhou, town.lin),
            (town.stranger, town.lin),
        ):
            with pytest.raises(NotAllowed):
                await invite(unit, actor, person.person_id, NOW)
            assert await noted(unit, "person", person.person_id) == []
        with pytest.raises(NotAllowed):
            await invite(unit, town.chen, 404, NOW)
        for person in (town.lin, town.wang, town.lao_zhou, town.chen):
            await invite(unit, town.chen, person.person_id, NOW)
        await invite(unit, town.li, town.zhou.person_id, NOW)


async def test_the_command_line_invites_anybody_there_is(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        made = await invite(unit, None, town.zhou.person_id, NOW)
        assert made.made_by is None
        assert await noted(unit, "person", town.zhou.person_id) == [(None, "invite")]
        with pytest.raises(NotFound):
            await invite(unit, None, 404, NOW)


async def test_one_person_may_join_in_several_messengers_and_an_address_moves_over(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        for person, messenger in ((town.lin, "a"), (town.lin, "b"), (town.zhou, "b")):
            made = await invite(unit, None, person.person_id, NOW)
            await join(unit, messenger, "4711", made.code, NOW)
        doors = [a.messenger for a in await unit.people.accounts_of(town.lin.person_id)]
        assert doors == ["a"]
        moved = await unit.people.account_at("b", "4711")
        assert moved.person_id == town.zhou.person_id


async def test_what_could_not_be_told_is_told_to_who_joins(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        mine = BulletinReady(month="2026-10")
        await unit.outbox.put(town.lin.person_id, mine, NOW)
        await unit.outbox.put(town.zhou.person_id, mine, NOW)
        await give_up(unit, NOW, "没有开通")
        made = await invite(unit, town.chen, town.lin.person_id, LATER)
        assert await unit.outbox.due(LATER) == []
        await join(unit, "test", "lin", made.code, LATER)
        assert [w.person_id for w in await unit.outbox.due(LATER)] == [town.lin.person_id]


async def test_a_person_belongs_to_the_office_above_any_of_their_places(
    sqlite_storage: Storage, town: Town
):
    near, far = town.chen, town.li
    async with sqlite_storage.unit() as unit:
        for person in (town.lin, town.wang, town.lao_zhou, town.chen):
            assert await may_manage(unit, near, person.person_id)
            assert await may_manage(unit, far, person.person_id)
        assert not await may_manage(unit, near, town.zhou.person_id)
        assert not await may_manage(unit, near, far.person_id)
        assert not await may_manage(unit, near, 404)
        for person in (town.lin, town.stranger):
            assert not await may_manage(unit, town.lin, person.person_id)
        grid = await unit.grids.add(town.houxin.id, "第一网格", "HX-01")
        await unit.people.grant(town.zhou.person_id, Role.GRID_WORKER, grid.id, NOW)
        assert await may_manage(unit, near, town.zhou.person_id)


async def test_a_person_is_added_with_a_role_once(storage: Storage):
    town = await build(storage)
    place, role = town.houxin.id, Role.VILLAGE_CONFIRMER
    async with storage.unit() as unit:
        added = await add_person(unit, town.chen, "示例甲", role, place, NOW)
        assert (await unit.people.actor(added.id)).places(role) == {place}
        assert await noted(unit, "person", added.id) == [(town.chen.person_id, "add_person")]
        (note,) = await unit.audit.of("person", added.id)
        assert note["after"] == {"name": "示例甲", "role": role, "place_id": place}
        assert await add_person(unit, town.zheng, "示例甲", role, place, LATER) == added
        assert len(await unit.audit.of("person", added.id)) == 1
        elsewhere = await add_person(unit, None, "示例甲", role, town.nanxiang.id, LATER)
        assert elsewhere.id != added.id
        assert await noted(unit, "person", elsewhere.id) == [(None, "add_person")]
