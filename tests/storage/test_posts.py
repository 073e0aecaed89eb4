"""Who holds which role where, and who has joined."""

from datetime import date, datetime, timedelta

from domain.people import Role
from storage.engine import Storage
from tests.storage.conftest import Town

TODAY = date(2026, 11, 20)


async def fill(storage: Storage, town: Town, now: datetime) -> None:
    async with storage.unit() as unit:
        await unit.people.grant(town.wang.id, Role.GRID_WORKER, town.grid.id, now)
        await unit.people.grant(town.wang.id, Role.VILLAGE_CONFIRMER, town.houtang.id, now)
        await unit.people.grant(town.chen.id, Role.OFFICE, town.street.id, now)
        await unit.advisers.assign(town.lin.id, town.houtang.id, date(2025, 1, 1))
        await unit.advisers.assign(town.zhou.id, town.faraway.id, date(2025, 1, 1))
        await unit.people.link_account(town.chen.id, "test", "chen", now)


async def posts(storage: Storage, *districts: int) -> list[tuple[str, Role, str, bool]]:
    async with storage.reading() as unit:
        found = await unit.posts.below(districts, TODAY)
    return [(post.name, post.role, post.place, post.joined) for post in found]


async def test_every_post_below_a_street(storage: Storage, town: Town, now: datetime) -> None:
    await fill(storage, town, now)
    assert await posts(storage, town.street.id) == [
        ("小陈", Role.OFFICE, "示例街道", True),
        ("林晓", Role.ADVISER, "后塘村", False),
        ("王大姐", Role.VILLAGE_CONFIRMER, "后塘村", False),
        ("王大姐", Role.GRID_WORKER, "第一网格", False),
    ]
    assert await posts(storage, town.other_street.id) == [("周航", Role.ADVISER, "南巷村", False)]
    assert len(await posts(storage, town.city.id)) == 5
    assert await posts(storage) == []


async def test_what_has_ended_is_no_post(storage: Storage, town: Town, now: datetime) -> None:
    await fill(storage, town, now)
    async with storage.unit() as unit:
        (assignment,) = await unit.advisers.assignments_by(town.lin.id)
        await unit.advisers.end(assignment.id, TODAY - timedelta(days=1))
        await unit.people.revoke(town.wang.id, Role.GRID_WORKER, town.grid.id, now)
    names = [(name, role) for name, role, *_ in await posts(storage, town.street.id)]
    assert names == [("小陈", Role.OFFICE), ("王大姐", Role.VILLAGE_CONFIRMER)]


async def test_found_by_name(storage: Storage, town: Town, now: datetime) -> None:
    await fill(storage, town, now)
    async with storage.reading() as unit:
        found = await unit.posts.below([town.city.id], TODAY, "周航")
    assert [post.place for post in found] == ["南巷村"]


async def test_an_assignment_replaced_before_it_began_is_gone(
    storage: Storage, town: Town, now: datetime
) -> None:
    async with storage.unit() as unit:
        new = await unit.advisers.assign(town.lin.id, town.houtang.id, TODAY)
        await unit.advisers.drop(new.id)
        assert await unit.advisers.assignments_by(town.lin.id) == []
