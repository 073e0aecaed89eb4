"""One subject judged again, who hears that it is made up, why it is short, and 豁免."""

import time
from datetime import date, timedelta

import pytest

from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.month.shortfalls import reconsider_grid, reconsider_village, waive, why, why_village
from domain.cases import CaseState
from domain.errors import NotAllowed, NotFound
from domain.mingbairen import Mingbairen, Stage
from domain.notices import GridLost, MadeUp
from domain.people import Actor
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import (
    Shortfall,
    ShortfallKind,
    State,
    WaiverUnexplained,
)
from domain.steps import NotNext
from domain.visits import MonthClosed
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, enrolled, told, visited

MID = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")


async def _of(unit: Unit, village_id: int) -> Shortfall:
    return next(r for r in await unit.shortfalls.of_month(NOVEMBER) if r.subject_id == village_id)


async def test_when_the_hours_come_in_the_case_closes_and_everyone_told_hears_it_once(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        row = await _of(unit, town.houtang.id)
        await unit.cases.open(row.id, town.street.id, MID)
        for person in (town.lin, town.chen):
            await unit.told.mark([(row.id, person.person_id)], MID)
        await visited(unit, town.lin, town.houtang, minutes=480)
        for _ in range(2):
            await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        assert (await unit.shortfalls.get(row.id)).state is State.MADE_UP
        assert (await unit.cases.get(row.id)).state is CaseState.CLOSED
        heard = await told(unit, MadeUp)
    assert set(heard) == {town.lin.person_id, town.chen.person_id}
    (notice,) = heard[town.chen.person_id]
    assert (notice.period, notice.line.village) == ("2026-11", "后塘村")
    assert (notice.line.figure, notice.line.wanted) == (480, 480)


async def test_a_visit_withdrawn_brings_the_shortfall_and_its_case_back(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        row = await _of(unit, town.houtang.id)
        await unit.cases.open(row.id, town.street.id, MID)
        visit = await visited(unit, town.lin, town.houtang, minutes=480)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, MID)
        await unit.visits.save(visit.model_copy(update={"withdrawn_at": LATER}))
    await evaluate_month(sqlite_storage, NOVEMBER, LATER)
    async with sqlite_storage.unit() as unit:
        back = await _of(unit, town.houtang.id)
        case = await unit.cases.get(row.id)
        moves = [m.after for m in await unit.shortfalls.moves_of(row.id)]
    assert (back.id, back.state) == (row.id, State.AT_RISK)
    assert moves == [State.AT_RISK, State.MADE_UP, State.AT_RISK]
    assert (case.state, case.opened_at, case.closed_at) == (CaseState.WAITING, LATER, None)
    assert back.why["not_counted"][0]["reason"] == "withdrawn"


async def test_under_the_basis_adviser_a_visit_makes_up_the_adviser_and_the_village(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, at("2026-10-01 09:00"))
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=480)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        rows = {(r.kind, r.subject, r.subject_id): r.state for r in await _month(unit)}
    made_up = {key for key, state in rows.items() if state is State.MADE_UP}
    assert made_up == {
        (ShortfallKind.NO_VISIT, "village", town.houtang.id),
        (ShortfallKind.HOURS, "adviser", town.lin.person_id),
    }


async def _month(unit: Unit) -> list[Shortfall]:
    return await unit.shortfalls.of_month(NOVEMBER)


async def test_in_a_closed_month_nothing_is_judged_again(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "通报", MID)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        assert await _month(unit) == []


async def test_one_visit_is_judged_again_in_far_less_than_50_ms(
    sqlite_storage: Storage, town: Town
):
    """A guard against one query too many per visit of the village, not a measurement."""
    async with sqlite_storage.unit() as unit:
        for day in range(1, 29):
            await visited(unit, town.lin, town.houtang, f"2026-11-{day:02d} 09:00", 10)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, MID)
        begins = time.perf_counter()
        for _ in range(10):
            await reconsider_village(unit, town.houtang.id, NOVEMBER, MID)
        assert (time.perf_counter() - begins) / 10 < 0.05


