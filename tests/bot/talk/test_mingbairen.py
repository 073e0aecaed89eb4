"""A grid worker registers 明白人 and moves them through the stages."""

from datetime import date

import pytest

from domain.mingbairen import Category, Stage
from tests.cast import Office
from words.names import who


async def people_in(office: Office, grid: str) -> list:
    async with office.storage.reading() as unit:
        return await unit.mingbairen.of_grids([office.grids[grid]], with_left=True)


async def test_one_line_is_confirmed_and_then_saved(office: Office) -> None:
    card = await office.wang.says("登记明白人 王秀英 村妇联执委 第二网格 培训中")
    assert card.title == "请确认法律明白人" and "后塘村第二网格" in card.plain()
    card = await office.wang.presses("保存")
    assert "尚无在册明白人，培育中1人" in card.plain()
    (person,) = await people_in(office, "后塘村第二网格")
    assert (person.name, person.category, person.stage) == (
        "王秀英",
        Category.WOMEN_FEDERATION,
        Stage.TRAINING,
    )


@pytest.mark.parametrize(
    "said",
    [
        "登记明白人王秀英村妇联执委第二网格培训中",
        "“登记明白人”王秀英，村妇联执委，第二网格，培训中",
        "请登记明白人，王秀英，村妇联执委，第二网格，培训中。",
    ],
)
async def test_a_line_may_follow_without_a_blank(said: str, office: Office) -> None:
    card = await office.wang.says(said)
    assert card.title == "请确认法律明白人" and "王秀英" in card.plain()


async def test_two_people_in_one_line_are_asked_about(office: Office) -> None:
    card = await office.wang.says("登记明白人 王秀英和李桂兰 村妇联执委 第二网格 候选")
    assert "先登记哪一位" in card.text
    assert [b.text for b in card.buttons][:2] == [who("王秀英"), who("李桂兰")]
    card = await office.wang.presses("李桂兰")
    assert card.title == "请确认法律明白人" and "姓名：李桂兰" in card.plain()
    await office.wang.presses("保存")
    assert [each.name for each in await people_in(office, "后塘村第二网格")] == ["李桂兰"]


async def test_what_is_told_later_of_the_same_person_is_kept(office: Office) -> None:
    await office.wang.says("登记明白人 后塘村 欧阳 娜娜 第二网格 村妇联执委 在册")
    await office.wang.says("证书编号JS2026-0012，有效期至2028年12月31日")
    card = await office.wang.says("电话19900000123")
    for told in ("姓名：欧阳娜娜", "199****0123", "证书：JS2026-0012", "至2028年12月31日"):
        assert told in card.plain()
    await office.wang.presses("保存")
    (person,) = await people_in(office, "后塘村第二网格")
    assert (person.certificate, person.certificate_until) == ("JS2026-0012", date(2028, 12, 31))


async def test_the_dialogue_asks_one_thing_at_a_time(office: Office) -> None:
    assert "叫什么名字" in (await office.wang.says("登记明白人")).text
    assert "哪个网格" in (await office.wang.says("李桂兰")).text
    assert "哪一类" in (await office.wang.presses("后塘村第一网格")).text
    assert "到哪一步" in (await office.wang.presses("村民小组长")).text
    await office.wang.presses("候选")
    await office.wang.presses("填电话")
    assert "199****0123" in (await office.wang.says("19900000123")).plain()
    await office.wang.presses("保存")
    (person,) = await people_in(office, "后塘村第一网格")
    assert person.phone == "19900000123"


async def enrolled(office: Office) -> None:
    await office.wang.says("登记明白人 王秀英 村妇联执委 第一网格 候选")
    await office.wang.presses("保存")


async def open_person(office: Office) -> None:
    await office.wang.says("我的网格")
    await office.wang.presses(
        "！后塘村第一网格" if not await covered(office) else "✓后塘村第一网格"
    )
    await office.wang.presses_data(office.wang.card.buttons[0].press)


async def covered(office: Office) -> bool:
    async with office.storage.reading() as unit:
        return (await unit.grids.cover_of([office.grids["后塘村第一网格"]]))[0].registered > 0


async def test_the_stages_one_after_the_other_cover_the_grid(office: Office) -> None:
    await enrolled(office)
    for step in ("进入培训", "考核合格", "登记在册"):
        await open_person(office)
        card = await office.wang.presses(step)
    assert "现有在册1人" in card.plain()
    assert await covered(office)


async def test_leaving_needs_a_reason(office: Office) -> None:
    await enrolled(office)
    await open_person(office)
    assert "原因" in (await office.wang.presses("退出")).text
    await office.wang.says("外出务工")
    (person,) = await people_in(office, "后塘村第一网格")
    assert (person.stage, person.left_reason) == (Stage.LEFT, "外出务工")


async def test_nobody_is_registered_twice(office: Office) -> None:
    await enrolled(office)
    await office.wang.says("登记明白人 王秀英 村妇联执委 第一网格 候选")
    assert "已经在这个网格的名单上" in (await office.wang.presses("保存")).plain()
    assert len(await people_in(office, "后塘村第一网格")) == 1


async def test_other_grids_are_none_of_her_business(office: Office) -> None:
    other = office.grids["南巷村第一网格"]
    for press in (f"~|g:{other}:0", f"~|eg:{other}"):
        assert "权限" in (await office.wang.presses_data(press)).text
    card = await office.wang.says("登记明白人 王秀英 村妇联执委 南巷村第一网格 候选")
    assert "哪个网格" in card.text


async def test_the_last_one_does_not_leave_without_a_warning(office: Office) -> None:
    await office.wang.says("登记明白人 王秀英 村妇联执委 第一网格 在册")
    await office.wang.presses("保存")
    await open_person(office)
    assert "唯一的在册明白人" in (await office.wang.presses("暂停")).text
    await office.wang.presses("取消")
    assert await covered(office)


async def test_a_grid_with_many_people_is_turned_page_by_page(office: Office) -> None:
    for number in range(1, 14):
        await office.wang.says(f"登记明白人 示例{number:02d} 后塘村第一网格 村干部 在册")
        await office.wang.presses("保存")
    await office.wang.presses("查看网格")
    seen = [b.text for b in office.wang.card.buttons]
    await office.wang.presses("下一页")
    seen += [b.text for b in office.wang.card.buttons]
    assert len([text for text in seen if "示例" in text]) == 13


@pytest.mark.parametrize(
    "begins", ["新增一名法律明白人：", "上报一位明白人 ", "录入明白人", "增加一个法律明白人，"]
)
async def test_registering_begins_in_many_words(office: Office, begins: str) -> None:
    card = await office.wang.says(
        f"{begins}姓名：郑爱华 网格：第二网格 身份：人民调解员 状态：在册"
    )
    assert "姓名：郑爱华" in card.plain() and "网格：后塘村第二网格" in card.plain()
