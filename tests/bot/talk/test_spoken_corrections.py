"""A correction that is spoken corrects the visit it means, and begins none (规则 3.13)."""

import pytest

from domain.months import Month
from tests.bot.talk.test_visit_entry import visits_of
from tests.cast import Office

YESTERDAY = "昨天下午2点到4点 后塘村 民法典讲座 42人"
BEFORE = "前天上午9点到10点 后莘村 法律咨询 8人"


@pytest.fixture
async def told(office: Office) -> Office:
    """林律师 has recorded two visits."""
    for line in (BEFORE, YESTERDAY):
        await office.lin.says(line)
        await office.lin.presses("保存")
    return office


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("把昨天那次改成30人", "参加 42人次 → 30人次"),
        ("把昨天那次的人数改为30人", "参加 42人次 → 30人次"),
        ("更正：昨天后塘村30人", "参加 42人次 → 30人次"),
        ("更正 昨天那次 30人", "参加 42人次 → 30人次"),
        ("昨天那条人数报错了，是35", "参加 42人次 → 35人次"),
        ("刚才那条改成30人", "参加 42人次 → 30人次"),
        ("改成30人", "参加 42人次 → 30人次"),
        ("把昨天那次的时间改成下午3点到5点", "时间 14:00–16:00 → 15:00–17:00"),
        ("昨天那次不是讲座，是法律咨询", "类型 法治讲座 → 现场法律咨询"),
        ("把前天那次改成12人", "参加 8人次 → 12人次"),
        ("把后莘村那次改成12人", "参加 8人次 → 12人次"),
    ],
)
async def test_the_change_is_shown_and_confirmed(told: Office, said: str, change: str) -> None:
    card = await told.lin.says(said)
    assert card.title == "请确认更正" and f"改动：{change}。" in card.text
    assert "已更正" in (await told.lin.presses("保存")).text
    assert len(await visits_of(told)) == len(await visits_of(told, "后莘村")) == 1


@pytest.mark.parametrize(
    "said", ["删除昨天那条", "昨天那次不要了", "撤回刚才那条", "把昨天的登记删了"]
)
async def test_a_visit_is_withdrawn_once_that_is_confirmed(told: Office, said: str) -> None:
    card = await told.lin.says(said)
    assert "确定撤回这条记录吗" in card.text and "11月19日" in card.text
    assert len(await visits_of(told)) == 1
    assert "已撤回" in (await told.lin.presses("确定撤回")).text
    assert await visits_of(told) == [] and len(await visits_of(told, "后莘村")) == 1


async def test_where_several_fit_it_is_asked_which(told: Office) -> None:
    await told.lin.says("昨天晚上7点到8点 后塘村 反诈宣传 20人")
    await told.lin.presses("保存")
    card = await told.lin.says("把昨天那次改成30人")
    assert "要更正的是哪一次" in card.text and len(card.buttons) == 3
    card = await told.lin.presses("11月19日(周四) 14:00")
    assert "参加 42人次 → 30人次" in card.text
    await told.lin.presses("取消")
    assert "要撤回的是哪一次" in (await told.lin.says("删除昨天那条")).text
    card = await told.lin.presses("11月19日(周四) 19:00")
    assert "确定撤回" in card.text and "19:00" in card.text


@pytest.mark.parametrize(
    "said", ["把10月3号那次改成30人", "删除上周三那条", "更正：11月5日后塘村30人"]
)
async def test_what_does_not_exist_begins_nothing(told: Office, said: str) -> None:
    card = await told.lin.says(said)
    assert "没有找到要更正的那一次" in card.text and "什么都没有改动" in card.text
    assert "没有看懂" in (await told.lin.says("30人")).text


async def test_amid_an_entry_it_is_of_that_one_or_of_the_one_named(told: Office) -> None:
    await told.lin.says("今天上午9点到10点 后塘村 讲座 20人")
    assert "参加：25人次" in (await told.lin.says("改成25人")).plain()
    assert "参加：26人次" in (await told.lin.says("人数错了，是26")).plain()
    card = await told.lin.says("把前天那次改成12人")
    assert "上一条还没有保存：进村服务 11月20日" in card.text and "更正 11月18日" in card.text
    card = await told.lin.presses("先办新的")
    assert "参加 8人次 → 12人次" in card.text
    card = await told.lin.presses("保存")
    assert "还留着一条没有填完：进村服务 11月20日" in card.text


async def test_its_words_are_never_a_topic(told: Office) -> None:
    await told.lin.says("今天上午9点到10点 后塘村 讲座")
    for said in ("改成30人", "时间改到10点到11点", "地点改成后莘村"):
        assert "主题：未填" in (await told.lin.says(said)).plain()
    assert "后莘村" in told.lin.card.plain() and "10:00–11:00" in told.lin.card.plain()
    await told.lin.presses("填主题")
    assert "主题：反诈宣传" in (await told.lin.says("主题改成反诈宣传")).plain()


async def test_a_correction_that_changes_nothing_says_so(told: Office) -> None:
    card = await told.lin.says("把昨天那次改成42人")
    assert "和原来的记录一样，还没有改动" in card.text


async def test_nobody_corrects_what_is_not_theirs(told: Office) -> None:
    assert "没有找到" in (await told.zhou.says("把昨天那次改成30人")).text
    (visit,) = await visits_of(told)
    assert visit.people == 42


async def test_a_closed_month_is_refused(told: Office) -> None:
    async with told.storage.unit() as unit:
        policy = await unit.policies.of_month(Month(2026, 11))
        await unit.months.close(Month(2026, 11), told.district_id, policy, "", told.clock.now())
    assert "已经截止" in (await told.lin.says("把昨天那次改成30人")).text
    assert "已经截止" in (await told.lin.says("删除昨天那条")).text


async def test_while_a_correction_is_open_more_may_be_corrected(told: Office) -> None:
    await told.lin.says("把昨天那次改成30人")
    card = await told.lin.says("昨天那次的时间改成下午3点到5点")
    assert "时间 14:00–16:00 → 15:00–17:00；参加 42人次 → 30人次" in card.text
