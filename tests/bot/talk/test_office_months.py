"""重开, 补录 and 电话."""

from datetime import UTC, datetime

import pytest

from actions.month.closing import close_month
from bot.talk.presses.months import About, StreetMonth
from domain.months import Month
from domain.policy import Policy
from domain.visits import Source
from tests.cast import Office
from tests.documents import lines_of

OCTOBER = Month(2026, 10)


@pytest.fixture
async def closed(office: Office) -> Office:
    """October is closed; today is 2026-11-20."""
    fifth = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
    await close_month(office.storage, OCTOBER, office.district_id, fifth)
    return office


async def test_a_leader_reopens_a_month_with_a_reason(closed: Office) -> None:
    assert "请写明理由" in (await closed.zhao.says("重开 2026-10")).text
    assert "已重开2026年10月" in (await closed.zhao.says("漏报后塘村的讲座")).text
    async with closed.storage.reading() as unit:
        record = await unit.months.get(OCTOBER, closed.district_id)
    assert not record.closed and record.reason == "漏报后塘村的讲座"


async def test_reason_and_month_in_one_line(closed: Office) -> None:
    assert "已重开" in (await closed.zhao.says("重开 10月 漏报后塘村的讲座")).text
    assert "不用重开" in (await closed.zhao.says("重开 10月 再来一次")).text
    assert "是哪个月" in (await closed.zhao.says("重开")).text


async def test_only_a_leader_reopens(closed: Office) -> None:
    assert "不在您的权限范围" in (await closed.chen.says("重开 2026-10 漏报")).text
    async with closed.storage.reading() as unit:
        assert await unit.months.is_closed(OCTOBER, closed.district_id)


async def test_the_office_adds_a_visit_to_a_reopened_month(closed: Office) -> None:
    line = "补录 林晓 10月20日下午2点到4点 后塘村 法治讲座 30人"
    assert "已经截止" in (await closed.chen.says(line)).text
    await closed.zhao.says("重开 2026-10 漏报后塘村的讲座")
    card = await closed.chen.says(line)
    assert card.title == "请确认进村服务"
    assert "已保存" in (await closed.chen.presses("保存")).text
    async with closed.storage.reading() as unit:
        (visit,) = await unit.visits.latest_of_adviser(closed.lin.person_id, 9)
    assert (visit.source, visit.minutes) == (Source.OFFICE, 120)


async def test_the_adviser_is_chosen_and_the_rest_asked_for(office: Office) -> None:
    card = await office.chen.says("补录")
    assert [b.text.strip("\ue000\ue001") for b in card.buttons][-1] == "取消"
    assert "哪个村" in (await office.chen.presses("林晓")).text
    await office.chen.presses("后塘村")
    await office.chen.says("昨天")
    await office.chen.says("9点到11点")
    await office.chen.presses("法治讲座")
    assert "已保存" in (await office.chen.presses("保存")).text
    assert "没有找到“孙悟空”" in (await office.chen.says("补录 孙悟空")).text


async def test_a_village_named_while_a_visit_is_added_is_an_answer_and_opens_no_village(
    office: Office,
) -> None:
    await office.chen.says("补录 林晓")
    assert "哪一天" in (await office.chen.says("后塘村")).text
    assert "几点开始" in (await office.chen.says("昨天")).text
    assert "哪个网格" not in (await office.chen.says("后塘村")).text
    assert (await office.chen.says("取消")).text.startswith("已取消")
    assert (await office.chen.says("后塘村")).title == "后塘村 2026年11月"


async def test_the_bulletin_of_a_closed_month_is_read_and_taken_away(closed: Office) -> None:
    card = await closed.chen.says("通报", event_id="same")
    assert "2026年10月通报稿" in card.title and "时长达标0/4(0%)" in card.text
    file = card.attachment
    assert file and file.name == "黄梅街道2026年10月通报（草稿）.docx" and not file.roster
    assert (await closed.chen.says("通报", event_id="same")).attachment == file
    async with closed.storage.reading() as unit:
        kept = await unit.files.get(file.file_id)
    assert kept
    lines = lines_of(kept.content)
    assert lines[0].startswith("2026年10月") and "南巷村|0/8小时" in lines
    assert [line for line in lines if "时长达标0/4(0%)" in line]


