"""待办 at the desk: grouped by age, answered many at once, and only by whose it is."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from actions.month.cases import open_cases
from actions.month.evaluation import evaluate_grids, evaluate_month
from domain.cases import CaseState
from domain.months import Month
from tests.cast import Office
from tests.far_street import build_far_street

PLAN = "2026-12-07"


async def _opened(office: Office) -> list[int]:
    """The cases of the street."""
    now = office.clock.now()
    await evaluate_grids(office.storage, now)
    await evaluate_month(office.storage, Month.at(now), now)
    async with office.storage.unit() as unit:
        await open_cases(unit, None, now)
        await open_cases(unit, Month.at(now), now)
        own = await unit.cases.open_below([office.district_id])
    return [case.shortfall_id for case in own]


def _pks(cases: list[int]) -> str:
    return "&".join(f"pk={each}" for each in cases)


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="(.*?)"', page)
    assert found
    return unescape(found[1])


async def test_the_list_is_grouped_by_age_and_leaves_out_other_streets(sits, office) -> None:
    far = await build_far_street(office)
    cases = await _opened(office)
    async with sits("chen") as chen:
        page = (await chen.opens("/todo/list")).text
        assert "今天新到" in page and f"共{len(cases)}条" in page
        assert not far.seen_in(page)
        none = (await chen.opens("/todo/list?q=" + quote("无此村"))).text
    assert "没有等待处理的事项" in none


@pytest.mark.parametrize(
    ("path", "said", "state"),
    [
        ("receive", {}, CaseState.RECEIVED),
        ("arrange", {"day": PLAN}, CaseState.ARRANGED),
        ("explain", {"words": "顾问生病住院，已约好下月补上"}, CaseState.EXPLAINED),
    ],
)
async def test_many_are_answered_at_once(sits, office, path, said, state) -> None:
    cases = await _opened(office)
    async with sits("chen") as chen:
        at = f"/todo/{path}?{_pks(cases)}"
        form = await chen.opens(at)
        assert f"一并答复{len(cases)}件" in form.text and "不另发通知" in form.text
        assert (await chen.sends(at, seen=_seen(form.text), **said)).status_code == 303
    async with office.storage.reading() as unit:
        found = [await unit.cases.get(each) for each in cases]
    assert {case.state for case in found if case} == {state}


async def test_what_is_refused_keeps_what_was_typed_and_changes_nothing(sits, office) -> None:
    cases = await _opened(office)
    async with sits("chen") as chen:
        at = f"/todo/arrange?{_pks(cases)}"
        seen = _seen((await chen.opens(at)).text)
        told = await chen.sends(at, seen=seen, day="2020-01-01")
        assert told.status_code == 422 and "2020-01-01" in told.text
        assert 'id="day-error"' in told.text
    async with office.storage.reading() as unit:
        case = await unit.cases.get(cases[0])
    assert case and case.state is CaseState.WAITING


async def test_the_second_to_answer_is_told(sits, office) -> None:
    cases = await _opened(office)
    at = f"/todo/receive?pk={cases[0]}"
    async with sits("chen") as chen, sits("zhao") as zhao:
        seen = _seen((await zhao.opens(at)).text)
        assert (await chen.sends(at, seen=seen)).status_code == 303
        late = await zhao.sends(at, seen=seen)
    assert late.status_code == 422 and "已收到" in late.text


async def test_a_colleague_gets_what_is_handed_over(sits, office) -> None:
    cases = await _opened(office)
    first = cases[0]
    async with sits("chen") as chen:
        at = f"/todo/hand-over?pk={first}"
        form = await chen.opens(at)
        assert "所选同事会收到通知" in form.text
        seen, to = _seen(form.text), str(office.zhao.person_id)
        assert (await chen.sends(at, seen=seen, person="99999")).status_code in (404, 422)
        assert (await chen.sends(at, seen=seen, person=to, note="请跟进")).status_code == 303
    async with office.storage.reading() as unit:
        case = await unit.cases.get(first)
    assert case and case.holder_id == office.zhao.person_id


async def test_only_a_leader_waives_and_says_why(sits, office) -> None:
    cases = await _opened(office)
    first = cases[0]
    at = f"/todo/waive?pk={first}"
    async with sits("chen") as chen, sits("zhao") as zhao:
        leads = {}
        for name, who in (("chen", chen), ("zhao", zhao)):
            leads[name] = (await who.opens(at)).status_code
            offered = "/todo/waive" in (await who.opens("/todo/list")).text
            assert offered is (leads[name] == 200)
        assert sorted(leads.values()) == [200, 404]
        may = zhao if leads["zhao"] == 200 else chen
        may_not = chen if may is zhao else zhao
        assert (await may_not.sends(at, reason="全村整体搬迁")).status_code == 404
        seen = _seen((await may.opens(at)).text)
        assert (await may.sends(at, seen=seen, reason="无")).status_code == 422
        assert (await may.sends(at, seen=seen, reason="全村整体搬迁")).status_code == 303
    async with office.storage.reading() as unit:
        row = await unit.shortfalls.get(first)
    assert row and row.waived_reason == "全村整体搬迁"


PATHS = ("/todo/{}", "/todo/receive?pk={}", "/todo/hand-over?pk={}", "/todo/waive?pk={}")


@pytest.mark.parametrize("path", PATHS)
async def test_a_case_of_another_street_is_not_there(sits, office, path: str) -> None:
    await build_far_street(office)
    cases = await _opened(office)
    async with office.storage.reading() as unit:
        every = [row.shortfall_id for row in await unit.cases.unanswered()]
    foreign = next(each for each in every if each not in cases)
    async with sits("chen") as chen, sits("lin") as lin:
        assert (await chen.opens(path.format(foreign))).status_code == 404
        assert (await chen.opens(path.format("999999"))).status_code == 404
        assert (await lin.opens(path.format(cases[0]))).status_code == 404
        assert (await chen.sends("/todo/receive?pk=x")).status_code == 404


async def test_one_case_says_why_it_is_one(sits, office) -> None:
    cases = await _opened(office)
    async with sits("chen") as chen:
        page = await chen.opens(f"/todo/{cases[0]}")
    assert page.status_code == 200
    assert "经过" in page.text and "尚未通知" in page.text and "收到" in page.text
