"""Nobody opens a door, by code or by link, for who may do more, or who is of another place."""

from datetime import timedelta
from itertools import product

import pytest

from actions.people.invitations import not_joined
from actions.people.links import enter, make_link
from actions.people.people import invite, join
from domain.errors import NotAllowed
from domain.months import local_day
from domain.people import Actor, Grant, InvitationInvalid, LinkInvalid, PostAt, Role, may_let_in
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import Town, at

NOW = at("2026-11-20 20:00")
MONTH = timedelta(days=30)
OFFICES = (Role.OFFICE, Role.LEADER)
CITY, STREET, OTHER = "/1/", "/1/2/", "/1/3/"


def holder(role: Role, district: int) -> Actor:
    return Actor(person_id=1, name="示例", grants=(Grant(role=role, place_id=district),))


@pytest.mark.parametrize(("role", "path"), [*product(Role, (CITY, STREET, OTHER, None))])
def test_a_street_lets_in_its_own_and_a_clerk_no_leader(role: Role, path: str | None) -> None:
    clerk, leader = holder(Role.OFFICE, 2), holder(Role.LEADER, 2)
    assert may_let_in(leader, [PostAt(role, path)]) is (path == STREET)
    assert may_let_in(clerk, [PostAt(role, path)]) is (path == STREET and role is not Role.LEADER)


@pytest.mark.parametrize(("role", "path"), [*product(OFFICES, (CITY, OTHER, None))])
def test_who_rules_elsewhere_is_not_let_in_for_a_place_here(role: Role, path: str | None) -> None:
    posts = [PostAt(Role.VILLAGE_CONFIRMER, STREET), PostAt(role, path)]
    assert not may_let_in(holder(Role.LEADER, 2), posts)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.GRID_WORKER, Role.VILLAGE_CONFIRMER])
def test_who_has_no_office_lets_in_nobody_and_nobody_without_a_role_is_let_in(role: Role) -> None:
    assert not may_let_in(holder(role, 2), [PostAt(role, STREET)])
    assert not may_let_in(holder(Role.LEADER, 1), [])


async def opened(unit: Unit, actor: Actor, other: Actor) -> bool:
    """Whether either door opens; both do or neither."""
    doors = []
    for opens in (invite, _link):
        try:
            await opens(unit, actor, other.person_id, NOW)
            doors.append(True)
        except NotAllowed:
            doors.append(False)
    assert len(set(doors)) == 1
    return doors[0]


async def _link(unit: Unit, actor: Actor, person_id: int, now: object) -> None:
    person = await unit.people.get(person_id)
    assert person
    await make_link(unit, actor, person, NOW)


async def test_doors_in_a_town_of_two_streets(sqlite_storage: Storage, town: Town) -> None:
    everybody = [town.lin, town.zhou, town.wang, town.lao_zhou, town.chen, town.zheng, town.li]
    own = {town.lin.name, town.wang.name, town.lao_zhou.name, town.chen.name}
    async with sqlite_storage.unit() as unit:
        for actor, names in (
            (town.chen, own),
            (town.zheng, own | {town.zheng.name}),
            (town.li, {person.name for person in everybody}),
            (town.lin, set()),
            (town.wang, set()),
            (town.stranger, set()),
        ):
            let_in = {who.name for who in everybody if await opened(unit, actor, who)}
            assert (actor.name, let_in) == (actor.name, names)
        assert not await opened(unit, town.li, town.stranger)


async def test_whose_service_here_is_over_is_of_another_place(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        await unit.advisers.assign(town.lin.person_id, town.nanxiang.id, local_day(NOW))
        assert await opened(unit, town.chen, town.lin)
        for served in await unit.advisers.assignments_by(town.lin.person_id):
            if served.village_id != town.nanxiang.id:
                await unit.advisers.end(served.id, local_day(NOW - MONTH))
        assert not await opened(unit, town.chen, town.lin)
        assert await opened(unit, town.li, town.lin)


async def test_the_list_of_who_has_not_joined_names_whom_one_may_invite(
    sqlite_storage: Storage, town: Town
) -> None:
    async with sqlite_storage.unit() as unit:
        for actor, seen in ((town.chen, False), (town.zheng, True)):
            names = [member.name for member in await not_joined(unit, actor, NOW)]
            assert town.lin.name in names and (town.zheng.name in names) is seen


@pytest.mark.parametrize("role", OFFICES)
async def test_a_door_opened_before_somebody_rose_is_shut(
    sqlite_storage: Storage, town: Town, role: Role
) -> None:
    async with sqlite_storage.unit() as unit:
        code = (await invite(unit, town.chen, town.lin.person_id, NOW)).code
        person = await unit.people.get(town.lin.person_id)
        assert person
        secret = await make_link(unit, town.chen, person, NOW)
        await unit.people.grant(town.lin.person_id, role, town.street.id, NOW)
    async with sqlite_storage.unit() as unit:
        with pytest.raises(InvitationInvalid):
            await join(unit, "test", "clerk", code, NOW)
        with pytest.raises(LinkInvalid):
            await enter(unit, secret, NOW, MONTH)
