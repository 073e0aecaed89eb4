"""The village's word: confirm, confirm fewer minutes, send back."""

import pytest

from domain.months import Month
from domain.notices import VisitAnswered, VisitToConfirm
from domain.people import Role
from domain.visits import Confirmation, Visit
from tests.cast import Office, Player


async def recorded(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await office.lin.presses("保存")


async def the_visit(office: Office) -> Visit:
    async with office.storage.reading() as unit:
        (visit,) = await unit.visits.of_village(office.villages["后塘村"].id, Month(2026, 11))
    return visit


async def told(office: Office) -> list:
    async with office.storage.reading() as unit:
        return [(row.person_id, row.notice) for row in await unit.outbox.due(office.clock.now())]


async def test_the_confirmer_is_asked_and_confirms(office: Office) -> None:
    await recorded(office)
    ((person_id, notice),) = await told(office)
    assert person_id == office.li.person_id and isinstance(notice, VisitToConfirm)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    assert "已确认2小时" in (await office.li.presses("确认")).text
    assert (await the_visit(office)).confirmation is Confirmation.CONFIRMED
    assert "没有待确认" in (await office.li.says("待确认")).text


async def test_fewer_minutes_keep_both_values_and_tell_the_adviser(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("时长少一些")
    assert "1到120分钟之间" in (await office.li.says("3小时")).text
    await office.li.says("一个半小时")
    visit = await the_visit(office)
    assert (visit.minutes, visit.confirmed_minutes) == (120, 90)
    assert any(
        isinstance(n, VisitAnswered) and p == visit.adviser_id for p, n in await told(office)
    )
    assert "累计 1.5/8 小时" in (await office.lin.says("本月")).text


async def test_a_visit_sent_back_does_not_count_until_corrected(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("退回")
    await office.li.says("当天没有来村")
    assert "累计 0/8 小时" in (await office.lin.says("本月")).text
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("更正")
    await office.lin.says("3点到5点")
    await office.lin.presses("保存")
    assert "累计 2/8 小时" in (await office.lin.says("本月")).text


async def test_only_the_confirmer_of_the_village_may(office: Office) -> None:
    await recorded(office)
    visit = await the_visit(office)
    for player in (office.lin, office.zhou, office.wang, office.stranger):
        await player.presses_data(f"~|vc:{visit.id}:0")
    assert (await the_visit(office)).confirmation is Confirmation.NONE


async def asked_for_minutes(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("时长少一些")


@pytest.mark.parametrize(
    "said", ["2", "1:30", "少半小时", "-30", "3点半就走了", "只待到3点半", "1个", "11"]
)
async def test_minutes_that_can_be_meant_otherwise_are_shown_back_first(
    office: Office, said: str
) -> None:
    await asked_for_minutes(office)
    card = await office.li.says(said)
    assert said in card.text and "登记2小时" in card.text
    assert (await the_visit(office)).confirmation is Confirmation.NONE


async def test_two_is_hours_or_minutes_and_the_village_says_which(office: Office) -> None:
    await asked_for_minutes(office)
    card = await office.li.says("2")
    assert "“2”是2小时还是2分钟（登记2小时）" in card.text
    assert [button.text for button in card.buttons] == ["2小时", "2分钟", "取消"]
    assert "已确认2小时" in (await office.li.presses("2小时")).text
    assert (await the_visit(office)).confirmed_minutes == 120


async def test_an_end_is_turned_into_minutes_and_a_yes_writes_it(office: Office) -> None:
    await asked_for_minutes(office)
    assert "确认1.5小时（登记2小时），对吗？" in (await office.li.says("3点半就走了")).text
    assert "已确认1.5小时" in (await office.li.says("对的")).text
    assert (await the_visit(office)).confirmed_minutes == 90


async def test_shown_back_wrongly_it_is_said_anew(office: Office) -> None:
    await asked_for_minutes(office)
    await office.li.says("少半小时")
    assert "确认1小时" in (await office.li.says("少一个小时")).text
    assert "已确认40分钟" in (await office.li.says("40分钟")).text


@pytest.mark.parametrize("said", ["没来过", "不知道多久", "半天", "11点就走了", "什么意思？"])
async def test_minutes_not_understood_are_asked_for_again(office: Office, said: str) -> None:
    await asked_for_minutes(office)
    assert "没有看懂时长。登记的是14:00–16:00，2小时" in (await office.li.says(said)).text
    assert "已确认1小时" in (await office.li.says("1小时")).text


@pytest.mark.parametrize("said", ["0", "3小时", "少3小时", "500"])
async def test_minutes_no_visit_has_are_refused(office: Office, said: str) -> None:
    await asked_for_minutes(office)
    assert "1到120分钟之间" in (await office.li.says(said)).text
    assert (await the_visit(office)).confirmation is Confirmation.NONE


@pytest.mark.parametrize("said", ["点错了", "没有", "不是", "取消吧", "不好意思，按错了", "不退了"])
async def test_what_takes_back_is_no_reason_to_send_back(office: Office, said: str) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("退回")
    assert "已取消，什么都没有改动" in (await office.li.says(said)).text
    assert "没有看懂" in (await office.li.says("时间不对")).text  # nobody waits for a reason now
    assert (await the_visit(office)).confirmation is Confirmation.NONE


@pytest.mark.parametrize("said", ["。", "好的", "1", "为什么？", "怎么写", "退回"])
async def test_what_gives_no_reason_is_asked_again(office: Office, said: str) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("退回")
    assert "请写明退回的原因" in (await office.li.says(said)).text
    assert (await the_visit(office)).confirmation is Confirmation.NONE
    assert "已退回" in (await office.li.says("时间不对")).text


async def test_who_opens_something_else_is_not_waited_for(office: Office) -> None:
    """What is said in front of another card is not the reason for the first one."""
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    back, look = office.li.button("退回"), f"~|va:{(await the_visit(office)).id}"
    for turn_away in (office.li.says("待确认"), office.li.presses_data(look)):
        await office.li.presses_data(back)
        await turn_away
        assert "没有看懂" in (await office.li.says("时间不对")).text
    assert (await the_visit(office)).confirmation is Confirmation.NONE
    await office.li.presses_data(back)
    await office.li.presses("取消")
    assert "没有看懂" in (await office.li.says("时间不对")).text


async def corrected(office: Office, said: str = "3点到5点") -> None:
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("更正")
    await office.lin.says(said)
    await office.lin.presses("保存")


@pytest.mark.parametrize("words", ["确认", "时长少一些", "退回"])
async def test_what_has_changed_since_is_shown_again_before_it_is_answered(
    office: Office, words: str
) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await corrected(office)
    card = await office.li.presses(words)
    assert "没有写入：这次服务在那张卡片之后有了变动" in card.text and "15:00–17:00" in card.plain()
    assert (await the_visit(office)).confirmation is Confirmation.NONE
    assert "已确认2小时" in (await office.li.presses("确认")).text


@pytest.mark.parametrize(("words", "answer"), [("时长少一些", "90分钟"), ("退回", "当天没有来村")])
async def test_what_changes_while_the_answer_is_typed_is_shown_again(
    office: Office, words: str, answer: str
) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses(words)
    await corrected(office, "43人")
    assert "43人次" in (await office.li.says(answer)).plain()
    assert (await the_visit(office)).confirmation is Confirmation.NONE


async def test_what_changes_while_minutes_are_shown_back_is_shown_again(office: Office) -> None:
    await asked_for_minutes(office)
    await office.li.says("少半小时")
    await corrected(office)
    assert "15:00–17:00" in (await office.li.presses("确认")).plain()
    assert (await the_visit(office)).confirmation is Confirmation.NONE


async def test_a_second_confirmer_sees_the_answer_of_the_first(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    other = await second_confirmer(office)
    await other.says("待确认")
    await other.presses("11月19日")
    await other.presses("时长少一些")
    await other.says("90分钟")
    assert "村确认90分钟（登记120分钟）" in (await office.li.presses("确认")).plain()
    assert (await the_visit(office)).confirmed_minutes == 90


async def second_confirmer(office: Office) -> Player:
    async with office.storage.unit() as unit:
        person = await unit.people.add("吴示例")
        place, now = office.villages["后塘村"].id, office.clock.now()
        await unit.people.grant(person.id, Role.VILLAGE_CONFIRMER, place, now)
        await unit.people.link_account(person.id, "test", "wu", now)
    return Player(office.dispatcher, person.id, "wu")


@pytest.mark.parametrize("press", ["vc:{}:0", "vc:{}:1", "vb:{}"])
async def test_a_button_of_the_first_version_shows_the_card_again(
    office: Office, press: str
) -> None:
    await recorded(office)
    visit = await the_visit(office)
    card = await office.li.presses_data(f"~|{press.format(visit.id)}")
    assert "请核对现在的内容" in card.text and "14:00–16:00" in card.plain()
    assert (await the_visit(office)).confirmation is Confirmation.NONE
    assert "已确认2小时" in (await office.li.presses("确认")).text


async def test_confirmed_twice_it_is_written_once(office: Office) -> None:
    await recorded(office)
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    confirm = office.li.button("确认")
    await office.li.presses_data(confirm)
    assert "请核对现在的内容" in (await office.li.presses_data(confirm)).text
    await office.li.presses("确认")
    async with office.storage.reading() as unit:
        notes = await unit.audit.of("visit", (await the_visit(office)).id)
    assert [note["action"] for note in notes] == ["record", "confirm"]
