"""Two places become one."""

from datetime import date

import pytest
from sqlalchemy import select

from actions.month.cases import cases_of, open_cases
from actions.month.closing import close_month
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.standings import standings_below
from actions.places.merging import merge_grids, merge_villages
from actions.visits import record_visit
from domain.advisers import SinceClosedMonth
from domain.change_notices import PlaceChanged
from domain.changes import Change
from domain.errors import NotAllowed
from domain.months import Month
from domain.notices import MadeUp
from domain.people import Role
from domain.places import NotTogether, PlaceKind, PlaceRetired
from domain.shortfalls import ShortfallKind, State
from domain.visits import NotAssigned
from storage.engine import Storage
from storage.tables import month_figures
from tests.actions.cast import NOVEMBER, Town, at, enrolled, figures, stay, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


def by(actor, day: date = TODAY, reason: str = "区划调整") -> Change:
    return Change(actor, day, reason, NOW)


async def test_all_that_is_of_a_village_goes_on_in_the_other(storage: Storage, both: Town):
    async with storage.unit() as unit:
        mine = await visited(unit, both.lin, both.houtang, "2026-11-03 14:00", 180)
        await visited(unit, both.lin, both.houxin, "2026-11-04 14:00", 120)
        await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
        grids = await unit.grids.of_village(both.houxin.id)
        served = await unit.advisers.assignments_of_village(both.houxin.id)
        gone = await unit.villages.get(both.houtang.id)
        confirmers = await unit.people.holding(Role.VILLAGE_CONFIRMER, [both.houxin.id])
        assert (await unit.visits.get(mine.id)).village_id == both.houxin.id
    assert {grid.name for grid in grids} == {"第一网格", "第二网格"}
    assert [a.adviser_id for a in served] == [both.lin.person_id]
    assert gone.retired_on == TODAY and gone.name == "后塘村"
    assert [person.name for person in confirmers] == ["老周"]
    async with storage.reading() as unit:
        assert await figures(unit) == {both.houxin.id: 300}


async def test_the_adviser_of_the_merged_one_serves_from_that_day(storage: Storage, both: Town):
    async with storage.unit() as unit:
        third = await unit.villages.add(both.street.id, "大卓村")
        await merge_villages(unit, by(both.chen), both.houtang.id, third.id)
        (served,) = await unit.advisers.assignments_of_village(third.id)
        (before,) = await unit.advisers.assignments_of_village(both.houtang.id)
        assert (served.since, served.until) == (TODAY, None)
        assert before.until == date(2026, 11, 19)
        # the visits of this month moved along, and so can those not recorded yet
        late = stay(both.lin, third, "2026-11-10 09:00")
        await record_visit(unit, both.lin, late, NOW)
        with pytest.raises(NotAssigned):
            early = stay(both.lin, third, "2026-10-20 09:00")
            await record_visit(unit, both.lin, early, at("2026-11-05 12:00"))


async def test_grids_of_one_name_are_told_apart(storage: Storage, both: Town):
    async with storage.unit() as unit:
        other = await unit.grids.add(both.houxin.id, "第一网格", "HX-01")
        await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
        names = {g.id: g.name for g in await unit.grids.of_village(both.houxin.id)}
        former = await unit.former_names.of(PlaceKind.GRID, [both.grid.id])
    assert names == {
        both.grid.id: "后塘村第一网格",
        both.second_grid.id: "第二网格",
        other.id: "第一网格",
    }
    assert [each.name for each in former] == ["第一网格"]


async def test_closed_months_keep_their_figures_and_villages(storage: Storage, both: Town):
    october = Month(2026, 10)
    async with storage.unit() as unit:
        await visited(unit, both.lin, both.houtang, "2026-10-12 14:00", 480)
    await close_month(storage, october, both.street.id, at("2026-11-05 23:47"))
    async with storage.unit() as unit:
        before = (await unit.connection.execute(select(month_figures))).all()
        await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
    async with storage.reading() as unit:
        assert (await unit.connection.execute(select(month_figures))).all() == before
        then = await standings_below(unit, both.chen.offices, october, NOW)
        now = await standings_below(unit, both.chen.offices, NOVEMBER, NOW)
    assert {(s.village.name, s.counted) for s in then} == {("后塘村", 480), ("后莘社区", 0)}
    assert {s.village.name for s in now} == {"后莘社区"}


