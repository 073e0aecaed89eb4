"""A place gets another name and stays the one it was."""

from datetime import date

import pytest

from actions.month.closing import close_month
from actions.month.standings import standings_below
from actions.places.renaming import rename_grid, rename_village
from domain.change_notices import PlaceChanged
from domain.changes import Change, DayAhead
from domain.errors import NotAllowed
from domain.mingbairen import ReasonMissing
from domain.months import Month
from domain.places import NameTaken, NotAPlaceName, PlaceKind
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, noted, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


def by(actor, day: date = TODAY, reason: str = "区划调整") -> Change:
    return Change(actor, day, reason, NOW)


async def test_a_village_keeps_its_identity_and_its_old_name(storage: Storage, both: Town):
    async with storage.unit() as unit:
        village = await rename_village(unit, by(both.chen), both.houtang.id, "后塘社区")
        assert village.id == both.houtang.id
        former = await unit.former_names.of(PlaceKind.VILLAGE, [village.id])
        assert [(f.name, f.until) for f in former] == [("后塘村", TODAY)]
        assert (await unit.villages.get(village.id)).name == "后塘社区"
        assert (both.chen.person_id, "rename_village") in await noted(unit, "village", village.id)


async def test_who_serves_there_is_told_what_and_why(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await rename_village(unit, by(both.chen), both.houtang.id, "后塘社区")
        heard = await told(unit, PlaceChanged)
    everyone = {both.lin.person_id, both.wang.person_id, both.lao_zhou.person_id}
    assert set(heard) == everyone
    (notice,) = heard[both.lin.person_id]
    assert (notice.place, notice.into, notice.reason) == ("后塘村", "后塘社区", "区划调整")
    assert notice.by_name == "小陈"


async def test_a_grid_that_bears_the_name_of_its_village_follows(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await rename_grid(unit, by(both.chen), both.grid.id, "后塘村东片网格")
        await rename_village(unit, by(both.chen), both.houtang.id, "新塘村")
        names = [grid.name for grid in await unit.grids.of_village(both.houtang.id)]
        former = await unit.former_names.of(PlaceKind.GRID, [both.grid.id])
    assert names == ["新塘村东片网格", "第二网格"]
    assert [each.name for each in former] == ["第一网格", "后塘村东片网格"]


@pytest.mark.parametrize(
    ("change", "name", "error"),
    [
        (lambda town: by(town.chen, reason=" "), "新塘村", ReasonMissing),
        (lambda town: by(town.chen, date(2026, 12, 1)), "新塘村", DayAhead),
        (lambda town: by(town.chen), "后莘社区", NameTaken),
        (lambda town: by(town.chen), "12", NotAPlaceName),
        (lambda town: by(town.lin), "新塘村", NotAllowed),
        (lambda town: by(town.wang), "新塘村", NotAllowed),
        (lambda town: by(town.stranger), "新塘村", NotAllowed),
    ],
)
async def test_what_cannot_be(storage: Storage, both: Town, change, name: str, error: type):
    async with storage.unit() as unit:
        with pytest.raises(error):
            await rename_village(unit, change(both), both.houtang.id, name)
        assert (await unit.villages.get(both.houtang.id)).name == "后塘村"


async def test_an_office_renames_nothing_of_another_street(storage: Storage, both: Town):
    async with storage.unit() as unit:
        with pytest.raises(NotAllowed):
            await rename_village(unit, by(both.chen), both.nanxiang.id, "新巷村")
        await rename_village(unit, by(both.li), both.nanxiang.id, "新巷村")
        await rename_village(unit, by(None), both.nanxiang.id, "南巷村")


async def test_the_name_of_another_street_is_free(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await rename_village(unit, by(both.chen), both.houtang.id, "南巷村")


async def test_closed_months_keep_the_name(storage: Storage, both: Town):
    october = Month(2026, 10)
    async with storage.unit() as unit:
        await visited(unit, both.lin, both.houtang, "2026-10-12 14:00", 480)
    await close_month(storage, october, both.street.id, at("2026-11-05 23:47"))
    async with storage.unit() as unit:
        await rename_village(unit, by(both.chen), both.houtang.id, "新塘村")
    async with storage.reading() as unit:
        offices = both.chen.offices
        then = {s.village.name for s in await standings_below(unit, offices, october, NOW)}
        now = {s.village.name for s in await standings_below(unit, offices, NOVEMBER, NOW)}
    assert "后塘村" in then and "新塘村" in now