async def test_a_month_not_closed_has_no_bulletin(closed: Office) -> None:
    card = await closed.chen.says("9月通报")
    assert "还没有月结" in card.text and card.attachment is None


async def test_the_bulletin_of_another_street_is_not_theirs(closed: Office) -> None:
    async with closed.storage.unit() as unit:
        other = await unit.districts.add("321183005000", "示例街道")
        await unit.villages.add(other.id, "示例村")
        await unit.months.close(OCTOBER, other.id, Policy(), "示例村的通报", closed.clock.now())
    forged = StreetMonth(about=About.BULLETIN, district_id=other.id, month="2026-10").pack()
    for person in (closed.chen, closed.zhao):
        assert "示例村" not in (await person.says("通报")).text
        card = await person.presses_data(f"~|{forged}")
        assert "不在您的权限范围" in card.text and card.attachment is None


async def test_a_leader_sees_a_phone_and_that_is_recorded(office: Office) -> None:
    card = await office.zhao.says("电话 林晓")
    assert "19900000001" in card.plain()
    async with office.storage.reading() as unit:
        noted = await unit.audit.of("person", office.lin.person_id)
    assert [(n["action"], n["actor_id"]) for n in noted] == [
        ("reveal_phone", office.zhao.person_id)
    ]


async def test_nobody_else_sees_a_phone(office: Office) -> None:
    for person in (office.chen, office.lin, office.wang, office.li):
        card = await person.says("电话 林晓")
        assert "不在您的权限范围" in card.text and "199" not in card.plain()
    assert "199" not in (await office.stranger.says("电话 林晓")).plain()
    assert "没有“孙悟空”这个人" in (await office.zhao.says("电话 孙悟空")).text


async def test_a_reopened_month_is_open_to_the_office_alone(closed: Office) -> None:
    await closed.zhao.says("重开 2026-10 漏报后塘村的讲座")
    card = await closed.lin.says("10月20号下午2点到4点 后塘村 法治讲座")
    assert "2026年10月已经截止" in card.text
    await closed.chen.says("补录 林晓 10月20号下午2点到4点 后塘村 法治讲座")
    assert "已保存" in (await closed.chen.presses("保存")).text


async def test_a_reopened_month_closes_again_with_the_next_ring(closed: Office) -> None:
    await closed.zhao.says("重开 2026-10 漏报后塘村的讲座")
    assert "权限" in (await closed.chen.says("再次月结 2026-10")).text
    assert "再次月结" in (await closed.zhao.says("再次月结 2026-10")).text
    async with closed.storage.reading() as unit:
        (run,) = await unit.job_runs.unfinished()
        assert (run.job, run.period) == ("close", "2026-10")
    await close_month(closed.storage, OCTOBER, closed.district_id, closed.clock.now())
    async with closed.storage.reading() as unit:
        assert await unit.months.is_closed(Month(2026, 10), closed.district_id)


async def test_closed_again_the_document_says_the_new_figures(closed: Office) -> None:
    await closed.zhao.says("重开 2026-10 漏报后塘村的讲座")
    await closed.chen.says("补录 林晓 10月20号下午2点到4点 后塘村 法治讲座")
    await closed.chen.presses("保存")
    await close_month(closed.storage, OCTOBER, closed.district_id, closed.clock.now())
    file = (await closed.chen.says("通报")).attachment
    async with closed.storage.reading() as unit:
        kept = await unit.files.get(file.file_id)
    assert "后塘村|2/8小时" in lines_of(kept.content)


async def test_the_bulletin_of_a_reopened_month_says_that_it_was_reopened(closed: Office) -> None:
    assert "重开" not in (await closed.zhao.says("通报 10月")).text
    await closed.zhao.says("重开 2026-10 漏报后塘村的讲座")
    text = (await closed.zhao.says("通报 10月")).text
    assert "2026年11月20日本月已重开，理由是“漏报后塘村的讲座”" in text and "还可能变动" in text
    await closed.chen.says("补录 林晓 10月20日下午2点到4点 后塘村 法治讲座 30人")
    await closed.chen.presses("保存")
    text = (await closed.zhao.says("通报 10月")).text
    assert "后塘村2026年11月20日由0分钟更正为2小时" in text
