"""A table older than what happened to its places brings nothing back (规则 2.11, 2.14)."""

from datetime import datetime

import pytest

from actions.imports.apply import plan_import, understand_sheets
from actions.imports.workbook import read_sheets
from actions.places.merging import merge_grids, merge_villages
from actions.places.renaming import rename_grid, rename_village
from actions.places.splitting import NewPlace, split_village
from domain.changes import Change
from domain.months import local_day
from domain.places import PlaceKind
from storage.engine import Storage
from tests.actions.imports.test_renames import imported, names, office
from tests.sheet_maker import Rows, workbook

__all__ = ["office"]

ADVISERS: Rows = (
    ("村（社区）", "村代码", "法律顾问姓名", "执业类别", "聘任时间"),
    ("后塘村", "321183003201", "林晓", "律师", "2025-01-01"),
    ("前湖村", "321183003202", "林晓", "律师", "2025-01-01"),
)
GRIDS: Rows = (
    ("村（社区）", "网格名称", "网格编码", "网格员"),
    ("后塘村", "第一网格", "HT01", "陈梅"),
    ("后塘村", "第二网格", "HT02", "孙丽"),
    ("前湖村", "第一网格", "QH01", "赵强"),
)
PEOPLE: Rows = (
    ("村（社区）", "所在网格", "姓名", "状态"),
    ("后塘村", "第一网格", "王秀英", "在册"),
    ("后塘村", "第二网格", "李大有", "在册"),
)


def table(*, coded: bool) -> dict[str, Rows]:
    def without(rows: Rows, column: int) -> Rows:
        return rows if coded else tuple(row[:column] + row[column + 1 :] for row in rows)

    return {
        "法律顾问": without(ADVISERS, 1),
        "网格": without(GRIDS, 2),
        "法律明白人": PEOPLE,
    }


async def changed(storage: Storage, now: datetime, sheets: dict[str, Rows]) -> list[str]:
    """What the table would change, and what it can't be taken for."""
    async with storage.reading() as unit:
        tables = await understand_sheets(unit, read_sheets(workbook(sheets)), now)
        plan = await plan_import(unit, tables, now)
    problems = [problem.reason for problem in (*tables.problems, *plan.problems)]
    return [f"{c.verb} {c.label} {dict(c.after)}" for c in plan.changes] + problems


def by_office(now: datetime) -> Change:
    return Change(None, local_day(now), "区划调整", now)


async def ids(storage: Storage) -> dict[str, int]:
    """Of villages and grids that there are, by name."""
    async with storage.reading() as unit:
        villages = [v for v in await unit.villages.all() if v.retired_on is None]
        grids = [g for v in villages for g in await unit.grids.of_village(v.id)]
        return {place.name: place.id for place in (*villages, *grids)}


@pytest.mark.parametrize("coded", [True, False], ids=["with codes", "without codes"])
async def test_renamed_by_a_table(office: Storage, now: datetime, coded: bool):
    """A name that a table took away leads to the place as much as one the office took away."""
    older = table(coded=coded)
    newer = {
        sheet: tuple(tuple(str(c).replace("后塘村", "湖滨村") for c in row) for row in rows)
        for sheet, rows in table(coded=True).items()
    }
    await imported(office, now, table(coded=True))
    await imported(office, now, newer)
    async with office.reading() as unit:
        kept = await unit.former_names.of(PlaceKind.VILLAGE, [(await ids(office))["湖滨村"]])
    assert [each.name for each in kept] == ["后塘村"]
    assert await changed(office, now, older) == []


@pytest.mark.parametrize("coded", [True, False], ids=["with codes", "without codes"])
async def test_a_village_merged_since(office: Storage, now: datetime, coded: bool):
    await imported(office, now, table(coded=coded))
    known = await ids(office)
    async with office.unit() as unit:
        await merge_villages(unit, by_office(now), known["前湖村"], known["后塘村"])
    assert await changed(office, now, table(coded=coded)) == []
    upside_down = {
        sheet: (rows[0], *reversed(rows[1:])) for sheet, rows in table(coded=coded).items()
    }
    assert await changed(office, now, upside_down) == []


@pytest.mark.parametrize("coded", [True, False], ids=["with codes", "without codes"])
async def test_a_grid_merged_or_renamed_since_and_then_parted_from_its_village(
    office: Storage, now: datetime, coded: bool
):
    older = table(coded=coded)
    await imported(office, now, older)
    known = await ids(office)
    first, second = known["后塘村第一网格"], known["后塘村第二网格"]
    async with office.unit() as unit:
        await rename_grid(unit, by_office(now), first, "后塘村东片网格")
    assert await changed(office, now, older) == []

    async with office.unit() as unit:
        third = await unit.grids.add(known["后塘村"], "后塘村第三网格", "HT03")
        await split_village(unit, by_office(now), known["后塘村"], NewPlace("新塘村"), [first])
    assert await changed(office, now, older) == []

    async with office.unit() as unit:
        await merge_grids(unit, by_office(now), second, third.id)
        await rename_village(unit, by_office(now), known["后塘村"], "后塘社区")
    assert await changed(office, now, older) == []


async def test_the_roll_of_a_merged_village_goes_in_again_without_a_change(
    office: Storage, now: datetime
):
    """A grid that still bears the name of the merged village is the one of that name."""
    await imported(office, now, table(coded=True))
    known = await ids(office)
    async with office.unit() as unit:
        await merge_villages(unit, by_office(now), known["前湖村"], known["后塘村"])
    assert "前湖村第一网格" in (await names(office))[1]
    grids = tuple((row[0].replace("前湖村", "后塘村"), *row[1:]) for row in GRIDS[:3])
    roll = {**table(coded=True), "网格": (*grids, ("后塘村", "前湖村第一网格", "QH01", "赵强"))}
    roll["法律顾问"] = ADVISERS[:2]
    assert await changed(office, now, roll) == []
