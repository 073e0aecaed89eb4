"""What reached the office: answered, handed over, and after three working days at the leader."""

from datetime import date, timedelta

import pytest

from actions.month.cases import (
    arrange,
    case_entry,
    cases_of,
    colleagues,
    explain,
    hand_over,
    open_cases,
    receive,
)
from actions.month.escalation import escalate_overdue
from actions.month.evaluation import evaluate_grids, evaluate_month
from domain.cases import AnswerIncomplete, CaseState, PlannedDayPast
from domain.errors import NotAllowed
from domain.notices import CaseHandedOver, CasesEscalated
from domain.people import Role
from domain.policy import Policy, QuotaBasis
from domain.steps import NotNext
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, build, enrolled, told

FIRST = at("2026-12-01 08:11")
"""A Tuesday: three working days later is Friday the 4th."""
FRIDAY = at("2026-12-04 09:23")


async def _opened(storage: Storage) -> list[int]:
    """Cases of November, one per village: 后塘村, 后莘社区, 南巷村."""
    await evaluate_month(storage, NOVEMBER, FIRST)
    async with storage.unit() as unit:
        rows = await open_cases(unit, NOVEMBER, FIRST)
    return [row.id for row in sorted(rows, key=lambda row: row.subject_id)]


async def _escalated(unit: Unit) -> dict[int, list[str]]:
    """Villages by the leader who was told of them."""
    heard = await told(unit, CasesEscalated)
    return {who: [line.village for n in own for line in n.lines] for who, own in heard.items()}


async def test_the_months_shortfalls_become_cases_once(storage: Storage):
    town = await build(storage)
    first, second, far = await _opened(storage)
    async with storage.unit() as unit:
        assert await open_cases(unit, NOVEMBER, FIRST) == []
        page = await cases_of(unit, town.chen)
        assert [entry.case.shortfall_id for entry in page.entries] == [first, second]
        assert (page.total, page.entries[0].line.village) == (2, "后塘村")
        assert (await cases_of(unit, town.li)).total == 3
        assert (await cases_of(unit, town.lin)).total == 0
        one = await cases_of(unit, town.li, limit=1, offset=2)
        assert [entry.case.shortfall_id for entry in one.entries] == [far]


