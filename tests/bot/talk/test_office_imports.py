"""A base workbook sent in the chat."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from domain.people import Role
from storage.engine import Storage
from tests.cast import Office, Player
from tests.data_maker import Expected, untidy_workbook


@pytest.fixture
async def street(office: Office) -> AsyncIterator[Office]:
    """The invented street of the sample workbook, with 小陈 in its office too."""
    async with office.storage.unit() as unit:
        street = await unit.districts.add("321000101000", "示例街道")
        await unit.people.grant(office.chen.person_id, Role.OFFICE, street.id, office.clock.now())
    yield office


async def counts(storage: Storage) -> tuple[int, int, int]:
    async with storage.reading() as unit:
        villages = [v for v in await unit.villages.all() if v.name.startswith(("东湾", "西岭"))]
        return len(villages), len(await unit.grids.all()), len(await unit.mingbairen.all())


async def test_a_workbook_is_looked_through_before_it_is_written(street: Office) -> None:
    before = await counts(street.storage)
    card = await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    assert card.title == "导入预览：示例街道" and "确认前不会写入" in card.text
    assert f"网格：{Expected.grids}，新增{Expected.grids}" in card.plain()
    assert [b.text for b in card.buttons] == ["导入", "取消"]
    assert await counts(street.storage) == before
    card = await street.chen.presses("导入")
    assert "已导入示例街道的基础表" in card.text
    villages, grids, people = await counts(street.storage)
    assert (villages, grids, people) == (2, before[1] + Expected.grids, Expected.mingbairen)


async def test_the_same_workbook_again_has_nothing_to_do(street: Office) -> None:
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    await street.chen.presses("导入")
    card = await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    assert "完全一致" in card.text and not card.rows


async def test_what_is_not_wanted_is_dropped(street: Office) -> None:
    before = await counts(street.storage)
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    again = street.chen.button("导入")
    assert "什么都没有写入" in (await street.chen.presses("取消")).text
    assert await counts(street.storage) == before
    await street.chen.says("帮助")
    assert "已经过期" in (await street.chen.presses_data(again)).text


async def test_bad_rows_are_listed_and_can_be_skipped(street: Office) -> None:
    def spoil(workbook) -> None:
        workbook["网格"]["D5"] = workbook["网格"]["D4"].value

    card = await street.chen.sends_file("基础表.xlsx", untidy_workbook(spoil))
    assert "处不能导入" in card.text and "“网格”表第" in card.text
    assert [b.text for b in card.buttons] == ["跳过有问题的行导入", "取消"]
    assert card.attachment and card.attachment.roster
    async with street.storage.reading() as unit:
        kept = await unit.files.get(card.attachment.file_id)
    book = load_workbook(BytesIO(kept.content))
    assert book.sheetnames == ["不能导入的内容", "新增和变更"]
    assert book["不能导入的内容"].max_row > 1
    card = await street.chen.presses("跳过有问题的行导入")
    assert "跳过了" in card.text


async def test_what_is_no_workbook_is_refused_with_a_sentence(office: Office) -> None:
    assert "不是 Excel 工作簿" in (await office.chen.sends_file("照片.xlsx", b"\x89PNG\0\0\0")).text
    assert "文本" in (await office.chen.sends_file("名单.csv", "姓名,电话\n".encode())).text
    assert "空的" in (await office.chen.sends_file("空.xlsx", b"")).text


async def test_the_workbook_of_another_street_is_not_taken(office: Office) -> None:
    card = await office.chen.sends_file("基础表.xlsx", untidy_workbook())
    assert "“示例街道”" in card.text and "不在您负责的区划内" in card.text
    async with office.storage.unit() as unit:
        await unit.districts.add("321000101000", "示例街道")
    card = await office.chen.sends_file("基础表.xlsx", untidy_workbook())
    assert "不在您的权限范围" in card.text


async def test_nobody_else_imports(office: Office) -> None:
    for person in (office.lin, office.wang, office.li):
        card = await person.sends_file("基础表.xlsx", untidy_workbook())
        assert "用不上这个文件" in card.text


async def test_another_office_can_not_use_the_kept_file(street: Office) -> None:
    await street.chen.sends_file("基础表.xlsx", untidy_workbook())
    press = street.chen.button("导入").partition("|")[2]
    async with street.storage.unit() as unit:
        far = await unit.districts.add("321183009000", "远方街道")
        person = await unit.people.add("老钱")
        await unit.people.grant(person.id, Role.OFFICE, far.id, street.clock.now())
        await unit.people.link_account(person.id, "test", "qian", street.clock.now())
    qian = Player(street.dispatcher, person.id, "qian")
    await qian.says("帮助")
    card = await qian.presses_data(f"~|{press}")
    assert "没有找到" in card.text
