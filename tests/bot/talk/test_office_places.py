"""The office renames, merges, parts and retires villages and grids in the chat."""

from datetime import date

import pytest

from domain.mingbairen import Stage
from domain.people import Role
from domain.places import PlaceKind
from tests.cast import Office


async def names(office: Office) -> set[str]:
    async with office.storage.reading() as unit:
        return {village.name for village in await unit.villages.all()}


async def told(office: Office, player: str) -> list[str]:
    """What this person was told about changes of places."""
    async with office.storage.reading() as unit:
        rows = await unit.outbox.newer_than(0)
    mine = [row.notice for row in rows if row.person_id == office.players[player].person_id]
    return [f"{n.happening} {n.place}" for n in mine if n.about == "place_changed"]


async def enrol(office: Office, line: str) -> None:
    await office.wang.says(f"登记明白人 {line}")
    await office.wang.presses("保存")


async def test_a_village_is_renamed_and_still_understood(office: Office) -> None:
    await office.chen.says("村和网格")
    await office.chen.presses("改名")
    await office.chen.presses("村(社区)")
    await office.chen.presses("后塘村")
    assert "后塘村改成什么名称" in office.chen.card.text
    await office.chen.says("后塘社区")
    assert "原因是什么" in office.chen.card.text
    card = await office.chen.says("村改居")
    assert card.title == "请确认：改名"
    assert "新名称：后塘社区" in card.plain() and "以村名开头的3个网格一并改名" in card.plain()
    card = await office.chen.presses("确认")
    assert "后塘村改名为后塘社区" in card.text
    assert await told(office, "lin") == ["renamed 后塘村"]
    assert (await office.chen.says("后塘村")).title.startswith("后塘社区")
    card = await office.lin.says("昨天下午2点到4点 后塘村 法治讲座")
    assert "后塘社区" in card.plain() and "村(社区)：" in card.plain()
    await office.lin.presses("保存")
    assert "后塘社区" in (await office.lin.says("到村登记 后塘村")).plain()
    await office.wang.says("登记明白人 王秀英 村干部 后塘村第一网格 在册")
    assert "网格：后塘社区第一网格" in office.wang.card.plain()


async def test_all_in_one_line(office: Office) -> None:
    card = await office.chen.says("改名 后塘村 新塘村")
    assert "原因是什么" in card.text
    await office.chen.says("恢复老地名")
    card = await office.chen.says("11月1日")
    assert "从哪天起：11月1日(周日)" in card.plain()
    await office.chen.presses("确认")
    assert "新塘村" in await names(office)


async def test_two_villages_are_merged(office: Office) -> None:
    await office.lin.says("11月18号下午2点到4点 后莘村 法治讲座")
    await office.lin.presses("保存")
    card = await office.chen.says("合并 后莘村 后塘村")
    await office.chen.says("两村合并")
    card = await office.chen.presses("确认")
    assert "后莘村并入后塘村" in card.text
    assert await names(office) == {"后塘村", "南巷村", "大卓村"}
    card = await office.chen.says("后莘村")
    assert card.title.startswith("后塘村") and "计入时长：2/8小时" in card.plain()
    card = await office.lin.says("今天上午9点到10点 后莘村 法律咨询")
    assert "村(社区)：后塘村" in card.plain()
    assert "已保存" in (await office.lin.presses("保存")).text
    assert await told(office, "lin") == ["merged 后莘村"]


async def test_a_grid_goes_to_another(office: Office) -> None:
    await enrol(office, "王秀英 村干部 后塘村第一网格 在册")
    await office.chen.says("合并 后塘村第一网格 后塘村第二网格")
    await office.chen.says("网格调整")
    await office.chen.presses("确认")
    card = await office.chen.says("后塘村第一网格")
    assert card.title == "后塘村第二网格" and "王秀英" in str(card.buttons)
    assert await told(office, "wang") == ["merged 后塘村第一网格"]


async def test_a_village_is_parted(office: Office) -> None:
    await office.chen.says("拆分 后塘村 新塘村")
    card = await office.chen.presses("　后塘村第二网格")
    assert "✓后塘村第二网格" in [button.text for button in card.buttons]
    await office.chen.says("第三网格")
    await office.chen.presses("选好了（2）")
    card = await office.chen.says("分村")
    assert "划过去的：后塘村第二网格、后塘村第三网格" in card.plain()
    assert "林晓同时担任新村(社区)的法律顾问" in card.plain()
    await office.chen.presses("确认")
    async with office.storage.reading() as unit:
        new = next(v for v in await unit.villages.all() if v.name == "新塘村")
        grids = [grid.name for grid in await unit.grids.of_village(new.id)]
    assert grids == ["新塘村第二网格", "新塘村第三网格"]


async def test_nothing_chosen_parts_nothing(office: Office) -> None:
    await office.chen.says("拆分 后塘村 新塘村")
    await office.chen.presses("选好了")
    await office.chen.says("分村")
    assert "请选出划到新村" in (await office.chen.presses("确认")).text


async def test_people_of_a_grid_part_with_it(office: Office) -> None:
    await enrol(office, "王秀英 村干部 后塘村第一网格 在册")
    await enrol(office, "赵小娥 村干部 后塘村第一网格 在册")
    await office.chen.says("拆分 后塘村第一网格 后塘村第四网格")
    await office.chen.says("赵小娥")
    await office.chen.presses("选好了（1）")
    await office.chen.says("户数太多")
    await office.chen.presses("确认")
    card = await office.chen.says("后塘村第四网格")
    assert "赵小娥" in str(card.buttons) and "王秀英" not in str(card.buttons)


