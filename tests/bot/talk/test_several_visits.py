"""Several visits in one message, and visits said by reference to others (规则 3.13)."""

import pytest

from tests.bot.talk.test_photos import PICTURE, photos_of
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office

TWO = "昨天上午9点到10点 后塘村 法治讲座 20人；昨天下午2点到4点 后莘村 法律咨询 8人"


async def test_two_visits_are_one_card_and_saved_together(office: Office) -> None:
    card = await office.lin.says(TWO)
    assert card.title == "请确认2次进村服务"
    assert "1. 11月19日(周四) 09:00–10:00 后塘村 法治讲座 1小时 20人次" in card.text
    assert "2. 11月19日(周四) 14:00–16:00 后莘村 现场法律咨询 2小时 8人次" in card.text
    card = await office.lin.presses("全部保存")
    assert "已保存2次" in card.text
    assert "后塘村累计 1/8 小时" in card.text and "后莘村累计 2/8 小时" in card.text
    assert [v.people for v in await visits_of(office)] == [20]
    assert [v.people for v in await visits_of(office, "后莘村")] == [8]


@pytest.mark.parametrize(
    "said",
    [
        "昨天上午9点到10点后塘村讲座\n昨天下午2点到4点后莘村咨询",
        "1. 昨天上午9点到10点 后塘村 讲座\n2. 昨天下午2点到4点 后莘村 咨询",
        "昨天上午9点到10点在后塘村讲座，然后下午2点到4点去后莘村法律咨询",
        "补记 昨天上午9点到10点 后塘村 讲座；下午2点到4点 后莘村 咨询",
    ],
)
async def test_they_are_told_apart_however_they_are_written(office: Office, said: str) -> None:
    assert (await office.lin.says(said)).title == "请确认2次进村服务"
    await office.lin.says("全部保存")
    assert [v.minutes for v in await visits_of(office)] == [60]
    assert [v.minutes for v in await visits_of(office, "后莘村")] == [120]


async def test_they_may_be_gone_through_one_by_one(office: Office) -> None:
    await office.lin.says(TWO)
    card = await office.lin.presses("逐条核对")
    assert card.title == "请确认进村服务" and "后塘村" in card.plain()
    await office.lin.says("25人")
    card = await office.lin.presses("保存")
    assert "已保存：11月19日(周四) 后塘村" in card.text and "14:00–16:00" in card.plain()
    card = await office.lin.presses("保存")
    assert "后莘村" in card.text and "还留着" not in card.text
    assert [v.people for v in await visits_of(office)] == [25]


async def test_one_that_is_given_up_leaves_the_others(office: Office) -> None:
    await office.lin.says(TWO)
    await office.lin.presses("逐条核对")
    assert "还留着一条没有填完：进村服务 11月19日" in (await office.lin.says("取消")).text
    assert "14:00–16:00" in (await office.lin.presses("继续填上一条")).plain()
    await office.lin.presses("保存")
    assert len(await visits_of(office, "后莘村")) == 1 and await visits_of(office) == []


async def test_each_has_its_own_problem_said(office: Office) -> None:
    await office.lin.says("昨天上午9点到10点 后塘村 讲座")
    await office.lin.presses("保存")
    card = await office.lin.says(
        "昨天上午9点半到10点半 后塘村 讲座\n昨天下午2点到4点 后莘村 咨询\n"
        "昨天下午3点到5点 后塘村 走访\n前天 后莘村 走访"
    )
    assert card.title == "请确认4次进村服务"
    assert "与您已登记的另一次服务时间重叠" in card.text
    assert "与第2条时间重叠" in card.text and "还差几点开始" in card.text
    card = await office.lin.presses("先保存没有问题的1条")
    assert "已保存1次" in card.text and "09:30–10:30" in card.plain()
    assert card.title == "还不能保存"
    assert len(await visits_of(office, "后莘村")) == 1
    card = await office.lin.says("取消")
    assert "（另有1条）" in card.text


