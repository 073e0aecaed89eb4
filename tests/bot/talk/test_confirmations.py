"""The village's word: confirm, confirm fewer minutes, send back."""

from domain.months import Month
from domain.notices import VisitAnswered, VisitToConfirm
from domain.visits import Confirmation, Visit
from tests.cast import Office


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