async def test_uncovered_grids_and_thin_villages_become_cases_with_the_weekly_report(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await enrolled(unit, town.grid, "示例甲")
    await evaluate_grids(sqlite_storage, FIRST)
    async with sqlite_storage.unit() as unit:
        rows = await open_cases(unit, None, FIRST)
        assert len(rows) == 3
        assert await open_cases(unit, None, FIRST) == []
        lines = {e.line.subject for e in (await cases_of(unit, town.chen)).entries}
    assert lines == {"第二网格", "后塘村"}


async def test_a_short_adviser_is_a_case_of_the_street_with_most_of_their_villages(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, at("2026-10-01 09:00"))
        await unit.advisers.assign(town.lin.person_id, town.nanxiang.id, date(2026, 11, 1))
    await evaluate_month(sqlite_storage, NOVEMBER, FIRST)
    async with sqlite_storage.unit() as unit:
        rows = {r.id: r for r in await open_cases(unit, NOVEMBER, FIRST)}
        own = next(r for r in rows.values() if (r.subject, r.subject_id) == ("adviser", 1))
        assert town.lin.person_id == 1
        assert (await unit.cases.get(own.id)).district_id == town.street.id


async def test_the_office_answers_and_may_answer_again(sqlite_storage: Storage, town: Town):
    first, second, _ = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        assert (await receive(unit, town.chen, first, FIRST)).state is CaseState.RECEIVED
        planned = await arrange(unit, town.chen, first, date(2026, 12, 3), FIRST)
        assert (planned.state, planned.planned_on) == (CaseState.ARRANGED, date(2026, 12, 3))
        given = await explain(unit, town.zheng, first, " 律师住院，已请周律师代为进村。 ", FIRST)
        assert given.explanation == "律师住院，已请周律师代为进村。"
        entry = await case_entry(unit, town.chen, first)
        assert (entry.case, entry.line.village) == (given, "后塘村")
        notes = [n["action"] for n in await unit.audit.of("shortfall", first)]
        assert notes == ["case_received", "case_arranged", "case_explained"]
        page = await cases_of(unit, town.chen)
        assert [e.case.shortfall_id for e in page.entries] == [second, first]


async def test_an_answer_that_says_too_little_or_comes_too_late_is_refused(
    sqlite_storage: Storage, town: Town
):
    first, *_ = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        with pytest.raises(PlannedDayPast):
            await arrange(unit, town.chen, first, date(2026, 11, 30), FIRST)
        with pytest.raises(AnswerIncomplete):
            await explain(unit, town.chen, first, "  ", FIRST)
        await receive(unit, town.chen, first, FIRST)
        with pytest.raises(NotNext):
            await receive(unit, town.zheng, first, FIRST)
        await unit.cases.close([first], FIRST)
        with pytest.raises(NotNext):
            await explain(unit, town.chen, first, "已补", FIRST)


async def test_only_the_office_of_the_district_answers(sqlite_storage: Storage, town: Town):
    first, _, far = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        for actor, id_ in (
            (town.stranger, first),
            (town.lin, first),
            (town.lao_zhou, first),
            (town.chen, far),
            (town.chen, 404),
        ):
            with pytest.raises(NotAllowed):
                await receive(unit, actor, id_, FIRST)
        await receive(unit, town.li, far, FIRST)


async def test_a_case_is_handed_to_a_colleague_who_hears_of_it(sqlite_storage: Storage, town: Town):
    first, *_ = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        names = [person.name for person in await colleagues(unit, town.chen, first)]
        assert names == ["郑主任", "李书记"]
        with pytest.raises(NotAllowed):
            await hand_over(unit, town.chen, first, town.lin.person_id, FIRST)
        case = await hand_over(unit, town.chen, first, town.zheng.person_id, FIRST, "请您协调律所")
        assert (case.state, case.holder_id) == (CaseState.HANDED_OVER, town.zheng.person_id)
        ((person, (notice,)),) = (await told(unit, CaseHandedOver)).items()
        assert (person, notice.by_name) == (town.zheng.person_id, "小陈")
        assert (notice.line.village, notice.note) == ("后塘村", "请您协调律所")
        assert town.zheng.person_id in await unit.shortfalls.told_of(first)


async def test_after_three_working_days_the_nearest_leader_hears_once(
    sqlite_storage: Storage, town: Town
):
    first, second, _ = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        await receive(unit, town.chen, second, FIRST)
        assert await escalate_overdue(unit, at("2026-12-04 08:00")) == 0
        assert await escalate_overdue(unit, FRIDAY) == 2
        assert await escalate_overdue(unit, FRIDAY + timedelta(days=3)) == 0
        assert await _escalated(unit) == {
            town.zheng.person_id: ["后塘村"],
            town.li.person_id: ["南巷村"],
        }
        assert (await unit.cases.get(first)).escalated_at == FRIDAY
        assert town.zheng.person_id in await unit.shortfalls.told_of(first)


async def test_a_weekend_does_not_count_and_handing_over_begins_anew(
    sqlite_storage: Storage, town: Town
):
    first, second, far = await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        await receive(unit, town.chen, second, FIRST)
        await receive(unit, town.li, far, FIRST)
        thursday = at("2026-12-03 16:00")
        await hand_over(unit, town.chen, first, town.zheng.person_id, thursday)
        assert await escalate_overdue(unit, at("2026-12-07 09:23")) == 0
        assert await escalate_overdue(unit, at("2026-12-08 16:00")) == 1


async def test_where_nobody_leads_a_case_waits_for_somebody_who_does(
    sqlite_storage: Storage, town: Town
):
    await _opened(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        await unit.people.revoke(town.li.person_id, Role.LEADER, town.city.id, FIRST)
        assert await escalate_overdue(unit, FRIDAY) == 2
        await unit.people.grant(town.li.person_id, Role.LEADER, town.city.id, FRIDAY)
        assert await escalate_overdue(unit, FRIDAY) == 1
