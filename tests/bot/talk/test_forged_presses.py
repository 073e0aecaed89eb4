"""Presses no button offered: they change nothing, show nothing, and are answered in a sentence."""

import pytest

from domain.visits import Source
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office

LINE = "昨天下午2点到4点半 后塘村 民法典讲座"


@pytest.mark.parametrize("press", ["vo:-1", "vo:99999999999999999999", "om:2026-13", "mv:1:bogus"])
async def test_a_press_of_no_type_is_an_old_button(office: Office, press: str) -> None:
    for player in (office.lin, office.wang, office.chen):
        card = await player.presses_data(f"~|{press}")
        assert "已经失效" in card.text or "没有找到" in card.text


@pytest.mark.parametrize(
    "part", ["date:soon", "start:99:99", "start:9999", "minutes:x", "activity:x", "ask:x", "x:1"]
)
async def test_a_part_that_was_never_offered_changes_nothing(office: Office, part: str) -> None:
    before = await office.lin.says(LINE)
    turn = office.lin.button("保存").partition("|")[0]
    card = await office.lin.presses_data(f"{turn}|f:{part}")
    assert "已经过期" in card.text or "已经失效" in card.text
    after = await office.lin.says("42人")
    for was, now_is in zip(before.facts[:3], after.facts[:3], strict=True):
        assert (was.label, was.value) == (now_is.label, now_is.value)


async def test_a_village_of_somebody_else_is_not_named(office: Office) -> None:
    await office.lin.says(LINE)
    turn = office.lin.button("保存").partition("|")[0]
    card = await office.lin.presses_data(f"{turn}|f:village:{office.villages['南巷村'].id}")
    assert "已经过期" in card.text and "南巷村" not in card.plain()


async def test_saving_what_is_not_complete_changes_nothing(office: Office) -> None:
    await office.lin.says("昨天 后塘村 讲座")
    turn = office.lin.button("09:00").partition("|")[0]
    assert "已经过期" in (await office.lin.presses_data(f"{turn}|f:save:")).text
    await office.wang.says("登记明白人")
    turn = office.wang.button("取消").partition("|")[0]
    for part in ("save:", "grid:x", "category:x", "stage:x"):
        card = await office.wang.presses_data(f"~|e:{part}")
        assert "已经过期" in card.text
    assert await visits_of(office) == []


@pytest.mark.parametrize("press", ["cn:1:arranged:soon", "cn:1:handed_over:x", "is:village:x"])
async def test_what_an_office_was_never_offered_changes_nothing(office: Office, press: str) -> None:
    await office.chen.says("邀请")
    card = await office.chen.presses_data(f"~|{press}")
    assert any(words in card.text for words in ("已经过期", "已经失效", "不在您的权限范围"))


async def test_texts_no_database_keeps_are_read_without_those_letters(office: Office) -> None:
    await office.lin.says(LINE)
    await office.lin.presses("填主题")
    card = await office.lin.says("反\x00诈\ud800宣\ue001传")
    assert "主题：反诈宣传" in card.plain()
    assert (await office.lin.says("\x00")).text


async def test_more_people_than_there_are_is_asked_again(office: Office) -> None:
    await office.lin.says(LINE)
    await office.lin.presses("填人数")
    for said in ("99999999999", "1" * 400, "九九九九九九九九九万"):
        assert "没有看懂" in (await office.lin.says(said)).text
    assert "42人次" in (await office.lin.says("42人")).plain()


async def test_a_length_of_years_is_asked_again(office: Office) -> None:
    await office.lin.says("昨天下午2点 后塘村 讲座")
    assert "做了多久" in (await office.lin.says("99999999小时")).text


async def test_a_check_in_moved_to_another_village_is_no_longer_live(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at = office.clock.at.replace(hour=14)
    await office.lin.says("结束登记")
    await office.lin.presses("现场法律咨询")
    await office.lin.presses("改村")
    await office.lin.presses("后莘村")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office, "后莘村")
    assert visit.source is Source.AFTERWARDS


async def test_a_live_visit_corrected_to_another_village_is_no_longer_live(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at = office.clock.at.replace(hour=14)
    await office.lin.says("结束登记")
    await office.lin.presses("现场法律咨询")
    await office.lin.presses("保存")
    assert (await visits_of(office))[0].source is Source.LIVE
    await office.lin.presses("更正")
    await office.lin.presses("改村")
    await office.lin.presses("后莘村")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office, "后莘村")
    assert visit.source is Source.AFTERWARDS
