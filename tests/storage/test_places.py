"""Districts, villages and grids: below means the whole tree, retired means not listed."""

from datetime import date, datetime

from domain.mingbairen import Mingbairen, Stage
from storage.engine import Storage
from tests.storage.conftest import Town


async def test_districts_make_a_tree(storage: Storage, town: Town):
    async with storage.reading() as unit:
        street = await unit.districts.by_code("321183003000")
        assert street == town.street
        assert town.city.covers(street.path)
        assert not town.street.covers(town.city.path)
        assert await unit.districts.get(town.city.id) == town.city
        assert [d.name for d in await unit.districts.all()] == ["示例市", "示例街道", "另一街道"]
        assert await unit.districts.by_code("999999999999") is None


async def test_a_district_of_a_longer_number_is_not_below(storage: Storage, town: Town):
    """/1/ is no beginning of /10/: the path ends in a slash."""
    async with storage.unit() as unit:
        for number in range(10):
            await unit.districts.add(f"4400000000{number:02d}", f"别的市{number}")
        tenth = await unit.districts.by_code("440000000009")
        await unit.villages.add(tenth.id, "别处的村")
        below = await unit.villages.below([town.city.id])
    assert [v.name for v in below] == ["后塘村", "后莘社区", "南巷村"]


async def test_villages_below_a_district_are_those_of_all_below_it(storage: Storage, town: Town):
    async with storage.reading() as unit:
        of_city = await unit.villages.below([town.city.id])
        of_street = await unit.villages.below([town.street.id])
        of_both = await unit.villages.below([town.city.id, town.street.id])
        of_nothing = await unit.villages.below([])
    assert [v.name for v in of_city] == ["后塘村", "后莘社区", "南巷村"]
    assert [v.name for v in of_street] == ["后塘村", "后莘社区"]
    assert of_both == of_city
    assert of_nothing == []


async def test_a_retired_village_is_listed_nowhere_but_still_known(storage: Storage, town: Town):
    gone = town.houtang.model_copy(update={"retired_on": date(2026, 7, 1), "name": "后塘老村"})
    async with storage.unit() as unit:
        await unit.villages.save(gone)
        assert town.houtang.id not in {v.id for v in await unit.villages.all()}
        assert town.houtang.id not in {v.id for v in await unit.villages.below([town.city.id])}
        assert await unit.villages.get(town.houtang.id) == gone
        assert (await unit.villages.of_ids([town.houtang.id]))[town.houtang.id].name == "后塘老村"


async def test_a_village_knows_the_path_of_its_district(storage: Storage, town: Town):
    async with storage.reading() as unit:
        assert await unit.villages.district_path(town.houtang.id) == town.street.path
        assert await unit.villages.district_path(404) is None


async def test_grids_come_by_village_and_by_code(storage: Storage, town: Town):
    async with storage.unit() as unit:
        await unit.grids.save(town.grid.model_copy(update={"retired_on": date(2026, 7, 1)}))
        assert await unit.grids.of_village(town.houtang.id) == [town.empty_grid]
        assert await unit.grids.of_ids([town.grid.id, town.empty_grid.id]) == [town.empty_grid]
        assert await unit.grids.all() == [town.empty_grid]
        assert (await unit.grids.get(town.grid.id)).retired_on == date(2026, 7, 1)


async def test_cover_counts_the_registered_and_those_in_training_apart(
    storage: Storage, town: Town, now: datetime
):
    stages = (Stage.REGISTERED, Stage.REGISTERED, Stage.TRAINING, Stage.LEFT, Stage.SUSPENDED)
    async with storage.unit() as unit:
        for number, stage in enumerate(stages):
            somebody = Mingbairen(
                id=0,
                grid_id=town.grid.id,
                name=f"示例{number}",
                stage=stage,
                stage_since=date(2026, 1, 5),
            )
            await unit.mingbairen.add(somebody, None, now)
        below = await unit.grids.cover_below([town.city.id])
        chosen = await unit.grids.cover_of([town.empty_grid.id])
    assert [(c.grid, c.village, c.registered, c.in_training) for c in below] == [
        (town.grid, "后塘村", 2, 1),
        (town.empty_grid, "后塘村", 0, 0),
    ]
    assert chosen == below[1:]


async def test_a_county_is_put_under_a_city_with_its_streets(storage: Storage, town: Town):
    async with storage.unit() as unit:
        above = await unit.districts.add("321100000000", "示例地级市")
        await unit.districts.move(town.city, above)
        moved = {district.name: district for district in await unit.districts.all()}
        assert moved["示例街道"].path == f"/{above.id}/{town.city.id}/{town.street.id}/"
        assert moved["示例市"].parent_id == above.id
        await unit.districts.move(moved["示例市"], None)
        moved = {district.name: district for district in await unit.districts.all()}
        assert moved["示例街道"].path == town.street.path
        assert moved["示例市"].parent_id is None


async def test_streets_are_those_with_villages_by_code(storage: Storage, town: Town):
    async with storage.unit() as unit:
        first = await unit.districts.add("110000001000", "较早的街道")
        assert [s.name for s in await unit.districts.streets()] == ["示例街道", "另一街道"]
        await unit.villages.add(first.id, "甲村")
        every = [s.name for s in await unit.districts.streets()]
        assert every == ["较早的街道", "示例街道", "另一街道"]
        below = await unit.districts.streets([town.city.id])
        assert [s.name for s in below] == ["示例街道", "另一街道"]
        of_village = await unit.districts.of_village(town.faraway.id)
        assert of_village == town.other_street
        assert await unit.districts.of_village(404) is None