async def test_a_grid_with_people_is_retired(office: Office) -> None:
    await enrol(office, "王秀英 村干部 后塘村第一网格 在册")
    card = await office.chen.says("撤销 后塘村第一网格")
    assert "还有1名法律明白人" in card.text
    await office.chen.presses("转到后塘村第二网格")
    await office.chen.says("网格调整")
    card = await office.chen.presses("确认")
    assert "后塘村第一网格撤销" in card.text
    async with office.storage.reading() as unit:
        (person,) = await unit.mingbairen.named("王秀英")
        grid = await unit.grids.get(office.grids["后塘村第一网格"])
    assert person.grid_id == office.grids["后塘村第二网格"] and person.stage is Stage.REGISTERED
    assert grid.retired_on == date(2026, 11, 20)


async def test_a_village_is_retired_with_its_roles(office: Office) -> None:
    await enrol(office, "王秀英 村干部 后塘村第一网格 在册")
    await office.chen.says("撤销 后塘村")
    await office.chen.presses("随网格撤销，一并退出")
    await office.chen.says("整村搬迁")
    await office.chen.presses("确认")
    assert "后塘村" not in await names(office)
    async with office.storage.reading() as unit:
        wang = await unit.people.actor(office.wang.person_id)
        (person,) = await unit.mingbairen.named("王秀英")
    assert not wang.places(Role.GRID_WORKER) and person.stage is Stage.LEFT
    assert await told(office, "li") == ["retired 后塘村"]


async def test_without_a_reason_nothing_happens(office: Office) -> None:
    await office.chen.says("撤销 大卓村")
    await office.chen.says("   ")
    assert "大卓村" in await names(office)


async def test_a_day_to_come_is_refused(office: Office) -> None:
    await office.chen.says("改名 大卓村 卓村")
    await office.chen.says("恢复老地名")
    await office.chen.says("12月1日")
    assert "还没有到，请到那天再办理" in (await office.chen.presses("确认")).text
    assert "大卓村" in await names(office)


async def test_a_name_that_is_taken_is_refused(office: Office) -> None:
    await office.chen.says("改名 大卓村 后塘村")
    await office.chen.says("恢复老地名")
    assert "已经有“后塘村”了" in (await office.chen.presses("确认")).text


async def test_what_was_not_understood_is_asked_again(office: Office) -> None:
    await office.chen.says("改名")
    assert "没有看懂“不知道哪里”" in (await office.chen.says("不知道哪里")).text
    card = await office.chen.says("第一网格")
    assert len([b for b in card.buttons if "第一网格" in b.text]) == 4
    await office.chen.presses("南巷村第一网格")
    assert "南巷村第一网格改成什么名称" in office.chen.card.text


@pytest.mark.parametrize("who", ["lin", "wang", "li", "stranger"])
async def test_it_is_the_offices_alone(office: Office, who: str) -> None:
    for line in ("改名 大卓村 卓村", "合并 后莘村 后塘村", "撤销 大卓村", "村和网格"):
        await office.players[who].says(line)
        await office.players[who].says("原因")
    assert await names(office) == {"后塘村", "后莘村", "南巷村", "大卓村"}
    async with office.storage.reading() as unit:
        ids = [village.id for village in await unit.villages.all()]
        assert not await unit.former_names.of(PlaceKind.VILLAGE, ids)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("把后塘村改名为后塘社区", "改名的原因"),
        ("南巷村的名称改为南巷社区", "改名的原因"),
        ("后莘村并入后塘村", "合并的原因"),
        ("请把后莘村合并到后塘村", "合并的原因"),
        ("从后塘村分出新塘村", "哪些网格划到新塘村"),
        ("把大卓村撤销", "撤销的原因"),
        ("更换后莘村的法律顾问", "后莘村由谁担任"),
        ("给后莘村换顾问", "后莘村由谁担任"),
        ("解除周航的聘任", "结束聘任的原因"),
    ],
)
async def test_what_is_to_be_done_may_be_a_sentence(office: Office, said: str, asked: str) -> None:
    assert asked in (await office.chen.says(said)).text
    assert asked not in (await office.lin.says(said)).text


@pytest.mark.parametrize(
    "begun",
    [
        "改名 后塘村 新塘村",
        "结束聘任 南巷村",
        "停用人员 周航",
        "撤销 大卓村",
    ],
)
async def test_a_reason_that_is_none_is_asked_for_again(office: Office, begun: str) -> None:
    """Not first when all is to be done, where nobody can give it any more."""
    assert "原因是什么" in (await office.chen.says(begun)).text
    card = await office.chen.says("没什么好说")
    assert "没有看懂" in card.text and "原因是什么" in card.text
    card = await office.chen.says("街道区划调整")
    assert "街道区划调整" in card.plain() and "确认" in [b.text for b in card.buttons]


async def test_what_was_not_understood_stands_in_a_line_of_its_own(office: Office) -> None:
    await office.chen.says("改名 后塘村 新塘村")
    await office.chen.says("街道区划调整")
    assert "没有看懂“随便”。\n· 以前" in (await office.chen.says("随便")).text