async def _leaves(unit: Unit, person: Mingbairen, stage: Stage, now, reason: str | None) -> None:
    moved = person.model_copy(update={"stage": stage})
    await unit.mingbairen.move(moved, None, reason, now)
    await reconsider_grid(unit, person.grid_id, now)


async def test_the_loss_of_the_last_one_is_told_at_once_to_the_grid_worker_and_the_office(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        person = await enrolled(unit, town.grid, "示例甲")
        await reconsider_grid(unit, town.grid.id, MID)
        await _leaves(unit, person, Stage.LEFT, LATER, "搬迁")
        heard = await told(unit, GridLost)
        (row,) = await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])
        case = await unit.cases.get(row.id)
        kept = (await unit.told.of([row.id]))[row.id]
    people = [town.wang, town.chen, town.zheng, town.li]
    assert set(heard) == set(kept) == {p.person_id for p in people}
    (notice,) = heard[town.wang.person_id]
    assert (notice.village, notice.grid, notice.at_risk) == ("后塘村", "第一网格", False)
    assert (notice.stage, notice.why) == (Stage.LEFT, "搬迁")
    assert (case.district_id, case.state) == (town.street.id, CaseState.WAITING)
    assert (row.period, row.figure, row.wanted) == ("2026-11-21", 0, 1)


