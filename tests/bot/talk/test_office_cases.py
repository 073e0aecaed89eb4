"""What reached the office, and its answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from actions.month.cases import open_cases
from actions.month.evaluation import evaluate_grids, evaluate_month
from domain.cases import CaseState
from domain.months import Month
from domain.people import Role
from domain.shortfalls import State
from tests.cast import Office, Player

NOVEMBER = Month(2026, 11)


@pytest.fixture
async def reported(office: Office) -> Office:
    """On Tuesday 1 December November's shortfalls have reached the office."""
    office.clock.at = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
    await evaluate_month(office.storage, NOVEMBER, office.clock.now())
    async with office.storage.unit() as unit:
        await open_cases(unit, NOVEMBER, office.clock.now())
    return office


async def the_case(office: Office, village: str = "后塘村"):
    async with office.storage.reading() as unit:
        rows = await unit.shortfalls.of_month(NOVEMBER)
        (row,) = [r for r in rows if r.subject_id == office.villages[village].id]
        return await unit.cases.get(row.id), row


async def opens(person: Player, village: str = "后塘村"):
    await person.says("待办")
    return await person.presses(village)


async def test_the_list_opens_a_case(reported: Office) -> None:
    card = await reported.chen.says("待办")
    assert card.title == "待办事项 4项"
    assert {b.text for b in card.buttons} == {
        "后塘村 进村时长不足 · 未答复",
        "后莘村 进村时长不足 · 未答复",
        "南巷村 进村时长不足 · 未答复",
        "大卓村 未配备 · 未答复",
    }
    card = await reported.chen.presses("后塘村")
    assert "时间：2026年11月" in card.plain() and "还差8小时" in card.plain()
    answers = ["收到", "已安排", "情况说明", "转交", "原因", "全部待办"]
    assert [b.text for b in card.buttons] == answers


async def test_nothing_to_do_says_so(office: Office) -> None:
    assert "没有待办事项" in (await office.chen.says("待办")).text


async def test_received(reported: Office) -> None:
    await opens(reported.chen)
    card = await reported.chen.presses("收到")
    assert "已记录：收到" in card.text and "状态：已收到" in card.plain()
    assert "收到" not in [b.text for b in card.buttons]
    case, _ = await the_case(reported)
    assert case.state is CaseState.RECEIVED


async def test_arranged_for_a_working_day_by_button(reported: Office) -> None:
    await opens(reported.chen)
    card = await reported.chen.presses("已安排")
    assert card.buttons[0].text == "12月2日(周三)" and "12月7日(周一)" in [
        b.text for b in card.buttons
    ]
    card = await reported.chen.presses("12月3日")
    assert "安排在12月3日(周四)" in card.text
    case, _ = await the_case(reported)
    assert (case.state, case.planned_on) == (CaseState.ARRANGED, date(2026, 12, 3))


@pytest.mark.parametrize(
    ("said", "day"),
    [("下周三", date(2026, 12, 9)), ("周五", date(2026, 12, 4)), ("12月10号", date(2026, 12, 10))],
)
async def test_arranged_for_a_day_as_people_say_it(reported: Office, said: str, day: date) -> None:
    await opens(reported.chen)
    await reported.chen.presses("已安排")
    assert "没有看懂" in (await reported.chen.says("尽快")).text
    await reported.chen.says(said)
    case, _ = await the_case(reported)
    assert case.planned_on == day


