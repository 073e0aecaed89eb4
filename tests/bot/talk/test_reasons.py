"""Wherever a reason is asked for in words: a reason is one, 点错了 is none."""

from collections.abc import Awaitable, Callable

import pytest

from bot.talk.states import ONE_QUESTION
from domain.cases import CaseState
from domain.shortfalls import State
from tests.bot.talk.test_mingbairen import enrolled, open_person, people_in
from tests.bot.talk.test_office_cases import opens, reported, the_case  # noqa: F401
from tests.bot.talk.test_office_months import OCTOBER, closed  # noqa: F401
from tests.cast import Office, Player

TAKES_BACK = ["点错了", "没有", "不是", "取消吧", "我按错了。", "算了，不办了", "先不用了"]
NO_REASON = ["。", "好的", "1", "为什么要写？", "不知道", "👌"]


async def waive(office: Office) -> Player:
    await opens(office.zhao)
    await office.zhao.presses("豁免")
    return office.zhao


async def explain(office: Office) -> Player:
    await opens(office.chen)
    await office.chen.presses("情况说明")
    return office.chen


async def leave(office: Office) -> Player:
    await enrolled(office)
    await open_person(office)
    await office.wang.presses("退出")
    return office.wang


async def untouched(office: Office) -> bool:
    case, row = await the_case(office)
    return case.state is CaseState.WAITING and row.state is State.SHORT


@pytest.mark.parametrize("asked", [waive, explain])
@pytest.mark.parametrize("said", TAKES_BACK)
async def test_an_answer_to_a_case_taken_back_is_no_answer(
    reported: Office,  # noqa: F811
    said: str,
    asked: Callable[[Office], Awaitable[Player]],
) -> None:
    player = await asked(reported)
    assert "已取消，什么都没有改动" in (await player.says(said)).text
    await player.says("律师住院，已约好下月补上")
    assert await untouched(reported)


@pytest.mark.parametrize("asked", [waive, explain])
@pytest.mark.parametrize("said", NO_REASON)
async def test_an_answer_to_a_case_that_says_nothing_is_asked_for_again(
    reported: Office,  # noqa: F811
    said: str,
    asked: Callable[[Office], Awaitable[Player]],
) -> None:
    player = await asked(reported)
    assert "发送“取消”" in (await player.says(said)).text
    assert await untouched(reported)
    await player.says("律师住院，已约好下月补上")
    assert not await untouched(reported)


@pytest.mark.parametrize("said", TAKES_BACK)
async def test_nobody_leaves_the_roll_by_a_slip(office: Office, said: str) -> None:
    await leave(office)
    assert "已取消" in (await office.wang.says(said)).text
    await office.wang.says("外出务工")
    (person,) = await people_in(office, "后塘村第一网格")
    assert person.left_reason is None


@pytest.mark.parametrize("said", NO_REASON)
async def test_leaving_the_roll_for_nothing_is_asked_again(office: Office, said: str) -> None:
    await leave(office)
    assert "请写明原因" in (await office.wang.says(said)).text
    await office.wang.says("外出务工")
    (person,) = await people_in(office, "后塘村第一网格")
    assert person.left_reason == "外出务工"


@pytest.mark.parametrize("said", TAKES_BACK)
async def test_no_month_is_reopened_by_a_slip(closed: Office, said: str) -> None:  # noqa: F811
    await closed.zhao.says("重开 2026-10")
    assert "已取消" in (await closed.zhao.says(said)).text
    async with closed.storage.reading() as unit:
        assert await unit.months.is_closed(OCTOBER, closed.district_id)


@pytest.mark.parametrize("said", ["好的", "点错了", "为什么？"])
async def test_nor_for_a_word_behind_the_month(closed: Office, said: str) -> None:  # noqa: F811
    assert "必须写明理由" in (await closed.zhao.says(f"重开 2026-10 {said}")).text
    async with closed.storage.reading() as unit:
        assert await unit.months.is_closed(OCTOBER, closed.district_id)


async def test_a_day_is_not_arranged_for_another_case_than_the_one_in_front(
    reported: Office,  # noqa: F811
) -> None:
    await opens(reported.chen)
    await reported.chen.presses("已安排")
    await reported.chen.says("未达标")
    await reported.chen.says("下周三")
    assert await untouched(reported)


@pytest.mark.parametrize("said", ["点错了", "不知道", "什么意思？", "没有"])
async def test_no_name_is_made_of_a_slip(office: Office, said: str) -> None:
    await office.chen.says("邀请")
    await office.chen.presses("村确认人")
    await office.chen.says("后塘村")
    assert "不像姓名" in (await office.chen.says(said)).text
    await office.wang.says("登记明白人")
    assert said not in str((await office.wang.says(said)).facts)
    assert await people_in(office, "后塘村第一网格") == []


async def test_no_topic_is_made_of_a_slip(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await office.lin.presses("填主题")
    assert "没有看懂" in (await office.lin.says("点错了")).text
    assert "主题：未填" in (await office.lin.says("没有")).plain()


def test_every_state_that_waits_for_one_free_text_is_known() -> None:
    """A new one belongs to ONE_QUESTION, or 点错了 is its answer."""
    names = {"minutes", "reason", "leaving", "day", "words", "waiver"}
    assert {(step or "").partition(":")[2] for step in ONE_QUESTION} == names