async def test_another_one_still_in_the_grid_is_no_loss_and_a_suspension_is(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        first = await enrolled(unit, town.grid, "示例甲")
        second = await enrolled(unit, town.grid, "示例乙")
        await _leaves(unit, first, Stage.LEFT, MID, "搬迁")
        assert await told(unit, GridLost) == {}
        await _leaves(unit, second, Stage.SUSPENDED, LATER, None)
        (notice,) = (await told(unit, GridLost))[town.wang.person_id]
    assert (notice.stage, notice.why) == (Stage.SUSPENDED, None)


async def test_a_trainee_who_leaves_an_empty_grid_is_no_loss(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        person = await enrolled(unit, town.grid, "示例甲", Stage.TRAINING)
        await _leaves(unit, person, Stage.LEFT, LATER, "外出务工")
        assert await told(unit, GridLost) == {}
        assert len(await unit.shortfalls.open_of_kind([ShortfallKind.GRID_UNCOVERED])) == 1


async def test_a_grid_covered_again_tells_those_who_heard_of_its_loss(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        person = await enrolled(unit, town.grid, "示例甲")
        await _leaves(unit, person, Stage.LEFT, MID, "搬迁")
        await enrolled(unit, town.grid, "示例乙")
        await reconsider_grid(unit, town.grid.id, LATER)
        heard = await told(unit, MadeUp)
    assert heard[town.wang.person_id][0].line.subject == "第一网格"
    assert len(heard) == 4


async def test_a_grid_lost_again_on_another_day_is_a_new_row_on_the_same_day_the_old_one(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        for now, reason in ((MID, "搬迁"), (MID + timedelta(hours=1), "外出"), (LATER, "外出")):
            person = await enrolled(unit, town.grid, f"示例{now.timestamp()}")
            await reconsider_grid(unit, town.grid.id, now)
            await _leaves(unit, person, Stage.LEFT, now, reason)
        days = ["2026-11-20", "2026-11-21"]
        found = await unit.shortfalls.of_ids(range(100))
        of_grid = [row for row in found if row.kind is ShortfallKind.GRID_UNCOVERED]
        rows = [[row for row in of_grid if row.period == day] for day in days]
        assert [len(each) for each in rows] == [1, 1]
        assert len(await unit.shortfalls.moves_of(rows[0][0].id)) == 4


async def test_why_names_the_visits_and_the_way_for_everybody_concerned(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=90)
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.reading() as unit:
        row = await _of(unit, town.houtang.id)
        for actor in (town.chen, town.zheng, town.li, town.lin, town.lao_zhou):
            found = await why(unit, actor, row.id)
            assert (found.line.village, found.row.figure) == ("后塘村", 90)
            assert [m.after for m in found.moves] == [State.AT_RISK]
            whole = await why_village(unit, actor, town.houtang.id, NOVEMBER, MID)
            assert (whole.standing.counted, len(whole.rows)) == (90, 1)
        for actor in (town.stranger, town.zhou, town.wang):
            with pytest.raises(NotFound):
                await why(unit, actor, row.id)
            with pytest.raises(NotFound):
                await why_village(unit, actor, town.houtang.id, NOVEMBER, MID)
        with pytest.raises(NotFound):
            await why(unit, town.chen, 404)


async def test_why_of_a_grid_is_for_its_worker_and_of_an_adviser_for_themself(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, at("2026-10-01 09:00"))
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    await evaluate_grids(sqlite_storage, MID)
    async with sqlite_storage.reading() as unit:
        rows = await unit.shortfalls.open_of_kind(
            [ShortfallKind.GRID_UNCOVERED, ShortfallKind.HOURS]
        )
        grid = next(r for r in rows if r.subject_id == town.grid.id and r.subject == "grid")
        adviser = next(r for r in rows if r.subject_id == town.lin.person_id)
        assert (await why(unit, town.wang, grid.id)).line.subject == "第一网格"
        assert (await why(unit, town.lin, adviser.id)).line.subject == "林晓"
        assert (await why(unit, town.chen, adviser.id)).line.village == ""
        for actor, row in ((town.lin, grid), (town.zhou, adviser), (town.wang, adviser)):
            with pytest.raises(NotFound):
                await why(unit, actor, row.id)


async def test_a_leader_waives_with_a_reason_and_the_case_closes(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        row = await _of(unit, town.houtang.id)
        await unit.cases.open(row.id, town.street.id, MID)
        with pytest.raises(WaiverUnexplained):
            await waive(unit, town.zheng, row.id, "  ", LATER)
        await waive(unit, town.zheng, row.id, "全村防汛转移", LATER)
        waived = await unit.shortfalls.get(row.id)
        moves = await unit.shortfalls.moves_of(row.id)
        assert (waived.state, waived.waived_reason) == (State.WAIVED, "全村防汛转移")
        assert (moves[-1].by_id, moves[-1].note) == (town.zheng.person_id, "全村防汛转移")
        assert (await unit.cases.get(row.id)).state is CaseState.CLOSED
        assert (await unit.audit.of("shortfall", row.id))[-1]["action"] == "waive"
        with pytest.raises(NotNext):
            await waive(unit, town.zheng, row.id, "再次", LATER)
    await evaluate_month(sqlite_storage, NOVEMBER, at("2026-12-01 06:17"))
    async with sqlite_storage.unit() as unit:
        assert (await unit.shortfalls.get(row.id)).state is State.WAIVED


async def test_nobody_but_the_leader_above_waives_and_nothing_in_a_closed_month(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        near, far = await _of(unit, town.houtang.id), await _of(unit, town.nanxiang.id)
        refused: list[tuple[Actor, int]] = [
            (town.chen, near.id),
            (town.lin, near.id),
            (town.stranger, near.id),
            (town.zheng, far.id),
            (town.zheng, 404),
        ]
        for actor, id_ in refused:
            with pytest.raises(NotAllowed):
                await waive(unit, actor, id_, "防汛", LATER)
        await unit.months.close(NOVEMBER, town.other_street.id, Policy(), "通报", LATER)
        with pytest.raises(MonthClosed):
            await waive(unit, town.li, far.id, "防汛", LATER)


async def test_a_village_that_lost_its_adviser_is_unserved_not_short_of_hours(
    sqlite_storage: Storage, town: Town
):
    await evaluate_month(sqlite_storage, NOVEMBER, MID)
    async with sqlite_storage.unit() as unit:
        for each in await unit.advisers.assignments_of_village(town.houtang.id):
            await unit.advisers.end(each.id, date(2026, 10, 31))
        await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        rows = {r.kind: r for r in await _month(unit) if r.subject_id == town.houtang.id}
    assert rows[ShortfallKind.HOURS].state is State.MADE_UP
    assert rows[ShortfallKind.HOURS].why["no_longer_applies"] is True
    assert rows[ShortfallKind.NO_ADVISER].state is State.AT_RISK
