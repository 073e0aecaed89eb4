"""花名册 in the chat: printed for the office and the grid worker, sent back, nothing changed."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.talk.cards import Card
from domain.people import Role
from storage.engine import Storage
from storage.tables import audit
from tests.cast import Office
from tests.data_maker import untidy_workbook
from tests.sheet_maker import ADVISERS, workbook


@pytest.fixture
async def street(office: Office) -> Office:
    """小陈 and 赵所长 in the office of the sample street too, whose workbook is imported."""
    async with office.storage.unit() as unit:
        street = await unit.districts.add("321000101000", "示例街道")
        now = office.clock.now()
        await unit.people.grant(office.chen.person_id, Role.OFFICE, street.id, now)
        await unit.people.grant(office.zhao.person_id, Role.LEADER, street.id, now)
    await office.chen.sends_file("基础表.xlsx", untidy_workbook())
    await office.chen.presses("导入")
    return office


async def content_of(storage: Storage, card: Card) -> bytes:
    assert card.attachment is not None and card.attachment.roster
    async with storage.reading() as unit:
        return (await unit.files.get(card.attachment.file_id)).content


async def test_the_office_prints_the_roll_and_sends_it_back(street: Office) -> None:
    card = await street.chen.says("花名册 示例街道")
    assert card.attachment is not None and card.attachment.name == "示例街道花名册20261120.xlsx"
    content = await content_of(street.storage, card)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["法律顾问", "网格", "法律明白人"]
    phones = [cell.value for cell in book["网格"]["F"][2:]]
    assert phones[0] == "199****0020"
    card = await street.chen.sends_file("花名册.xlsx", content)
    assert "完全一致" in card.text


async def test_one_of_several_streets_has_to_be_named(street: Office) -> None:
    card = await street.chen.says("花名册")
    assert "写明是哪一个" in card.text and "示例街道" in card.text
    assert "写明是哪一个" in (await street.chen.says("花名册 远方街道")).text


async def test_a_leader_may_have_whole_phones_and_that_is_kept(street: Office) -> None:
    card = await street.zhao.says("花名册 示例街道 完整电话")
    book = load_workbook(BytesIO(await content_of(street.storage, card)))
    assert book["网格"]["F3"].value == "19900000020"
    assert "已留下记录" in card.text
    async with street.storage.reading() as unit:
        rows = (await unit.connection.execute(audit.select())).all()
    seen = [row.actor_id for row in rows if row.action == "reveal_phone"]
    assert seen == [street.zhao.person_id]


async def test_nobody_else_sees_whole_phones(street: Office) -> None:
    card = await street.chen.says("花名册 示例街道 完整电话")
    assert card.attachment is None


async def test_a_grid_worker_gets_the_own_grids_alone(office: Office) -> None:
    async with office.storage.reading() as unit:
        actor = await unit.people.actor(office.wang.person_id)
        assert actor is not None
        own = {grid.name for grid in await unit.grids.of_ids(actor.places(Role.GRID_WORKER))}
        assert len(await unit.grids.all()) > len(own)
    card = await office.wang.says("花名册")
    book = load_workbook(BytesIO(await content_of(office.storage, card)))
    assert book.sheetnames[0] == "网格"
    column = [cell.value for cell in book["网格"][2]].index("网格名称")
    assert {row[column].value for row in book["网格"].iter_rows(min_row=3)} == own


async def test_others_get_no_roll(office: Office) -> None:
    for person in (office.lin, office.li):
        assert (await person.says("花名册")).attachment is None


async def test_a_village_nearly_of_the_same_name_is_asked_about_in_the_preview(
    street: Office,
) -> None:
    def table(village: str) -> bytes:
        rows = (ADVISERS[0], (village, "示例林律师", "律师", "19900000001", "2025-02-03"))
        return workbook({"法律顾问": (("示例街道法律顾问一览表",), *rows)}, {"法律顾问": "A1:E1"})

    card = await street.chen.sends_file("顾问.xlsx", table("杏园社区"))
    assert "“杏园村”改名为“杏园社区”？" in card.text
    assert [b.text for b in card.buttons][:2] == ["都是改名", "都不是改名"]
    card = await street.chen.presses("都是改名")
    assert "改名：杏园村→杏园社区" in card.text
    card = await street.chen.presses("导入")
    assert "已导入" in card.text
    async with street.storage.reading() as unit:
        names = [village.name for village in await unit.villages.all()]
    assert "杏园社区" in names and "杏园村" not in names
