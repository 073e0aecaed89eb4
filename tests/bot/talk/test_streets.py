"""A county with two streets, as its people and those of a street see it."""

from datetime import UTC, date, datetime

import pytest

from actions.month.closing import close_month
from bot.talk.presses.months import About, StreetMonth
from domain.districts import District
from domain.months import Month
from domain.people import Role
from tests.cast import Office, Player

OCTOBER = Month(2026, 10)


@pytest.fixture
async def other(office: Office) -> District:
    """A second street with one village; 钱书记 (qian) leads the city that both lie in."""
    async with office.storage.unit() as unit:
        city = await unit.districts.by_code("321183000000")
        assert city
        other = await unit.districts.add("321183002000", "边城街道", city)
        await unit.villages.add(other.id, "远山村")
        person = await unit.people.add("钱书记")
        now = office.clock.now()
        await unit.people.grant(person.id, Role.LEADER, city.id, now)
        await unit.people.link_account(person.id, "test", "qian", now)
    office.players["qian"] = Player(office.dispatcher, person.id, "qian")
    return other


async def test_a_county_sees_its_streets_side_by_side_and_opens_one(
    office: Office, other: District
) -> None:
    card = await office.qian.says("情况")
    assert card.title == "2026年11月各街道情况"
    lines = card.text.splitlines()
    assert lines[0].startswith("· 边城街道：达标0/1(0%)")
    assert lines[1].startswith("· 黄梅街道：达标0/4(0%)")
    card = await office.qian.presses("边城街道")
    assert card.title == "边城街道2026年11月情况(截至20日，进行中)"
    assert "远山村 未配备法律顾问" in [
        b.text for b in (await office.qian.presses("未达标")).buttons
    ]


async def test_a_street_sees_its_own_month_at_once(office: Office, other: District) -> None:
    assert (await office.chen.says("情况")).title.startswith("黄梅街道2026年11月情况")
    for about in About:
        forged = StreetMonth(about=about, district_id=other.id, month="2026-11").pack()
        card = await office.chen.presses_data(f"~|{forged}")
        assert "不在您的权限范围" in card.text and "远山" not in card.plain()


async def test_short_villages_and_the_file_of_one_street(office: Office, other: District) -> None:
    assert (await office.qian.says("未达标")).title == "2026年11月各街道未达标"
    card = await office.qian.presses("黄梅街道")
    assert card.title == "黄梅街道2026年11月未达标的村(社区) 4个"
    await office.qian.says("情况")
    await office.qian.presses("边城街道")
    file = (await office.qian.presses("导出")).attachment
    assert file and file.name.startswith("边城街道")
    whole = (await office.qian.says("导出")).attachment
    assert whole and whole.name.startswith("句容市")


async def test_each_street_has_its_own_bulletin(office: Office, other: District) -> None:
    fifth = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
    await close_month(office.storage, OCTOBER, other.id, fifth)
    assert (await office.qian.says("通报")).title == "2026年10月各街道通报"
    card = await office.qian.presses("边城街道")
    assert card.title == "边城街道2026年10月通报稿" and "远山村" in card.text
    await office.qian.says("通报")
    card = await office.qian.presses("黄梅街道")
    assert card.text == "黄梅街道2026年10月还没有月结，通报稿在月结时生成。"


async def test_who_leads_several_names_the_street_to_reopen(
    office: Office, other: District
) -> None:
    for street in (office.district_id, other.id):
        await close_month(office.storage, OCTOBER, street, datetime(2026, 11, 5, 2, tzinfo=UTC))
    asked = (await office.qian.says("重开 2026-10 漏报一次讲座")).text
    assert "您分管边城街道、黄梅街道" in asked
    assert "“重开 边城街道 2026-10 漏报一次讲座”" in asked
    assert "是哪个月" in (await office.qian.says("重开 边城街道")).text
    assert "请写明理由" in (await office.qian.says("重开 边城街道 2026-10")).text
    card = await office.qian.says("漏报一次讲座")
    assert "已重开边城街道2026年10月" in card.text and "“再次月结 边城街道 2026-10”" in card.text
    async with office.storage.reading() as unit:
        assert await unit.months.is_closed(OCTOBER, office.district_id)
        assert not await unit.months.is_closed(OCTOBER, other.id)
    assert "是哪个街道" in (await office.qian.says("再次月结 2026-10")).text
    assert (
        "正在对边城街道2026年10月再次月结"
        in (await office.qian.says("再次月结 边城街道 2026-10")).text
    )
    assert "不用重开" in (await office.zhao.says("重开 2026-11 再来一次")).text


async def test_a_month_before_the_street_began_says_since_when_it_counts(office: Office) -> None:
    async with office.storage.unit() as unit:
        street = await unit.districts.get(office.district_id)
        assert street
        await unit.districts.save(street.model_copy(update={"began_on": date(2026, 11, 2)}))
    office.clock.at = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
    card = await office.lin.says("10月31日下午2点到4点 后塘村 法治讲座")
    assert "这里从2026年11月2日开始使用，2026年10月不考核" in card.plain()
    assert "保存" not in [button.text for button in card.buttons]
    assert "2026年11月2日开始使用" in (await office.zhao.says("重开 2026-10 漏报")).text
