"""Questions in plain words get an answer, each according to what they may see."""

from datetime import timedelta

import pytest

from domain.people import Role
from tests.cast import Office

VISIT = "昨天下午2点到4点半 后塘村 民法典讲座 42人"


@pytest.mark.parametrize(
    "said",
    ["本月还差多少", "我这个月怎么样", "还差几个小时", "谁还没达标", "林晓", "后塘村还差多少？"],
)
async def test_an_adviser_hears_where_their_month_stands(office: Office, said: str) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    card = await office.lin.says(said)
    assert "后塘村累计 2.5/8 小时" in card.text and "您本月共登记 1 次" in card.text


async def test_last_month_may_be_asked_for(office: Office) -> None:
    office.clock.at -= timedelta(days=17)
    await office.lin.says("10月20日下午2点到4点 后塘村 讲座")
    await office.lin.presses("保存")
    card = await office.lin.says("我10月怎么样")
    assert card.title == "2026年10月进村服务" and "10月后塘村累计 2/8 小时" in card.text


async def test_an_adviser_hears_nothing_of_others(office: Office) -> None:
    for said in ("周航", "周航怎么样", "南巷村还差多少", "王大姐"):
        assert "没有看懂" in (await office.lin.says(said)).text
    for said in ("谁还没达标", "本月还差多少", "林晓", "哪些网格没有明白人"):
        assert "邀请码" in (await office.stranger.says(said)).text


async def test_what_was_done_may_be_asked_for(office: Office) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    assert "11月19日" in (await office.lin.says("我登记了哪些？")).buttons[0].text


@pytest.mark.parametrize("said", ["谁还没达标", "哪些村没达标？", "还有谁没完成"])
async def test_the_office_hears_who_is_short(office: Office, said: str) -> None:
    assert (await office.chen.says(said)).plain() == (await office.chen.says("未达标")).plain()


async def test_the_office_hears_how_the_month_goes(office: Office) -> None:
    card = await office.chen.says("这个月进度怎么样")
    assert card.plain() == (await office.chen.says("本月情况")).plain()
    card = await office.chen.says("哪些网格没有明白人")
    assert card.plain() == (await office.chen.says("网格覆盖")).plain()
    assert "南巷村" in (await office.chen.says("南巷村怎么样")).plain()


@pytest.mark.parametrize("said", ["林律师", "林晓律师这个月怎么样", "查一下林晓的进度"])
async def test_the_office_asks_about_an_adviser(office: Office, said: str) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    card = await office.chen.says(said)
    assert "林晓：2026年11月进村服务" in card.plain()
    assert "后塘村累计 2.5/8 小时" in card.text and "后莘村累计 0/8 小时" in card.text


async def test_an_advisers_name_alone_shows_villages_and_months(office: Office) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    card = await office.chen.says("林晓")
    assert "法律顾问（后塘村、后莘村）" in card.plain() and "后塘村2.5小时" in card.plain()


async def test_a_name_finds_whoever_it_is(office: Office) -> None:
    assert "网格员" in (await office.chen.says("王大姐")).plain()
    await office.wang.says("登记明白人 王秀英 村妇联执委 后塘村第一网格 在册")
    await office.wang.presses("保存")
    for player in (office.wang, office.chen):
        card = await player.says("王秀英")
        assert "王秀英" in card.plain() and "后塘村第一网格" in card.plain()
    assert "没有看懂" in (await office.zhou.says("王秀英")).text
    await office.wang.says("登记明白人 王秀英 人民调解员 后塘村第二网格 培训中")
    await office.wang.presses("保存")
    card = await office.wang.says("王秀英")
    assert "有几位" in card.text
    assert "后塘村第二网格" in (await office.wang.presses("王秀英 后塘村第二网格")).plain()


async def test_a_grid_worker_hears_of_their_grids(office: Office) -> None:
    assert (await office.wang.says("哪些网格没有明白人")).title == "我的网格"
    assert (await office.wang.says("我的进度怎么样")).title == "我的网格"


async def test_a_question_amid_an_entry_is_answered_and_the_entry_kept(office: Office) -> None:
    await office.lin.says("后塘村 民法典讲座 42人")
    card = await office.lin.says("本月还差多少")
    assert "累计" in card.text and "还留着一条没有填完：进村服务 后塘村" in card.text
    assert "哪一天" in (await office.lin.presses("继续填上一条")).text


async def test_a_reason_is_no_question(office: Office) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    await office.li.says("待确认")
    await office.li.presses("11月19日")
    await office.li.presses("退回")
    assert "已退回" in (await office.li.says("还差多少小时没来")).text


@pytest.mark.parametrize("said", ["还有多少人没开通", "谁还没有加入？", "哪些人未开通"])
async def test_the_office_hears_who_was_not_let_in_yet(office: Office, said: str) -> None:
    async with office.storage.unit() as unit:
        person = await unit.people.add("示例甲", None)
        village_id = office.villages["后莘村"].id
        now = office.clock.now()
        await unit.people.grant(person.id, Role.VILLAGE_CONFIRMER, village_id, now)
    card = await office.chen.says(said)
    assert "示例甲" in card.plain() + "".join(b.text for b in card.buttons)
    assert "没有看懂" in (await office.lin.says(said)).text


@pytest.mark.parametrize("said", ["这个月我去过哪几个村", "查看我的服务记录", "看一下记录"])
async def test_an_adviser_sees_the_visits_that_were_made(office: Office, said: str) -> None:
    await office.lin.says(VISIT)
    await office.lin.presses("保存")
    assert "11月19日" in (await office.lin.says(said)).buttons[0].text
