"""What the office does is the office's alone, and every office's own."""

import pytest

from actions.month.cases import open_cases
from actions.month.evaluation import evaluate_grids, evaluate_month
from bot.talk.presses.advisers import RecordFor, ReplaceIn
from bot.talk.presses.cases import CaseAnswer, CaseOpen, CaseWhy
from bot.talk.presses.grids import UncoveredList
from bot.talk.presses.months import MonthFile, MonthOpen, ShortList
from bot.talk.presses.people import Invite
from bot.talk.presses.villages import VillageOpen, VillageVisits, VillageWhy
from bot.talk.words.joining import STRANGER
from domain.months import Month
from domain.people import Role
from tests.cast import Office, Player

SAID = (
    *("本月情况", "10月情况", "未达标", "网格覆盖", "待办", "导出", "通报", "尚未开通"),
    *(
        "邀请",
        "邀请 林晓",
        "更换顾问",
        "更换顾问 后塘村",
        "补录 林晓",
        "重开 2026-10 漏报",
        "电话 林晓",
    ),
)
NAMES = (
    "后塘村",
    "后莘村",
    "南巷村",
    "大卓村",
    "林晓",
    "周航",
    "王大姐",
    "李主任",
    "小陈",
    "赵所长",
)


@pytest.fixture
async def reported(office: Office) -> Office:
    """Every kind of shortfall has reached the office of 黄梅街道."""
    now = office.clock.now()
    await evaluate_month(office.storage, Month(2026, 11), now)
    await evaluate_grids(office.storage, now)
    async with office.storage.unit() as unit:
        await open_cases(unit, None, now)
    return office


@pytest.fixture
async def faraway(reported: Office) -> Player:
    """The leader of another street, which has one village and nobody else."""
    now = reported.clock.now()
    async with reported.storage.unit() as unit:
        street = await unit.districts.add("321183009000", "远方街道")
        await unit.villages.add(street.id, "远方村")
        person = await unit.people.add("老钱")
        for role in (Role.OFFICE, Role.LEADER):
            await unit.people.grant(person.id, role, street.id, now)
        await unit.people.link_account(person.id, "test", "qian", now)
    return Player(reported.dispatcher, person.id, "qian")


async def office_presses(office: Office) -> list[str]:
    village, month = office.villages["后塘村"].id, "2026-11"
    async with office.storage.reading() as unit:
        case = (await unit.cases.open_below([office.district_id]))[0].shortfall_id
    answers = ("received", "arranged", "explained", "handed_over", "waive")
    about = {"village_id": village, "month": month}
    return [
        MonthOpen(month=month).pack(),
        MonthFile(month=month).pack(),
        ShortList(month=month).pack(),
        UncoveredList().pack(),
        VillageOpen(**about).pack(),
        VillageWhy(**about).pack(),
        VillageVisits(**about).pack(),
        CaseOpen(shortfall_id=case).pack(),
        CaseWhy(shortfall_id=case).pack(),
        *(CaseAnswer(shortfall_id=case, answer=each).pack() for each in answers),
        CaseAnswer(shortfall_id=case, answer="arranged", value="2026-12-01").pack(),
        CaseAnswer(shortfall_id=case, answer="handed_over", value="5").pack(),
        ReplaceIn(village_id=village).pack(),
        RecordFor(adviser_id=office.lin.person_id).pack(),
        Invite(person_id=office.lin.person_id).pack(),
    ]


def refused(text: str) -> bool:
    return any(words in text for words in ("没有看懂", "已经失效", "不在您的权限范围"))


@pytest.mark.parametrize("name", ["wang", "li"])
async def test_others_get_no_answer_to_what_the_office_says(reported: Office, name: str) -> None:
    person = reported.players[name]
    for said in SAID:
        assert refused((await person.says(said)).plain()), said


async def test_an_adviser_gets_none_either(reported: Office) -> None:
    for said in SAID:
        card = await reported.lin.says(said)
        assert "黄梅街道" not in card.plain() and not card.attachment, said
        await reported.lin.says("取消")


async def test_others_can_not_press_the_offices_buttons(reported: Office) -> None:
    for press in await office_presses(reported):
        for name in ("lin", "wang", "li"):
            card = await reported.players[name].presses_data(f"~|{press}")
            assert refused(card.plain()), (name, press)


async def test_a_stranger_learns_nothing(reported: Office) -> None:
    for said in (*SAID, "后塘村"):
        assert (await reported.stranger.says(said)).plain() == STRANGER
    for press in await office_presses(reported):
        assert (await reported.stranger.presses_data(f"~|{press}")).plain() == STRANGER


async def test_another_office_sees_nothing_of_ours(reported: Office, faraway: Player) -> None:
    for said in (*SAID, "后塘村", "补录"):
        card = await faraway.says(said)
        seen = f"{card.plain()} {[b.text for b in card.buttons]}".replace(said, "")
        about = [name for name in NAMES if name in seen and name not in said]
        assert about == [], (said, seen)
        await faraway.says("取消")


async def test_another_office_can_not_press_our_buttons(reported: Office, faraway: Player) -> None:
    harmless = (MonthOpen, MonthFile, ShortList, UncoveredList)
    prefixes = tuple(f"{press.__prefix__}:" for press in harmless)
    for press in await office_presses(reported):
        card = await faraway.presses_data(f"~|{press}")
        seen = card.plain()
        assert not any(name in seen for name in NAMES), press
        assert press.startswith(prefixes) or refused(seen), (press, seen)


async def test_the_file_of_another_office_holds_only_its_own(
    reported: Office, faraway: Player
) -> None:
    card = await faraway.says("导出")
    assert card.attachment and card.attachment.name.startswith("远方街道")
    async with reported.storage.reading() as unit:
        from io import BytesIO

        from openpyxl import load_workbook

        kept = await unit.files.get(card.attachment.file_id)
        cells = str(
            [[c.value for c in row] for s in load_workbook(BytesIO(kept.content)) for row in s]
        )
    assert "远方村" in cells and not any(name in cells for name in NAMES)
