"""A place under another name: the same one, asked about, or a new one (规则 2.14)."""

from datetime import datetime

import pytest

from actions.imports.apply import apply_import, plan_import, understand_sheets
from actions.imports.workbook import read_sheets
from domain.imports.changes import ImportPlan, RecordKind, Verb
from domain.imports.planning.renames import nearly
from domain.imports.renamed import Renamed
from storage.engine import Storage
from tests.sheet_maker import ADVISERS, Rows, workbook

CODED: Rows = (
    ("村（社区）", "网格名称", "网格编码", "网格员"),
    ("后塘村", "第一网格", "321183003201001", "陈梅"),
    ("后塘村", "第二网格", "321183003201002", "孙丽"),
)
PEOPLE: Rows = (
    ("村（社区）", "所在网格", "姓名", "状态"),
    ("后塘村", "第一网格", "王秀英", "在册"),
)
UNCODED = tuple((*row[:2], row[3]) for row in CODED)


def street(grids: Rows, village: str = "后塘村") -> dict[str, Rows]:
    sheets = {"法律顾问": ADVISERS[:2], "网格": grids, "法律明白人": PEOPLE}
    return {
        name: tuple(tuple(village if cell == "后塘村" else cell for cell in row) for row in rows)
        for name, rows in sheets.items()
    }


async def imported(
    storage: Storage, now: datetime, sheets: dict[str, Rows], renamed: Renamed = Renamed.ASK
) -> ImportPlan:
    async with storage.unit() as unit:
        tables = await understand_sheets(unit, read_sheets(workbook(sheets)), now)
        plan = await plan_import(unit, tables, now, renamed=renamed)
        assert tables.problems == ()
        await apply_import(unit, plan, None, now)
    return plan


@pytest.fixture
async def office(sqlite_storage: Storage) -> Storage:
    async with sqlite_storage.unit() as unit:
        await unit.districts.add("321183003000", "黄梅街道")
    return sqlite_storage


async def names(storage: Storage) -> tuple[list[str], list[str], int]:
    async with storage.reading() as unit:
        villages = [village.name for village in await unit.villages.all()]
        grids = [grid.name for grid in await unit.grids.all()]
        return villages, grids, len(await unit.mingbairen.all())


async def test_the_same_codes_are_the_same_village_and_grids(office: Storage, now: datetime):
    await imported(office, now, street(CODED))
    plan = await imported(office, now, street(CODED, "后塘新村"))

    assert {(c.kind, c.verb) for c in plan.changes} == {
        (RecordKind.VILLAGE, Verb.RENAME),
        (RecordKind.GRID, Verb.RENAME),
    }
    assert (plan.problems, plan.notes) == ((), ())
    renamed = (["后塘新村"], ["后塘新村第一网格", "后塘新村第二网格"], 1)
    assert await names(office) == renamed
    assert (await imported(office, now, street(CODED, "后塘新村"))).changes == ()


async def test_a_code_of_the_village_itself_is_enough(office: Storage, now: datetime):
    def coded(village: str) -> dict[str, Rows]:
        head, row = ADVISERS[:2]
        return {"法律顾问": ((*head, "村代码"), (village, *row[1:], "321183003201"))}

    await imported(office, now, coded("后塘村"))
    plan = await imported(office, now, coded("湖滨村"))
    assert [(c.kind, c.verb) for c in plan.changes] == [(RecordKind.VILLAGE, Verb.RENAME)]
    assert (await names(office))[0] == ["湖滨村"]


@pytest.mark.parametrize("new", ["后塘社区", "后墉村", "后塘新村"])
async def test_a_name_nearly_equal_is_asked_about_and_makes_nothing_yet(
    office: Storage, now: datetime, new: str
):
    await imported(office, now, street(UNCODED))
    plan = await imported(office, now, street(UNCODED, new))

    assert plan.questions == (("后塘村", new),)
    (problem,) = plan.problems
    assert "改名？" in problem.reason and "--renamed" in problem.suggestion
    assert plan.changes == ()
    assert (await names(office))[0] == ["后塘村"]


async def test_the_office_says_that_it_is_a_rename(office: Storage, now: datetime):
    await imported(office, now, street(UNCODED))
    plan = await imported(office, now, street(UNCODED, "后塘社区"), Renamed.YES)

    assert (plan.problems, plan.questions) == ((), ())
    assert await names(office) == (["后塘社区"], ["后塘社区第一网格", "后塘社区第二网格"], 1)
    assert (await imported(office, now, street(UNCODED, "后塘社区"))).changes == ()


async def test_the_office_says_that_it_is_another_one(office: Storage, now: datetime):
    await imported(office, now, street(UNCODED))
    await imported(office, now, street(UNCODED, "后塘社区"), Renamed.NO)
    assert (await names(office))[0] == ["后塘村", "后塘社区"]


async def test_a_grid_that_goes_by_a_name_is_asked_about_too(office: Storage, now: datetime):
    def named(grid: str) -> dict[str, Rows]:
        return {"法律顾问": ADVISERS[:2], "网格": (UNCODED[0], ("后塘村", grid, "陈梅"))}

    await imported(office, now, named("集镇网格"))
    plan = await imported(office, now, named("集镇片网格"))
    assert plan.questions == (("后塘村集镇网格", "后塘村集镇片网格"),)
    await imported(office, now, named("集镇片网格"), Renamed.YES)
    assert (await names(office))[1] == ["后塘村集镇片网格"]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("后塘村", "后塘社区", True),
        ("后塘村", "后墉村", True),
        ("示例村06", "示例村07", False),
        ("东湾村", "西湾村", False),
        ("第一网格", "第二网格", False),
        ("后塘村", "大卓村", False),
    ],
)
def test_numbers_and_sides_tell_places_apart(one: str, other: str, near: bool):
    assert nearly(one, other) is near


async def test_a_person_is_known_again_in_another_village_or_asked_about(
    office: Storage, now: datetime
):
    def roll(name: str, village: str, phone: str = "13700000011") -> dict[str, Rows]:
        grids = (UNCODED[0], ("后塘村", "第一网格", "陈梅"), ("前湖村", "第一网格", "赵强"))
        head = ("村（社区）", "所在网格", "姓名", "联系电话", "状态")
        return {
            "法律顾问": ADVISERS,
            "网格": grids,
            "法律明白人": (head, (village, "第一网格", name, phone, "在册")),
        }

    await imported(office, now, roll("阿依古丽·示例", "后塘村"))
    assert (await imported(office, now, roll("阿依古丽•示例", "后塘村"))).changes == ()
    moved = await imported(office, now, roll("阿依古丽 示例", "前湖村"))
    assert [(c.verb, c.after["所在网格"]) for c in moved.changes] == [
        (Verb.CHANGE, "前湖村第一网格")
    ]
    asked = await imported(office, now, roll("阿衣古丽·示例", "前湖村"))
    assert asked.changes == () and "也是这个电话" in asked.problems[0].reason
    assert "更正" in asked.problems[0].suggestion
    assert (await names(office))[2] == 1
