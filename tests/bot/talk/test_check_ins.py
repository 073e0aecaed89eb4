"""到村登记 and 结束登记: one at a time, never guessed, and never in a village nobody named."""

from datetime import timedelta

import pytest

from actions.forgotten import expire_check_ins
from bot.talk.words.notices import card_for
from domain.months import local
from domain.visits import Source
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office

HOUR = timedelta(hours=1)


async def test_both_ends_recorded_on_the_spot(office: Office) -> None:
    assert "后塘村，11月20日(周五) 20:00开始" in (await office.lin.says("到村登记 后塘")).text
    office.clock.at += 1.5 * HOUR
    await office.lin.says("结束登记")
    await office.lin.presses("现场法律咨询")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    assert (visit.minutes, visit.source) == (90, Source.LIVE)


async def test_a_village_nobody_named_is_never_checked_into(office: Office) -> None:
    card = await office.zhou.says("到村登记 后塘村")
    assert "没有找到“后塘村”" in card.text and [b.text for b in card.buttons] == ["南巷村"]
    card = await office.lin.says("到村登记 厚塘村")
    assert "没有找到“厚塘村”" in card.text
    assert [b.text for b in card.buttons] == ["后塘村", "后莘村"]
    card = await office.zhou.says("到村登记")
    assert "南巷村" in card.text and card.title == "已到村登记"


@pytest.mark.parametrize(
    "said",
    ["到村登记后塘村", "到村登记后塘村。", "帮我到村登记后塘村", "“到村登记”后塘村",
     "到村 登记 后塘村", "嗯，我要到村登记，后塘村", "到村登记：后塘村", "到\u200b村登记后塘村"],
)  # fmt: skip
async def test_a_command_may_be_joined_to_what_it_is_about(said: str, office: Office) -> None:
    assert (await office.lin.says(said)).title == "已到村登记"


@pytest.mark.parametrize(
    "said", ["到村登记不了", "到村登记怎么弄", "到村登记了吗", "到村登记在哪里"]
)
async def test_a_question_about_a_command_does_not_give_it(said: str, office: Office) -> None:
    assert "没有看懂" in (await office.lin.says(said)).text


async def test_only_one_is_open_and_a_mistaken_one_can_be_dropped(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    card = await office.lin.says("到村登记 后莘村")
    assert "还有一次到村登记没有结束" in card.text
    assert "不计入时长" in (await office.lin.presses("登记错了")).text
    assert (await office.lin.says("到村登记 后莘村")).title == "已到村登记"


async def test_the_end_is_asked_for_once_the_day_is_over(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += 5 * HOUR
    assert local(office.clock.at).hour == 1
    for ask in (office.lin.says("结束登记"), office.lin.presses_data("~|co:1")):
        assert "做了多久" in (await ask).text
    await office.lin.says("23:40")
    await office.lin.presses("法治讲座")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    assert (visit.minutes, visit.source) == (220, Source.AFTERWARDS)


async def test_a_draft_can_be_dropped_where_it_is_told(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += 24 * HOUR
    async with office.storage.unit() as unit:
        await expire_check_ins(unit, office.clock.now())
        (told,) = await unit.outbox.newer_than(0)
    card = card_for(told.notice).standing()
    drop = next(b.press for b in card.buttons if b.text == "登记错了")
    assert "不计入时长" in (await office.lin.presses_data(drop)).text
    assert "没有正在进行的到村登记" in (await office.lin.says("结束登记")).text


async def test_a_clock_set_back_never_makes_a_visit(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at -= HOUR
    await office.lin.says("结束登记")
    card = await office.lin.presses("法治讲座")
    assert card.title == "还不能保存" and "结束时间不在开始时间之后" in card.text
    assert await visits_of(office) == []


async def test_a_village_that_was_retired_is_left_out(office: Office) -> None:
    async with office.storage.unit() as unit:
        village = office.villages["后塘村"]
        today = local(office.clock.at).date()
        await unit.villages.save(village.model_copy(update={"retired_on": today}))
    card = await office.lin.says("到村登记 后塘村")
    assert "没有找到“后塘村”" in card.text and [b.text for b in card.buttons] == ["后莘村"]


async def test_last_months_sentence_foretells_nothing(office: Office) -> None:
    office.clock.at -= timedelta(days=17)
    await office.lin.says("10月31日下午2点到4点 后塘村 法治讲座")
    text = (await office.lin.presses("保存")).text
    assert "10月后塘村累计 2/8 小时，还差 6小时；这个月已经过完" in text
    async with office.storage.reading() as unit:
        assert len(await unit.visits.latest_of_adviser(office.lin.person_id, 9)) == 1


@pytest.mark.parametrize("said", ["我到后塘村了", "已经到后塘", "刚刚抵达了后塘村"])
async def test_arriving_and_leaving_may_just_be_told(office: Office, said: str) -> None:
    assert "后塘村，11月20日(周五) 20:00开始" in (await office.lin.says(said)).text
    office.clock.at += HOUR
    assert "是哪一类服务" in (await office.lin.says("我离开后塘村了")).text


@pytest.mark.parametrize("said", ["我走了", "我到南巷村了", "走访了", "昨天到后塘村了"])
async def test_what_only_resembles_it_begins_and_ends_nothing(office: Office, said: str) -> None:
    await office.lin.says(said)
    async with office.storage.reading() as unit:
        assert await unit.check_ins.open_of(office.lin.person_id) is None


@pytest.mark.parametrize(
    ("said", "time"),
    [("9点半走的，法治讲座30人", "20:00–21:30"), ("我9点半就走了，法治讲座，30人", "20:00–21:30"),
     ("结束登记 9点半 法治讲座 30人", "20:00–21:30"), ("结束登记 法治讲座 30人", "20:00–23:00"),
     ("今天21:40离开的 法治讲座 30人", "20:00–21:40")],
)  # fmt: skip
async def test_what_is_said_with_the_leaving_is_taken(office: Office, said: str, time: str) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += 3 * HOUR
    card = (await office.lin.says(said)).plain()
    assert time in card and "法治讲座" in card and "30人次" in card and "后塘村" in card


async def test_the_leaving_may_be_told_after_midnight(office: Office) -> None:
    office.clock.at += 2 * HOUR
    await office.lin.says("到村登记 后塘村")
    office.clock.at += 2.5 * HOUR
    card = (await office.lin.says("0点走的，法治讲座")).plain()
    assert "11月20日" in card and "22:00–24:00" in card


@pytest.mark.parametrize(
    "said", ["昨天9点半走的", "昨天下午走的", "下午2点到4点走的", "讲完就走了的"]
)
async def test_another_leaving_ends_nothing(office: Office, said: str) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += 3 * HOUR
    assert "20:00" not in (await office.lin.says(said)).plain()
    async with office.storage.reading() as unit:
        assert await unit.check_ins.open_of(office.lin.person_id) is not None


async def test_what_belongs_to_another_visit_is_not_mixed_in(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += HOUR
    card = await office.lin.says("结束登记 昨天上午9点到10点 后莘村 法律咨询 6人")
    assert "先办哪一个" in card.plain()


@pytest.mark.parametrize("behind", ["嘻嘻", "昨天", "后莘村"])
async def test_what_does_not_fit_the_leaving_is_said(office: Office, behind: str) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += HOUR
    card = await office.lin.says(f"结束登记 {behind}")
    assert "没有看懂" in card.plain() and "是哪一类服务" in card.plain()
