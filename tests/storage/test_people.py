"""People, what they may do, where they can be reached, and how they join."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.people import Grant, Invitation, Person, Role
from storage.engine import Storage
from tests.storage.conftest import Town


async def test_a_person_is_found_by_id_by_name_and_by_part_of_the_name(
    storage: Storage, town: Town
):
    async with storage.unit() as unit:
        another = await unit.people.add("林晓", "19900000009")
        assert await unit.people.get(town.lin.id) == town.lin
        assert await unit.people.get(404) is None
        assert await unit.people.named("林晓") == [town.lin, another]
        assert await unit.people.find("大") == [town.wang]
        assert await unit.people.find("%") == []
        both = await unit.people.of_ids([town.lin.id, town.chen.id])
        assert both == {town.lin.id: town.lin, town.chen.id: town.chen}


async def test_a_changed_name_and_phone_are_kept(storage: Storage, town: Town):
    changed = Person(id=town.zhou.id, name="周远航", phone="19900000002")
    async with storage.unit() as unit:
        await unit.people.save(changed)
    async with storage.reading() as unit:
        assert await unit.people.get(town.zhou.id) == changed


async def test_a_role_given_twice_is_held_once(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        for _ in range(2):
            await unit.people.grant(town.lin.id, Role.ADVISER, None, now)
            await unit.people.grant(town.lin.id, Role.OFFICE, town.street.id, now)
        actor = await unit.people.actor(town.lin.id)
    assert actor.grants == (
        Grant(role=Role.ADVISER),
        Grant(role=Role.OFFICE, place_id=town.street.id),
    )


async def test_a_role_taken_away_is_held_no_more(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        for grid in (town.grid, town.empty_grid):
            await unit.people.grant(town.wang.id, Role.GRID_WORKER, grid.id, now)
        await unit.people.revoke(town.wang.id, Role.GRID_WORKER, town.grid.id, now)
        actor = await unit.people.actor(town.wang.id)
        assert actor.places(Role.GRID_WORKER) == {town.empty_grid.id}
        assert await unit.people.holding(Role.GRID_WORKER, [town.grid.id]) == []
        assert await unit.people.holding(Role.GRID_WORKER) == [town.wang]
        await unit.people.grant(town.wang.id, Role.GRID_WORKER, town.grid.id, now)
        assert await unit.people.holding(Role.GRID_WORKER, [town.grid.id]) == [town.wang]


async def test_a_person_without_roles_is_an_actor_and_a_stranger_is_none(
    storage: Storage, town: Town
):
    async with storage.reading() as unit:
        assert (await unit.people.actor(town.chen.id)).grants == ()
        assert await unit.people.actor(404) is None


async def test_who_answers_for_a_street_is_of_its_office_or_of_one_above(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.people.grant(town.chen.id, Role.OFFICE, town.street.id, now)
        await unit.people.grant(town.zhou.id, Role.LEADER, town.city.id, now)
        await unit.people.grant(town.lin.id, Role.OFFICE, town.other_street.id, now)
        both = await unit.people.answering_for(town.street.path)
        leaders = await unit.people.answering_for(town.street.path, Role.LEADER)
    assert both == [town.zhou, town.chen]
    assert leaders == [town.zhou]


async def test_an_account_moves_to_the_person_who_joined_last(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        first = await unit.people.link_account(town.lin.id, "telegram", "4711", now)
        moved = await unit.people.link_account(town.zhou.id, "telegram", "4711", now)
        assert moved.id == first.id
        assert await unit.people.accounts_of(town.lin.id) == []
        assert await unit.people.account_at("telegram", "4711") == moved
        assert await unit.people.account_at("web", "4711") is None


async def test_a_closed_door_opens_when_the_person_writes_again(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        account = await unit.people.link_account(town.lin.id, "telegram", "4711", now)
        await unit.people.close_account(account.id, "blocked" * 100, now)
        (closed,) = await unit.people.accounts_of(town.lin.id)
        assert closed.closed_at == now
        assert len(closed.closed_reason) == 300
        await unit.people.reopen_account("telegram", "4711")
        assert await unit.people.account_at("telegram", "4711") == account


async def test_an_invitation_is_used_once(storage: Storage, town: Town, now: datetime):
    made = Invitation(code="ABCD2345", person_id=town.lin.id, made_by=town.chen.id, made_at=now)
    later = now + timedelta(hours=1)
    async with storage.unit() as unit:
        await unit.people.add_invitation(made)
        assert await unit.people.invitation("ABCD2345") == made
        assert await unit.people.invitation("ZZZZ2222") is None
        assert await unit.people.use_invitation("ABCD2345", later)
        assert not await unit.people.use_invitation("ABCD2345", later)
        assert (await unit.people.invitation("ABCD2345")).used_at == later


async def test_one_address_belongs_to_one_account(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        await unit.people.link_account(town.lin.id, "web", "a", now)
        await unit.people.link_account(town.lin.id, "telegram", "a", now)
        assert len(await unit.people.accounts_of(town.lin.id)) == 2


async def test_two_invitations_never_share_a_code(storage: Storage, town: Town, now: datetime):
    made = Invitation(code="ABCD2345", person_id=town.lin.id, made_by=None, made_at=now)
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.people.add_invitation(made)
            await unit.people.add_invitation(made)


async def test_the_audit_keeps_before_and_after_in_order(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.audit.note(None, "renamed", "village", 7, now, before={"name": "老村"})
        await unit.audit.note(town.chen.id, "renamed", "village", 7, now, after={"name": "新村"})
        await unit.audit.note(town.chen.id, "renamed", "village", 8, now)
        kept = await unit.audit.of("village", 7)
    assert [(row["actor_id"], row["before"], row["after"]) for row in kept] == [
        (None, {"name": "老村"}, None),
        (town.chen.id, None, {"name": "新村"}),
    ]
    assert kept[0]["at"] == now