async def test_a_day_gone_by_is_refused(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("已安排")
    assert "已经过去" in (await reported.chen.says("昨天")).text
    assert "安排在" in (await reported.chen.says("明天")).text


async def test_explained_in_words(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("情况说明")
    card = await reported.chen.says("邀请 林律师住院，已约好下月补上")
    assert "说明：邀请 林律师住院，已约好下月补上" in card.plain()
    case, _ = await the_case(reported)
    assert case.state is CaseState.EXPLAINED


async def test_another_word_of_the_menu_leaves_the_explanation(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("情况说明")
    assert (await reported.chen.says("待办")).title == "待办事项 4项"
    await reported.chen.says("后塘村")
    case, _ = await the_case(reported)
    assert case.state is CaseState.WAITING


async def test_cancel_leaves_the_case_as_it_was(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("情况说明")
    assert "已取消" in (await reported.chen.presses("取消")).text
    case, _ = await the_case(reported)
    assert case.state is CaseState.WAITING


async def test_handed_over_to_a_colleague_who_hears_of_it(reported: Office) -> None:
    await opens(reported.chen)
    card = await reported.chen.presses("转交")
    assert "赵所长" in card.buttons[0].text and "小陈" not in str(card)
    card = await reported.chen.presses_data(card.buttons[0].press)
    assert "已转交" in card.text and "转交给：赵所长" in card.plain()
    async with reported.storage.reading() as unit:
        told = await unit.outbox.due(reported.clock.now())
    assert [m.person_id for m in told if m.notice.about == "case_handed_over"] == [
        reported.zhao.person_id
    ]


async def test_only_a_leader_waives_and_with_a_reason(reported: Office) -> None:
    card = await opens(reported.chen)
    assert "豁免" not in [b.text for b in card.buttons]
    card = await opens(reported.zhao)
    waive = reported.zhao.button("豁免")
    assert "不在您的权限范围" in (await reported.chen.presses_data(waive)).text
    assert "请写明理由" in (await reported.zhao.presses("豁免")).text
    card = await reported.zhao.says("整村拆迁，居民已搬离")
    assert "已豁免" in card.text
    case, row = await the_case(reported)
    assert (row.state, row.waived_reason) == (State.WAIVED, "整村拆迁，居民已搬离")
    assert case.state is CaseState.CLOSED
    assert "3项" in (await reported.chen.says("待办")).title


async def test_an_old_answer_says_that_somebody_was_quicker(reported: Office) -> None:
    await opens(reported.chen)
    received = reported.chen.button("收到")
    await reported.chen.presses("收到")
    card = await reported.chen.presses_data(received)
    assert "没有写入：这件事在那张卡片之后有了变动" in card.text and "状态：已收到" in card.plain()


@pytest.mark.parametrize("answer", ["收到", "已安排", "情况说明", "转交"])
async def test_an_answer_is_not_given_to_a_case_that_has_come_back_since(
    reported: Office, answer: str
) -> None:
    """Its shortfall was made up and is short again: the old card knows nothing of it."""
    await opens(reported.chen)
    old = reported.chen.button(answer)
    case, _ = await the_case(reported)
    async with reported.storage.unit() as unit:
        later = reported.clock.now() + timedelta(days=1)
        await unit.cases.close([case.shortfall_id], later)
        await unit.cases.wait_again([case.shortfall_id], later)
    card = await reported.chen.presses_data(old)
    assert "没有写入" in card.text and "报送：12月2日(周三)" in card.plain()
    case, _ = await the_case(reported)
    assert case.state is CaseState.WAITING


async def test_two_colleagues_do_not_arrange_over_each_other(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("已安排")
    await opens(reported.zhao)
    await reported.zhao.presses("已安排")
    await reported.zhao.says("下周三")
    for answer in (reported.chen.presses("12月3日"), reported.chen.says("12月4日")):
        await answer
        case, _ = await the_case(reported)
        assert case.planned_on == date(2026, 12, 9)


async def test_an_answer_on_a_card_of_the_first_version_shows_the_case_again(
    reported: Office,
) -> None:
    case, _ = await the_case(reported)
    card = await reported.chen.presses_data(f"~|cn:{case.shortfall_id}:received:")
    assert card.title == "待办事项" and "没有写入" in card.text
    assert "已记录：收到" in (await reported.chen.presses("收到")).text


async def test_why_a_case_is_short(reported: Office) -> None:
    await opens(reported.chen)
    text = (await reported.chen.presses("原因")).plain()
    assert "按12月1日(周二) 09:00的数据判定" in text and "未达标" in text


async def test_grids_and_thin_villages_are_cases_too(office: Office) -> None:
    await evaluate_grids(office.storage, office.clock.now())
    async with office.storage.unit() as unit:
        await open_cases(unit, None, office.clock.now())
    card = await office.chen.says("待办")
    assert card.title == "待办事项 16项" and card.buttons[-1].text == "下一页"
    await office.chen.presses("后塘村第一网格")
    assert "在册0人，应有1人" in (await office.chen.presses("原因")).plain()
    await office.chen.presses("返回")
    assert "已记录：收到" in (await office.chen.presses("收到")).text


async def test_a_case_handed_to_me_is_mine(reported: Office) -> None:
    async with reported.storage.unit() as unit:
        second = await unit.people.add("小孙")
        await unit.people.grant(second.id, Role.OFFICE, reported.district_id, reported.clock.now())
        await unit.people.link_account(second.id, "test", "sun", reported.clock.now())
    sun = Player(reported.dispatcher, second.id, "sun")
    await opens(reported.chen)
    await reported.chen.presses("转交")
    await reported.chen.presses("小孙")
    card = await opens(sun)
    assert "转交给：小孙" in card.plain()
    assert "已记录：收到" in (await sun.presses("收到")).text
    reported.clock.at += timedelta(days=1)
    assert "已收到" in (await opens(reported.chen)).plain()


async def test_a_command_leaves_the_question_for_a_day(reported: Office) -> None:
    await opens(reported.chen)
    await reported.chen.presses("已安排")
    assert "邀请" in (await reported.chen.says("邀请 林晓")).plain()
    await reported.chen.says("邀请")
    assert "大卓村由谁担任" in (await reported.chen.says("更换顾问 大卓村")).text


async def test_a_village_leads_to_its_cases(reported: Office) -> None:
    await evaluate_grids(reported.storage, reported.clock.now())
    async with reported.storage.unit() as unit:
        await open_cases(unit, None, reported.clock.now())
    card = await reported.chen.says("后塘村 11月")
    assert "办理：第一网格" in [b.text for b in card.buttons]
    card = await reported.chen.presses("办理：进村时长不足")
    assert card.title == "待办事项"
