"""A visit corrected or withdrawn: what changes nothing, and what others changed meanwhile."""

import pytest

from domain.notices import VisitAnswered, VisitToConfirm
from domain.visits import Confirmation
from tests.bot.talk.test_confirmations import recorded, the_visit, told
from tests.cast import Office


async def cut_to_an_hour(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("时长少一些")
    await office.li.says("1小时")


async def opened(office: Office) -> None:
    await office.lin.says("记录")
    await office.lin.presses("11月19日")


@pytest.mark.parametrize("said", ["", "2点到4点", "42人", "后塘村"])
async def test_a_correction_that_changes_nothing_leaves_the_answer_of_the_village(
    office: Office, said: str
) -> None:
    await cut_to_an_hour(office)
    before, notices = await the_visit(office), len(await told(office))
    await opened(office)
    await office.lin.presses("更正")
    if said:
        await office.lin.says(said)
    card = await office.lin.presses("保存")
    assert "没有改动" in card.text and "村里的答复都保持不变" in card.text
    assert await the_visit(office) == before and before.confirmed_minutes == 60
    assert len(await told(office)) == notices
    async with office.storage.reading() as unit:
        notes = await unit.audit.of("visit", before.id)
    assert [note["action"] for note in notes] == ["record", "confirm"]


async def test_changed_and_changed_back_is_no_change(office: Office) -> None:
    await cut_to_an_hour(office)
    await opened(office)
    await office.lin.presses("更正")
    await office.lin.says("50人")
    await office.lin.says("42人")
    assert "没有改动" in (await office.lin.presses("保存")).text
    assert (await the_visit(office)).confirmed_minutes == 60


async def test_nothing_given_out_is_another_thing_than_unknown(office: Office) -> None:
    await cut_to_an_hour(office)
    await opened(office)
    await office.lin.presses("更正")
    await office.lin.presses("填资料")
    await office.lin.says("0")
    assert "已更正" in (await office.lin.presses("保存")).text
    assert (await the_visit(office)).leaflets == 0


async def test_sent_back_and_saved_as_it_was_it_is_still_sent_back(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("退回")
    await office.li.says("当天没有来村")
    await opened(office)
    await office.lin.presses("更正")
    assert "请与村里联系" in (await office.lin.presses("保存")).text
    assert (await the_visit(office)).confirmation is Confirmation.SENT_BACK


async def test_a_real_correction_is_asked_about_again(office: Office) -> None:
    await cut_to_an_hour(office)
    await opened(office)
    await office.lin.presses("更正")
    await office.lin.says("3点到5点")
    assert "已更正" in (await office.lin.presses("保存")).text
    assert (await the_visit(office)).confirmation is Confirmation.NONE
    kinds = [type(notice) for _, notice in await told(office)]
    assert VisitToConfirm in kinds or VisitAnswered in kinds


async def test_what_the_village_answers_during_a_correction_is_not_written_over(
    office: Office,
) -> None:
    await recorded(office)
    await opened(office)
    await office.lin.presses("更正")
    await office.lin.says("50人")
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("时长少一些")
    await office.li.says("1小时")
    card = await office.lin.presses("保存")
    assert "没有保存：这条记录在您更正的时候有了变动" in card.text and "42人次" in card.plain()
    visit = await the_visit(office)
    assert (visit.people, visit.confirmed_minutes) == (42, 60)
    await office.lin.says("50人")
    assert "已更正" in (await office.lin.presses("保存")).text
    assert (await the_visit(office)).people == 50


async def test_withdrawing_asks_again_when_the_visit_has_changed(office: Office) -> None:
    await recorded(office)
    await opened(office)
    await office.lin.presses("撤回")
    sure = office.lin.button("确定撤回")
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("确认")
    card = await office.lin.presses_data(sure)
    assert "没有撤回：这条记录刚才有了变动" in card.text
    assert (await the_visit(office)).withdrawn_at is None
    assert "已撤回" in (await office.lin.presses("确定撤回")).text


async def test_a_sure_of_the_first_version_is_asked_again(office: Office) -> None:
    await recorded(office)
    visit = await the_visit(office)
    card = await office.lin.presses_data(f"~|vw:{visit.id}:1")
    assert "确定撤回这条记录吗" in card.text
    assert (await the_visit(office)).withdrawn_at is None
