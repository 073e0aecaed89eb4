"""核对: the office reads what is odd about a month's visits."""

from datetime import UTC, datetime

from tests.cast import Office


async def test_visits_of_one_length_are_listed_and_can_be_opened(office: Office) -> None:
    assert "没有需要核对" in (await office.chen.says("核对")).text
    for day in (3, 5, 10, 12):
        await office.lin.says(f"11月{day}号上午9点到11点 后塘村 法律咨询")
        await office.lin.presses("保存")
    card = await office.chen.says("核对")
    assert "林晓的4次服务都是2小时" in card.plain() and "不代表有问题" in card.text
    assert "进村服务记录" in (await office.chen.presses("11月3日")).title


async def test_two_villages_minutes_apart(office: Office) -> None:
    await office.lin.says("昨天上午9点到10点 后塘村 法律咨询")
    await office.lin.presses("保存")
    await office.lin.says("昨天10点03分到11点 后莘村 法律咨询")
    await office.lin.presses("保存")
    office.clock.at = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
    assert "从后塘村到后莘村只隔3分钟" in (await office.chen.says("11月核对")).plain()


async def test_nobody_else_reads_it(office: Office) -> None:
    for player in (office.lin, office.wang, office.li, office.stranger):
        assert "待核对" not in (await player.says("核对")).plain()