async def test_an_open_case_goes_on_as_the_other_villages(storage: Storage, both: Town):
    async with storage.unit() as unit:
        third = await unit.villages.add(both.street.id, "大卓村")
        await unit.advisers.assign(both.lin.person_id, third.id, date(2026, 1, 1))
    await evaluate_month(storage, NOVEMBER, at("2026-12-01 00:30"))
    now = at("2026-12-01 08:00")
    async with storage.unit() as unit:
        await open_cases(unit, NOVEMBER, now)
        rows = {r.subject_id: r for r in await unit.shortfalls.of_month(NOVEMBER)}
        mine, other = rows[both.houtang.id], rows[third.id]
        await unit.told.mark([(mine.id, both.zheng.person_id)], now)
        change = Change(both.chen, date(2026, 11, 30), "并村", now)
        await merge_villages(unit, change, both.houtang.id, third.id)
        page = await cases_of(unit, both.chen)
        ended = await unit.shortfalls.get(mine.id)
        heard = await unit.told.of([other.id])
        assert await told(unit, MadeUp) == {}  # nothing was made up
        notices = await told(unit, PlaceChanged)
    subjects = [e.line.subject for e in page.entries if e.shortfall.kind is ShortfallKind.HOURS]
    assert sorted(subjects) == ["后莘社区", "大卓村"]
    assert ended.state is State.MADE_UP and ended.why["no_longer_applies"]
    assert both.zheng.person_id in heard[other.id]
    assert both.zheng.person_id in notices
    await evaluate_month(storage, NOVEMBER, now)
    assert (await evaluate_month(storage, NOVEMBER, now)).changed == 0


async def test_a_grid_gives_its_people_and_its_worker(storage: Storage, both: Town):
    async with storage.unit() as unit:
        person = await enrolled(unit, both.grid, "王秀英")
    await evaluate_grids(storage, NOW)
    async with storage.unit() as unit:
        (row,) = await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])
        assert row.subject_id == both.second_grid.id
        await unit.told.mark([(row.id, both.zheng.person_id)], NOW)
        await merge_grids(unit, by(both.chen), both.grid.id, both.second_grid.id)
        assert (await unit.mingbairen.get(person.id)).grid_id == both.second_grid.id
        workers = await unit.people.holding(Role.GRID_WORKER, [both.second_grid.id])
        assert [worker.name for worker in workers] == ["王大姐"]
        assert not await unit.people.holding(Role.GRID_WORKER, [both.grid.id])
        assert (await unit.shortfalls.get(row.id)).state is State.MADE_UP
        assert both.zheng.person_id in await told(unit, MadeUp)  # it has somebody now
        assert both.wang.person_id in await told(unit, PlaceChanged)
    assert (await evaluate_grids(storage, NOW)).changed == 0


async def test_merged_twice_the_first_name_leads_to_the_last(storage: Storage, both: Town):
    async with storage.unit() as unit:
        third = await unit.villages.add(both.street.id, "大卓村")
        await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
        await merge_villages(unit, by(both.chen), both.houxin.id, third.id)
        former = await unit.former_names.of(PlaceKind.VILLAGE, [third.id])
    assert {(f.name, f.merged_id) for f in former} == {
        ("后塘村", both.houtang.id),
        ("后莘社区", both.houxin.id),
    }


@pytest.mark.parametrize(
    ("change", "pair", "error"),
    [
        (lambda t: by(t.chen), lambda t: (t.houtang.id, t.houtang.id), NotTogether),
        (lambda t: by(t.li), lambda t: (t.houtang.id, t.nanxiang.id), NotTogether),
        (lambda t: by(t.chen), lambda t: (t.houtang.id, t.nanxiang.id), NotAllowed),
        (lambda t: by(t.lin), lambda t: (t.houtang.id, t.houxin.id), NotAllowed),
    ],
)
async def test_what_cannot_be_merged(storage: Storage, both: Town, change, pair, error: type):
    async with storage.unit() as unit:
        with pytest.raises(error):
            await merge_villages(unit, change(both), *pair(both))


async def test_not_within_a_month_whose_figures_were_frozen(storage: Storage, both: Town):
    await close_month(storage, Month(2026, 10), both.street.id, at("2026-11-05 23:47"))
    async with storage.unit() as unit:
        with pytest.raises(SinceClosedMonth):
            change = by(both.chen, date(2026, 10, 31))
            await merge_villages(unit, change, both.houtang.id, both.houxin.id)
        await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
        with pytest.raises(PlaceRetired):
            await merge_villages(unit, by(both.chen), both.houtang.id, both.houxin.id)
