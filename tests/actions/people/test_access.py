"""Who answers for which place: the tree of districts, villages in it, grids in them."""

import pytest

from actions.people.access import (
    check_adviser,
    check_grid,
    check_leader_of_district,
    check_office,
    check_office_of_district,
    check_office_of_village,
    covers_district,
    covers_village,
    the_village,
)
from domain.errors import NotAllowed, NotFound
from domain.people import Actor, Role
from storage.engine import Storage
from tests.actions.cast import Town, at, build

NOW = at("2026-11-20 20:00")
NOWHERE = 404
"""The answer for a place that does not exist is the one for a place of somebody else."""


def test_only_an_adviser_is_one():
    check_adviser(Actor(person_id=1, name="林晓", grants=({"role": Role.ADVISER},)))
    for role in set(Role) - {Role.ADVISER}:
        with pytest.raises(NotAllowed):
            check_adviser(Actor(person_id=2, name="路人", grants=({"role": role, "place_id": 1},)))
    with pytest.raises(NotAllowed):
        check_adviser(Actor(person_id=3, name="路人"))


async def test_an_office_answers_for_its_district_and_all_below_it(storage: Storage):
    town = await build(storage)
    city, street, other = town.city.id, town.street.id, town.other_street.id
    everywhere = {city, street, other}
    async with storage.reading() as unit:
        for district, below in ((city, everywhere), (street, {street}), (other, {other})):
            for each in everywhere | {NOWHERE}:
                covered = await covers_district(unit, frozenset({district}), each)
                assert covered == (each in below)
        for village, above in (
            (town.houtang, {city, street}),
            (town.houxin, {city, street}),
            (town.nanxiang, {city, other}),
        ):
            for each in everywhere:
                covered = await covers_village(unit, frozenset({each}), village.id)
                assert covered == (each in above)
        assert not await covers_village(unit, frozenset(everywhere), NOWHERE)
        assert not await covers_village(unit, frozenset(), town.houtang.id)


async def test_a_district_whose_number_begins_alike_is_not_below(
    sqlite_storage: Storage, town: Town
):
    """/1/ is not above /11/."""
    async with sqlite_storage.unit() as unit:
        made = [await unit.districts.add(f"3212{n:02d}000000", f"示例市{n}") for n in range(20)]
        alike = next(each for each in made if str(each.id).startswith(str(town.city.id)))
        village = await unit.villages.add(alike.id, "北山村")
        assert not await covers_district(unit, frozenset({town.city.id}), alike.id)
        assert not await covers_village(unit, frozenset({town.city.id}), village.id)


async def test_the_office_of_a_village(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.reading() as unit:
        for actor in (town.chen, town.zheng, town.li):
            await check_office_of_village(unit, actor, town.houtang.id)
        await check_office_of_village(unit, town.li, town.nanxiang.id)
        for actor in (town.lin, town.wang, town.lao_zhou, town.stranger):
            with pytest.raises(NotAllowed):
                await check_office_of_village(unit, actor, town.houtang.id)
        for village_id in (town.nanxiang.id, NOWHERE):
            with pytest.raises(NotAllowed):
                await check_office_of_village(unit, town.chen, village_id)


async def test_the_office_and_the_leader_of_a_district(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.reading() as unit:
        for actor in (town.chen, town.zheng, town.li):
            await check_office_of_district(unit, actor, town.street.id)
        for actor in (town.zheng, town.li):
            await check_leader_of_district(unit, actor, town.street.id)
        await check_leader_of_district(unit, town.li, town.city.id)
        with pytest.raises(NotAllowed):
            await check_leader_of_district(unit, town.chen, town.street.id)
        for district_id in (town.city.id, town.other_street.id, NOWHERE):
            with pytest.raises(NotAllowed):
                await check_office_of_district(unit, town.chen, district_id)
            with pytest.raises(NotAllowed):
                await check_leader_of_district(unit, town.zheng, district_id)
        for actor in (town.lin, town.wang, town.lao_zhou, town.stranger):
            with pytest.raises(NotAllowed):
                await check_office_of_district(unit, actor, town.street.id)


def test_which_districts_somebody_answers_for(town: Town):
    """A leader is of the office too."""
    assert check_office(town.chen) == check_office(town.zheng) == {town.street.id}
    assert check_office(town.li) == {town.city.id}
    for actor in (town.lin, town.wang, town.lao_zhou, town.stranger):
        with pytest.raises(NotAllowed):
            check_office(actor)


async def test_a_role_at_another_kind_of_place_opens_no_district(
    sqlite_storage: Storage, town: Town
):
    """Ids of grids, villages and districts are alike; 王大姐's grid has the number of the city."""
    assert town.grid.id == town.city.id
    async with sqlite_storage.reading() as unit:
        with pytest.raises(NotAllowed):
            await check_office_of_village(unit, town.wang, town.houtang.id)
        with pytest.raises(NotAllowed):
            await check_grid(unit, town.lao_zhou, town.houtang.id)


async def test_a_grid_is_for_its_worker_and_the_office_above(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        abroad = await unit.grids.add(town.nanxiang.id, "第一网格", "NX-01")
        for actor in (town.wang, town.chen, town.zheng, town.li):
            await check_grid(unit, actor, town.grid.id)
        await check_grid(unit, town.li, abroad.id)
        for actor in (town.lin, town.zhou, town.lao_zhou, town.stranger):
            with pytest.raises(NotAllowed):
                await check_grid(unit, actor, town.grid.id)
        for actor, grid_id in (
            (town.wang, town.second_grid.id),
            (town.wang, NOWHERE),
            (town.chen, abroad.id),
            (town.chen, NOWHERE),
        ):
            with pytest.raises(NotAllowed):
                await check_grid(unit, actor, grid_id)


async def test_a_right_taken_away_is_gone(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await unit.people.revoke(town.wang.person_id, Role.GRID_WORKER, town.grid.id, NOW)
        wang = await unit.people.actor(town.wang.person_id)
        with pytest.raises(NotAllowed):
            await check_grid(unit, wang, town.grid.id)


async def test_a_village_that_is_not_there(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.reading() as unit:
        assert await the_village(unit, town.houtang.id) == town.houtang
        with pytest.raises(NotFound):
            await the_village(unit, NOWHERE)
