"""月结: shut the door, freeze, write the bulletin; reopen, correct, and close again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from actions.calendar import calendar_of
from actions.month.cases import cases_of, explain, open_cases
from actions.month.closing import close_again, close_month, reopen_month
from actions.month.evaluation import evaluate_month
from actions.month.shortfalls import reconsider_village
from actions.visits import record_visit
from domain.errors import NotAllowed, Stale
from domain.months import MonthNotOver, MonthPhase, ReopeningUnexplained, local_day
from domain.policy import Policy
from domain.shortfalls import State
from domain.visits import BeforeItBegan, MonthClosed
from storage.engine import Storage
from storage.months import Figures
from storage.tables import month_corrections
from tests.actions.cast import NOVEMBER, Town, at, build, close_all, enrolled, stay, visited

AFTER = at("2026-12-01 08:11")
FIFTH = at("2026-12-07 23:52")
"""The 5th is a Saturday, so November closes on Monday the 7th."""
LATER = at("2026-12-10 10:00")


async def _november(storage: Storage, town: Town) -> None:
    async with storage.unit() as unit:
        await visited(unit, town.lin, town.houtang, minutes=330)
        await visited(unit, town.lin, town.houxin, "2026-11-04 09:00", minutes=480)
        await enrolled(unit, town.grid, "示例甲")
    await evaluate_month(storage, NOVEMBER, AFTER)


async def _states(storage: Storage) -> dict[int, State]:
    async with storage.reading() as unit:
        return {row.subject_id: row.state for row in await unit.shortfalls.of_month(NOVEMBER)}


async def test_closing_makes_short_final_and_freezes_figures_and_policy(storage: Storage):
    town = await build(storage)
    await _november(storage, town)
    assert await close_all(storage, NOVEMBER, FIFTH) == [True, True]
    assert await _states(storage) == {town.houtang.id: State.FINAL, town.nanxiang.id: State.FINAL}
    async with storage.unit() as unit:
        record = await unit.months.get(NOVEMBER, town.street.id)
        assert (record.closed, record.closed_at) == (True, FIFTH)
        assert Policy.model_validate(record.policy) == Policy()
        assert await unit.months.frozen(NOVEMBER) == {
            town.houtang.id: Figures(330, 0, 480),
            town.houxin.id: Figures(480, 0, 480),
            town.nanxiang.id: Figures(0, 0, 480),
        }
        await unit.policies.set(Policy(quota=600), NOVEMBER, None, LATER)
        assert (await unit.frames.of_street(NOVEMBER, town.street)).policy.quota == 480
    assert await close_all(storage, NOVEMBER, LATER) == [False, False]


async def test_the_bulletin_says_both_figures_with_their_parts(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        await unit.villages.add(town.street.id, "北山村")
    await _november(sqlite_storage, town)
    await close_month(sqlite_storage, NOVEMBER, town.street.id, FIFTH)
    async with sqlite_storage.reading() as unit:
        text = (await unit.months.get(NOVEMBER, town.street.id)).bulletin
    assert text == (
        "2026年11月法律顾问进村服务与法律明白人情况通报（草稿）\n\n"
        "一、进村服务（每月不少于8小时，本月按村（社区）考核）\n"
        "按村（社区）统计，时长达标1/3(33.33%)。\n"
        "按法律顾问统计，时长达标1/1(100%)。\n"
        "各村（社区）计入时长合计13.5小时，其中村（社区）已确认0分钟。\n"
        "未配备法律顾问的村（社区）1个。\n\n"
        "二、法律明白人\n"
        "网格中已有在册法律明白人的1/2(50.00%)。\n"
        "在册法律明白人达到3名的村0/2(0%)。\n\n"
        "三、时长未达标的村（社区）\n"
        "后塘村：5.5/8小时\n"
        "北山村：未配备法律顾问\n\n"
        "以上数字于2026年12月7日月结。"
    )


async def test_a_month_that_still_runs_is_not_closed(sqlite_storage: Storage, town: Town):
    with pytest.raises(MonthNotOver):
        await close_month(sqlite_storage, NOVEMBER, town.street.id, at("2026-11-30 23:52"))


async def test_a_closing_that_was_cut_off_goes_on(sqlite_storage: Storage, town: Town):
    """As after a kill between shutting the door and writing the bulletin."""
    await _november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "", FIFTH)
    later = FIFTH + timedelta(minutes=5)
    assert await close_month(sqlite_storage, NOVEMBER, town.street.id, later)
    assert (await _states(sqlite_storage))[town.houtang.id] is State.FINAL
    async with sqlite_storage.reading() as unit:
        record = await unit.months.get(NOVEMBER, town.street.id)
        assert record.closed_at == FIFTH
        assert record.bulletin
        assert len(await unit.months.frozen(NOVEMBER)) == 2


async def test_the_phases_of_a_month(sqlite_storage: Storage, town: Town):
    async def phase(moment: str) -> MonthPhase:
        frame = await unit.frames.of_street(NOVEMBER, town.street)
        return frame.phase(local_day(at(moment)))

    async with sqlite_storage.unit() as unit:
        assert await phase("2026-11-30 23:00") is MonthPhase.OPEN
        assert await phase("2026-12-01 08:11") is MonthPhase.LATE_ENTRIES
        assert await phase("2026-12-07 20:00") is MonthPhase.LATE_ENTRIES
        assert await phase("2026-12-08 00:01") is MonthPhase.CLOSED
        await unit.calendar.replace({date(2026, 12, 7): False})
        assert not (await calendar_of(unit)).is_working_day(date(2026, 12, 7))
        assert await phase("2026-12-08 10:00") is MonthPhase.LATE_ENTRIES


async def test_only_a_leader_of_the_street_or_above_reopens_its_month_with_a_reason(
    sqlite_storage: Storage, town: Town
):
    here, there = town.street.id, town.other_street.id
    await _november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        with pytest.raises(Stale):
            await reopen_month(unit, town.li, here, NOVEMBER, "漏记一次", AFTER)
    await close_all(sqlite_storage, NOVEMBER, FIFTH)
    async with sqlite_storage.unit() as unit:
        for actor in (town.chen, town.lin, town.stranger):
            with pytest.raises(NotAllowed):
                await reopen_month(unit, actor, here, NOVEMBER, "漏记一次", LATER)
        with pytest.raises(NotAllowed):
            await reopen_month(unit, town.zheng, there, NOVEMBER, "漏记一次", LATER)
        with pytest.raises(ReopeningUnexplained):
            await reopen_month(unit, town.zheng, here, NOVEMBER, " ", LATER)
        await reopen_month(unit, town.zheng, here, NOVEMBER, "漏记一次", LATER)
        assert not await unit.months.is_closed(NOVEMBER, here)
        assert await unit.months.is_closed(NOVEMBER, there)
        noted = (await unit.audit.of("month", 202611))[-1]
        assert (noted["action"], noted["after"]["district_id"]) == ("reopen_month", here)
        await reopen_month(unit, town.li, there, NOVEMBER, "漏记一次", LATER)
        assert not await unit.months.is_closed(NOVEMBER, there)


async def test_a_month_shut_by_its_date_alone_can_be_opened_and_waits_to_be_closed(
    sqlite_storage: Storage, town: Town
):
    """As after an outage over the closing day: no job has closed it yet."""
    here, night = town.street.id, at("2026-12-08 00:10")
    await _november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        with pytest.raises(MonthClosed):
            late = stay(town.lin, town.houtang, "2026-11-20 09:00")
            await record_visit(unit, town.lin, late, night)
        with pytest.raises(MonthClosed):
            await record_visit(unit, town.chen, late, night)
        await reopen_month(unit, town.zheng, here, NOVEMBER, "漏记一次", night)
        await record_visit(unit, town.chen, late, night)
    assert not await close_month(sqlite_storage, NOVEMBER, here, night)
    async with sqlite_storage.unit() as unit:
        assert (await unit.evaluation.all_rows(select(month_corrections))) == []
        await close_again(unit, town.zheng, here, NOVEMBER, LATER)
    assert await close_month(sqlite_storage, NOVEMBER, here, LATER)
    async with sqlite_storage.reading() as unit:
        assert (await unit.months.frozen(NOVEMBER))[town.houtang.id].counted == 450


async def test_a_month_before_the_street_began_is_never_opened(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        begun = town.street.model_copy(update={"began_on": date(2026, 12, 1)})
        await unit.districts.save(begun)
    await evaluate_month(sqlite_storage, NOVEMBER, AFTER)
    assert await _states(sqlite_storage) == {town.nanxiang.id: State.SHORT}
    assert await close_all(sqlite_storage, NOVEMBER, FIFTH) == [False, True]
    async with sqlite_storage.unit() as unit:
        for actor in (town.lin, town.chen):
            with pytest.raises(BeforeItBegan):
                early = stay(town.lin, town.houtang, "2026-11-20 09:00")
                await record_visit(unit, actor, early, AFTER)
        with pytest.raises(BeforeItBegan):
            await reopen_month(unit, town.li, town.street.id, NOVEMBER, "漏记一次", LATER)


async def test_a_change_after_reopening_is_a_dated_correction_with_both_values(
    sqlite_storage: Storage, town: Town
):
    await _november(sqlite_storage, town)
    here = town.street.id
    await close_all(sqlite_storage, NOVEMBER, FIFTH)
    async with sqlite_storage.unit() as unit:
        await reopen_month(unit, town.li, here, NOVEMBER, "漏记两次", LATER)
        for day, hours in ((10, 1), (11, 2)):
            await visited(unit, town.lin, town.houtang, f"2026-11-{day} 09:00", 60 * hours)
            await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        await reconsider_village(unit, town.houtang.id, NOVEMBER, LATER)
        rows = await unit.evaluation.all_rows(select(month_corrections))
    kept = [(r.before, r.after, r.reason, r.corrected_by, r.corrected_at) for r in rows]
    by = town.li.person_id
    assert kept == [(330, 390, "漏记两次", by, LATER), (390, 510, "漏记两次", by, LATER)]
    assert (await _states(sqlite_storage))[town.houtang.id] is State.MADE_UP
    async with sqlite_storage.reading() as unit:
        assert (await unit.months.frozen(NOVEMBER))[town.houtang.id].counted == 330
    assert await close_month(sqlite_storage, NOVEMBER, here, LATER + timedelta(hours=1))
    async with sqlite_storage.reading() as unit:
        assert (await unit.months.frozen(NOVEMBER))[town.houtang.id].counted == 510
    assert (await _states(sqlite_storage))[town.nanxiang.id] is State.FINAL


async def test_a_case_explained_leaves_the_list_when_its_month_is_closed_short(
    sqlite_storage: Storage, town: Town
):
    await _november(sqlite_storage, town)
    async with sqlite_storage.unit() as unit:
        rows = await open_cases(unit, NOVEMBER, AFTER)
        short = next(row for row in rows if row.subject_id == town.houtang.id)
        await explain(unit, town.chen, short.id, "律师住院", AFTER)
        assert (await cases_of(unit, town.chen)).total == 1
    await close_all(sqlite_storage, NOVEMBER, FIFTH)
    async with sqlite_storage.reading() as unit:
        assert (await cases_of(unit, town.chen)).total == 0
        assert (await cases_of(unit, town.li)).total == 1
