"""A place is parted, or retired."""

from datetime import date

import pytest

from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.places.renaming import rename_village
from actions.places.retiring import Remaining, retire_grid, retire_village
from actions.places.splitting import NewPlace, split_grid, split_village
from domain.advisers import VisitsLeftBehind
from domain.change_notices import PlaceChanged
from domain.changes import Change
from domain.errors import NotAllowed
from domain.mingbairen import Stage
from domain.people import Role
from domain.places import NameTaken, NothingChosen, PeopleRemain
from domain.shortfalls import ShortfallKind, State
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, enrolled, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


def by(actor, day: date = TODAY, reason: str = "区划调整") -> Change:
    return Change(actor, day, reason, NOW)


async def test_a_new_village_takes_its_grids_and_people_along(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.second_grid, "王秀英")
        asked, chosen = NewPlace("新塘村"), [both.second_grid.id]
        new = await split_village(unit, by(both.chen), both.houtang.id, asked, chosen)
        assert [g.id for g in await unit.grids.of_village(both.houtang.id)] == [both.grid.id]
        assert [g.id for g in await unit.grids.of_village(new.id)] == [both.second_grid.id]
        assert (await unit.mingbairen.get(person.id)).grid_id == both.second_grid.id
        (served,) = await unit.advisers.assignments_of_village(new.id)
        assert (served.adviser_id, served.since) == (both.lin.person_id, TODAY)
        assert both.lin.person_id in await told(unit, PlaceChanged)
    await evaluate_month(storage, NOVEMBER, NOW)
    assert (await evaluate_month(storage, NOVEMBER, NOW)).changed == 0


async def test_a_new_grid_has_a_code_and_the_worker_of_the_old(storage: Storage, both: Town):
    async with storage.unit() as unit:
        stays = await enrolled(unit, both.grid, "王秀英")
        goes = await enrolled(unit, both.grid, "赵小娥")
        change = by(both.chen)
        new = await split_grid(unit, change, both.grid.id, NewPlace("第三网格"), [goes.id])
        assert (new.code, new.village_id) == ("第三网格", both.houtang.id)
        assert (await unit.mingbairen.get(stays.id)).grid_id == both.grid.id
        assert (await unit.mingbairen.get(goes.id)).grid_id == new.id
        places = (await unit.people.actor(both.wang.person_id)).places(Role.GRID_WORKER)
        assert places == {both.grid.id, new.id}


@pytest.mark.parametrize(
    ("name", "chosen", "error"),
    [
        ("新塘村", lambda t: [], NothingChosen),
        ("新塘村", lambda t: [t.grid.id, t.second_grid.id], NothingChosen),
        ("新塘村", lambda t: [t.grid.id, 9999], NothingChosen),
        ("后莘社区", lambda t: [t.grid.id], NameTaken),
    ],
)
async def test_what_cannot_be_parted(storage: Storage, both: Town, name, chosen, error: type):
    async with storage.unit() as unit:
        with pytest.raises(error):
            asked = NewPlace(name)
            await split_village(unit, by(both.chen), both.houtang.id, asked, chosen(both))


async def test_a_retired_village_ends_with_all_its_roles(storage: Storage, both: Town):
    await evaluate_month(storage, NOVEMBER, NOW)
    await evaluate_grids(storage, NOW)
    async with storage.unit() as unit:
        await retire_village(unit, by(both.chen), both.houtang.id)
        (served,) = await unit.advisers.assignments_of_village(both.houtang.id)
        assert served.until == date(2026, 11, 19)
        assert not await unit.people.holding(Role.VILLAGE_CONFIRMER, [both.houtang.id])
        assert not await unit.people.holding(Role.GRID_WORKER, [both.grid.id])
        assert not await unit.grids.of_village(both.houtang.id)
        rows = await unit.shortfalls.of_month(NOVEMBER)
        bare = await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])
        assert {r.state for r in rows if r.subject_id == both.houtang.id} <= {State.MADE_UP}
        assert not bare
        heard = await told(unit, PlaceChanged)
    assert {both.lin.person_id, both.wang.person_id, both.lao_zhou.person_id} <= set(heard)
    assert (await evaluate_month(storage, NOVEMBER, NOW)).changed == 0


async def test_people_of_a_retired_grid_go_somewhere(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
        with pytest.raises(PeopleRemain) as refused:
            await retire_grid(unit, by(both.chen), both.grid.id)
        assert refused.value.count == 1
        to = Remaining(both.second_grid.id)
        await retire_grid(unit, by(both.chen), both.grid.id, to)
        assert (await unit.mingbairen.get(person.id)).grid_id == both.second_grid.id
        change = by(both.chen, reason="整组搬迁")
        await retire_grid(unit, change, both.second_grid.id, Remaining(leave=True))
        left = await unit.mingbairen.get(person.id)
        assert (left.stage, left.left_reason) == (Stage.LEFT, "整组搬迁")
        assert not await unit.people.holding(Role.GRID_WORKER, [both.grid.id])


async def test_a_village_is_not_retired_under_somebodys_feet(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await visited(unit, both.lin, both.houtang, "2026-11-18 14:00")
        with pytest.raises(VisitsLeftBehind):
            await retire_village(unit, by(both.chen, date(2026, 11, 15)), both.houtang.id)
        await retire_village(unit, by(both.chen, date(2026, 11, 19)), both.houtang.id)
        for nobody in (both.lin, both.wang, both.stranger, both.lao_zhou):
            with pytest.raises(NotAllowed):
                await retire_village(unit, by(nobody), both.houxin.id)


async def test_its_name_is_free_again(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await retire_village(unit, by(both.chen), both.houtang.id)
        third = await unit.villages.add(both.street.id, "大卓村")
        await rename_village(unit, by(both.chen), third.id, "后塘村")
        assert {v.name for v in await unit.villages.below([both.street.id])} == {
            "后莘社区",
            "后塘村",
        }
