"""An adviser records a visit: one line, missing parts, refusals, corrections."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.months import Month
from domain.visits import Activity, Source
from tests.cast import Office


async def visits_of(office: Office, name: str = "后塘村") -> list:
    async with office.storage.reading() as unit:
        found = await unit.visits.of_village(office.villages[name].id, Month(2026, 11))
    return [visit for visit in found if visit.withdrawn_at is None]


async def test_one_line_is_confirmed_and_then_saved(office: Office) -> None:
    card = await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座 42人")
    assert card.title == "请确认进村服务"
    assert "后塘村" in card.plain() and "14:00–16:30，2.5小时" in card.plain()
    assert await visits_of(office) == []
    card = await office.lin.presses("保存")
    assert "11月后塘村累计 2.5/8 小时，还差 5.5小时" in card.plain()
    (visit,) = await visits_of(office)
    assert (visit.day, visit.minutes, visit.people) == (date(2026, 11, 19), 150, 42)
    assert (visit.activity, visit.source) == (Activity.LECTURE, Source.AFTERWARDS)


async def test_missing_parts_are_asked_one_at_a_time(office: Office) -> None:
    assert "哪个村" in (await office.lin.says("昨天两小时 法律咨询")).text
    assert "几点开始" in (await office.lin.presses("后莘村")).text
    card = await office.lin.says("下午3点")
    assert card.title == "请确认进村服务" and "15:00–17:00" in card.plain()


async def test_the_buttons_alone_are_enough(office: Office) -> None:
    await office.lin.says("补记")
    await office.lin.presses("后塘村")
    await office.lin.presses("昨天")
    await office.lin.presses("09:00")
    await office.lin.presses("2小时")
    await office.lin.presses("现场法律咨询")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    assert visit.minutes == 120


async def test_a_number_typed_is_the_button_pressed(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 法治讲座")
    card = await office.lin.says("1")
    assert "后塘村" in card.plain() and card.title == "请确认进村服务"


@pytest.mark.parametrize(
    ("line", "answers", "span"),
    [
        ("后塘村 讲座 昨天晚上", ["7点到8点半"], "19:00–20:30"),
        ("后塘村 讲座", ["13日晚上", "7点到8点半"], "19:00–20:30"),
        ("后塘村 讲座 昨天", ["晚上", "7点", "8点半"], "19:00–20:30"),
        ("后塘村 讲座 昨天晚上", ["上午9点到11点"], "09:00–11:00"),
    ],
)
async def test_a_part_of_the_day_is_kept_for_the_time_that_follows(
    line: str, answers: list[str], span: str, office: Office
) -> None:
    card = await office.lin.says(line)
    for answer in answers:
        card = await office.lin.says(answer)
    assert span in card.plain()


@pytest.mark.parametrize("end", ["0:20", "凌晨1点"])
async def test_an_end_in_the_night_is_said_to_cross_midnight(end: str, office: Office) -> None:
    await office.lin.says("昨天 后塘村 讲座 晚上10点开始")
    card = await office.lin.says(end)
    assert "跨过了零点" in card.plain() and "保存" not in [b.text for b in card.buttons]


@pytest.mark.parametrize("end", ["0点", "24:00", "零点", "12点"])
async def test_a_visit_may_last_until_midnight(end: str, office: Office) -> None:
    """It counts for the day, and the month, on which it began."""
    await office.lin.says("昨天 后塘村 讲座 晚上10点开始")
    card = await office.lin.says(end)
    assert "22:00–24:00" in card.plain() and "2小时" in card.plain()
    assert "已保存" in (await office.lin.presses("保存")).text
    card = await office.lin.says("把昨天那次改成30人")
    assert "22:00–24:00" in card.plain() and "30人次" in card.plain()


async def test_so_is_an_hour_that_begins_before_midnight(office: Office) -> None:
    await office.lin.says("昨天 后塘村 讲座 23:30开始")
    assert "跨过了零点" in (await office.lin.presses("1小时")).plain()
    assert "23:30–23:59" in (await office.lin.says("到23:59")).plain()


async def test_what_is_to_change_can_just_be_said(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    assert "42人次" in (await office.lin.says("42人")).plain()
    assert "15:00–17:00" in (await office.lin.says("3点到5点")).plain()
    await office.lin.presses("填主题")
    assert "主题：反诈宣传" in (await office.lin.says("反诈宣传")).plain()


async def test_the_buttons_under_a_refusal_work_and_numbers_stay_those_of_the_card_before(
    office: Office,
) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    await office.lin.presses_data("0|f:save:")
    assert (await office.lin.presses("菜单")).title == "法治哨点"
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    assert "已经过期" in (await office.lin.presses_data("0|f:save:")).text
    assert not office.lin.card.numbered
    assert "已保存" in (await office.lin.says("1")).text


async def test_cancel_always_works(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    assert "已取消" in (await office.lin.says("取消")).text
    assert await visits_of(office) == []


async def test_an_old_button_says_so(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    old = office.lin.button("保存")
    await office.lin.says("前天上午9点到10点 后塘村 法律咨询")
    assert "已经过期" in (await office.lin.presses_data(old)).text
    assert await visits_of(office) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("昨天16点到14点 后塘村 法治讲座", "结束时间不在开始时间之后"),
        ("昨天14:00到14:05 后塘村 法治讲座", "不足10分钟"),
        ("昨天早上6点到晚上7点 后塘村 法治讲座", "超过12小时"),
        ("今天下午2点到晚上11点 后塘村 法治讲座", "还没有到"),
        ("前天晚上10点到凌晨1点 后塘村 法治讲座", "跨过了零点"),
    ],
)
async def test_refusals_of_times_say_what_to_do(office: Office, line: str, sentence: str) -> None:
    card = await office.lin.says(line)
    assert card.title == "还不能保存" and sentence in card.text
    assert "保存" not in [b.text for b in card.buttons]


async def test_a_village_of_another_adviser_is_refused(office: Office) -> None:
    card = await office.lin.says("昨天下午2点到4点半 南巷村 法治讲座")
    assert "没有找到“南巷村”" in card.text


async def test_before_the_assignment_began_is_refused(office: Office) -> None:
    async with office.storage.unit() as unit:
        (one,) = await unit.advisers.assignments_of_village(office.villages["后塘村"].id)
        await unit.advisers.end(one.id, date(2026, 11, 10))
    card = await office.lin.says("11月5号下午2点到4点 后塘村 法治讲座")
    assert card.title == "请确认进村服务"
    card = await office.lin.says("11月15号")
    assert "不是这个村(社区)的法律顾问" in card.text


async def test_an_overlap_names_the_other_visit(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    card = await office.lin.says("昨天下午3点到5点 后莘村 法律咨询")
    assert "重叠：11月19日(周四) 14:00–16:00" in card.text
    assert (await office.lin.says("4点到5点")).title == "请确认进村服务"


async def test_a_closed_month_is_refused(office: Office) -> None:
    async with office.storage.unit() as unit:
        policy = await unit.policies.of_month(Month(2026, 10))
        await unit.months.close(Month(2026, 10), office.district_id, policy, "", office.clock.now())
    card = await office.lin.says("10月20号下午2点到4点 后塘村 法治讲座")
    assert "2026年10月已经截止" in card.text


async def test_check_in_and_check_out_give_the_difference(office: Office) -> None:
    assert "到了哪个村" in (await office.lin.says("到村登记")).text
    assert "20:00开始" in (await office.lin.presses("后莘村")).text
    again = await office.lin.says("到村登记 后塘村")
    assert "还有一次到村登记没有结束" in again.text
    office.clock.at += timedelta(minutes=95)
    assert "哪一类服务" in (await office.lin.says("结束登记")).text
    card = await office.lin.presses("入户走访宣传")
    assert "20:00–21:35" in card.plain()
    await office.lin.presses("保存")
    (visit,) = await visits_of(office, "后莘村")
    assert (visit.minutes, visit.source) == (95, Source.LIVE)
    assert "没有正在进行" in (await office.lin.says("结束登记")).text


async def test_changing_the_time_by_hand_is_no_longer_live(office: Office) -> None:
    await office.lin.says("到村登记 后塘村")
    office.clock.at += timedelta(minutes=95)
    await office.lin.says("结束登记")
    await office.lin.presses("法治讲座")
    await office.lin.says("20:00到21:00")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    assert visit.source is Source.AFTERWARDS


async def test_history_correct_and_withdraw(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座 42人")
    await office.lin.presses("保存")
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("更正")
    await office.lin.says("2点到5点")
    assert "累计 3/8 小时" in (await office.lin.presses("保存")).plain()
    (visit,) = await visits_of(office)
    assert (visit.minutes, visit.people) == (180, 42)
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("撤回")
    assert "已撤回" in (await office.lin.presses("确定撤回")).text
    assert await visits_of(office) == []
    async with office.storage.reading() as unit:
        assert [row["action"] for row in await unit.audit.of("visit", visit.id)] == [
            "record",
            "correct",
            "withdraw",
        ]


async def test_my_month_speaks_of_every_village(office: Office) -> None:
    text = (await office.lin.says("本月")).text
    assert "后塘村累计 0/8 小时" in text and "后莘村累计 0/8 小时" in text


async def test_history_pages(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
    for day in range(1, 12):
        await office.lin.says(f"11月{day}号上午9点到10点 后塘村 法律咨询")
        await office.lin.presses("保存")
    card = await office.lin.says("记录")
    assert "11月11日" in card.buttons[0].text
    card = await office.lin.presses("下一页")
    assert "11月3日" in card.buttons[0].text


async def test_a_repeated_event_is_answered_again_but_applied_once(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点半 后塘村 民法典讲座")
    save = office.lin.button("保存")
    first = await office.lin.presses_data(save, "same")
    second = await office.lin.presses_data(save, "same")
    assert first == second and len(await visits_of(office)) == 1


async def test_nobody_but_the_adviser_can_touch_a_visit(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    (visit,) = await visits_of(office)
    for press in (f"~|ve:{visit.id}", f"~|vw:{visit.id}:1", f"~|vo:{visit.id}"):
        assert "权限" in (await office.zhou.presses_data(press)).text
    assert len(await visits_of(office)) == 1


async def test_a_stranger_gets_one_polite_sentence(office: Office) -> None:
    for text in ("后塘村", "到村登记", "昨天下午2点到4点半 后塘村 民法典讲座", "/start"):
        card = await office.stranger.says(text)
        assert "邀请码" in card.text and "村" not in card.text
    assert "邀请码" in (await office.stranger.presses_data("~|vo:1")).text


async def test_a_near_name_is_asked_and_never_guessed(office: Office) -> None:
    card = await office.zhou.says("昨天下午2点到4点半 南港村 法治讲座")
    assert "没有找到“南港村”，是南巷村吗？" in card.text
    assert (await office.zhou.presses("南巷村")).title == "请确认进村服务"


async def test_small_talk_begins_no_entry(office: Office) -> None:
    for text in ("今天天气不错", "明天见", "收到", "好的谢谢"):
        assert "没有看懂" in (await office.lin.says(text)).text


async def test_a_withdrawn_visit_is_neither_changed_nor_confirmed(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    change = office.lin.button("更正")
    await office.li.says("待确认")
    ask = office.li.button("11月19日")
    await office.lin.says("记录")
    await office.lin.presses("11月19日")
    await office.lin.presses("撤回")
    await office.lin.presses("确定撤回")
    assert "可能已被撤回" in (await office.lin.presses_data(change)).text
    assert "可能已被撤回" in (await office.li.presses_data(ask)).text


async def test_a_visit_of_a_closed_month_opens_no_correction(office: Office) -> None:
    office.clock.at -= timedelta(days=17)
    await office.lin.says("10月31日下午2点到4点 后塘村 法治讲座")
    await office.lin.presses("保存")
    change = office.lin.button("更正")
    async with office.storage.unit() as unit:
        policy = await unit.policies.of_month(Month(2026, 10))
        await unit.months.close(Month(2026, 10), office.district_id, policy, "", office.clock.now())
    assert "已经截止" in (await office.lin.presses_data(change)).text


FIRST = "昨天下午2点到4点半 后塘村 民法典讲座 42人"
SECOND = "前天上午9点到10点 后莘村 法律咨询 8人"


async def test_a_second_line_does_not_melt_into_one_not_saved_yet(office: Office) -> None:
    await office.lin.says(FIRST)
    assert "上一条还没有保存" in (await office.lin.says(SECOND)).text
    card = await office.lin.presses("先保存上一条")
    assert "已保存：11月19日" in card.text and "11月18日" in card.plain()
    assert "主题：未填" in card.plain()
    await office.lin.presses("保存")
    assert [v.minutes for v in await visits_of(office)] == [150]
    assert [v.minutes for v in await visits_of(office, "后莘村")] == [60]


async def test_a_whole_line_while_correcting_asks_which_is_meant(office: Office) -> None:
    await office.lin.says(FIRST)
    await office.lin.presses("保存")
    await office.lin.presses("更正")
    assert "上一条还没有保存：更正 11月19日" in (await office.lin.says(SECOND)).text
    await office.lin.presses("先办新的")
    assert "还留着一条没有填完：更正 11月19日" in (await office.lin.presses("保存")).text
    assert [v.minutes for v in await visits_of(office)] == [150]
    assert [v.minutes for v in await visits_of(office, "后莘村")] == [60]


async def test_a_whole_line_does_not_melt_into_a_half_entry(office: Office) -> None:
    await office.lin.says("周二 后塘村 咨询 20人")
    assert "上一条还没有填完" in (await office.lin.says(SECOND)).text
    card = await office.lin.presses("放弃上一条")
    assert "11月18日" in card.plain() and "后莘村" in card.plain() and "8人次" in card.plain()
    assert "还留着" not in (await office.lin.presses("保存")).text


async def test_a_half_entry_said_again_in_full_is_the_same_visit(office: Office) -> None:
    await office.lin.says("后莘村 法律咨询")
    assert (await office.lin.says(SECOND)).title == "请确认进村服务"


async def test_the_same_line_sent_again_is_the_same_visit(office: Office) -> None:
    await office.lin.says(FIRST)
    assert (await office.lin.says(FIRST)).title == "请确认进村服务"
    await office.lin.presses("保存")
    assert [v.minutes for v in await visits_of(office)] == [150]


async def test_a_line_after_one_that_was_refused_is_a_new_one(office: Office) -> None:
    await office.lin.says(FIRST)
    await office.lin.presses("保存")
    assert "重叠" in (await office.lin.says(FIRST)).text
    assert "上一条还没有填完" in (await office.lin.says(SECOND)).text
    assert (await office.lin.presses("放弃上一条")).title == "请确认进村服务"