async def test_one_of_them_may_be_changed_or_left_out(office: Office) -> None:
    await office.lin.says(TWO)
    assert "后莘村 现场法律咨询 2小时 18人次" in (await office.lin.says("第2条18人")).text
    assert "14:30–16:00" in (await office.lin.says("第二条，2点半到4点")).text
    assert "没有看懂“第3条9人”" in (await office.lin.says("第3条9人")).text
    assert "没有看懂" in (await office.lin.says("好天气")).text
    card = await office.lin.says("第1条不要")
    assert card.title == "请确认进村服务" and "后莘村" in card.plain()
    await office.lin.presses("保存")
    assert await visits_of(office) == []


async def test_what_is_unfinished_is_asked_about_first(office: Office) -> None:
    await office.lin.says("后塘村 民法典讲座 42人")
    card = await office.lin.says(TWO)
    assert "上一条还没有填完：进村服务 后塘村" in card.text and "2次进村服务" in card.text
    card = await office.lin.presses("先办新的")
    assert card.title == "请确认2次进村服务" and "民法典" not in card.text
    card = await office.lin.presses("全部保存")
    assert "还留着一条没有填完：进村服务 后塘村" in card.text


async def test_pictures_beside_several_are_offered_at_the_end(office: Office) -> None:
    await office.lin.says(TWO)
    card = await office.lin.sends_file("1.jpg", PICTURE)
    assert "1张照片" in card.text
    card = await office.lin.presses("全部保存")
    assert "1张照片" in card.text
    await office.lin.presses("继续填上一条")
    await office.lin.presses("11月19日(周四) 14:00")
    assert await photos_of(office, 2) == 1


@pytest.mark.parametrize("said", ["今天跟昨天一样", "跟昨天一样", "今天和昨天一样"])
async def test_as_yesterday_takes_over_and_shows_it(office: Office, said: str) -> None:
    office.clock.at = office.clock.at.replace(hour=13)
    await office.lin.says("昨天下午2点到4点 后塘村 民法典讲座 42人")
    await office.lin.presses("保存")
    card = await office.lin.says(said)
    assert card.title == "请确认进村服务" and "日期：11月20日" in card.plain()
    assert "14:00–16:00" in card.plain() and "主题：民法典讲座" in card.plain()
    assert await visits_of(office) and len(await visits_of(office)) == 1
    await office.lin.presses("保存")
    assert len(await visits_of(office)) == 2


async def test_the_same_again_asks_for_the_day_and_takes_what_is_new(office: Office) -> None:
    await office.lin.says("昨天下午2点到4点 后塘村 民法典讲座 42人")
    await office.lin.presses("保存")
    assert "哪一天" in (await office.lin.says("同上")).text
    assert "14:00–16:00" in (await office.lin.says("前天")).plain()
    await office.lin.says("取消")
    card = await office.lin.says("前天 后莘村 30人，其他同上")
    assert "后莘村" in card.plain() and "30人次" in card.plain() and "14:00" in card.plain()


async def test_an_answer_may_refer_to_yesterday(office: Office) -> None:
    await office.lin.says("前天下午2点到4点 后塘村 民法典讲座 42人")
    await office.lin.presses("保存")
    assert "几点开始" in (await office.lin.says("昨天 后莘村 法律咨询")).text
    card = await office.lin.says("时间跟前天一样")
    assert "后莘村" in card.plain() and "14:00–16:00" in card.plain()
    assert "参加：未填" in card.plain() and "日期：11月19日" in card.plain()


async def test_without_anything_before_it_says_so(office: Office) -> None:
    for said in ("跟昨天一样", "同上"):
        assert "没有找到可以照着填的" in (await office.lin.says(said)).text
    await office.zhou.says("昨天下午2点到4点 南巷村 讲座")
    await office.zhou.presses("保存")
    assert "没有找到可以照着填的" in (await office.lin.says("跟昨天一样")).text


@pytest.mark.parametrize(
    ("asked", "said", "then"),
    [
        ("后塘村 法治讲座", "13日上午", "上午几点开始"),
        ("昨天 后塘村 法治讲座", "下午", "下午几点开始"),
        ("昨天 后塘村 法治讲座", "上午", "上午几点开始"),
    ],
)
async def test_an_answer_is_taken_as_what_it_says(
    office: Office, asked: str, said: str, then: str
) -> None:
    await office.lin.says(asked)
    assert then in (await office.lin.says(said)).text
    card = await office.lin.says("3点到4点" if "下午" in then else "9点到10点")
    assert ("15:00–16:00" if "下午" in then else "09:00–10:00") in card.plain()
