"""Importing: what is stored, what a second time changes, what stays however the table changes."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select, text

from actions.imports.apply import apply_import, plan_import, understand_sheets
from actions.imports.workbook import read_sheets
from actions.places.merging import merge_villages
from actions.places.renaming import rename_village
from domain.changes import Change
from domain.imports.changes import ImportPlan, RecordKind, Verb
from domain.imports.planning import DistrictUnknown
from domain.mingbairen import Stage
from domain.months import local_day
from domain.people import Role
from storage.engine import Storage
from storage.tables import audit, mingbairen_stages, people
from storage.unit import Unit
from tests.data_maker import ADVISERS, VILLAGES, Expected, untidy_workbook

WELL = Expected()
Edit = Callable[[Workbook], None]


def as_it_is(workbook: Workbook) -> None:
    """No edit."""


async def plan_for(unit: Unit, now: datetime, edit: Edit = as_it_is) -> ImportPlan:
    sheets = read_sheets(untidy_workbook(edit))
    return await plan_import(unit, await understand_sheets(unit, sheets, now), now)


async def imported(storage: Storage, now: datetime, edit: Edit = as_it_is) -> ImportPlan:
    async with storage.unit() as unit:
        plan = await plan_for(unit, now, edit)
        assert plan.problems == ()
        await apply_import(unit, plan, None, now)
    return plan


def set_cell(sheet: str, cell: str, value: object) -> Edit:
    def edit(workbook: Workbook) -> None:
        workbook[sheet][cell] = value  # type: ignore[index]

    return edit


async def counts(unit: Unit) -> dict[str, int]:
    names = {v.id: v.name for v in await unit.villages.all()}
    roll = await unit.mingbairen.all()
    covers = await unit.grids.cover_of([g.id for g in await unit.grids.all()])
    return {
        "districts": len(await unit.districts.all()),
        "villages": len(names),
        "advisers": len(await unit.advisers.all()),
        "grids": len(covers),
        "uncovered": sum(cover.registered == 0 for cover in covers),
        "mingbairen": len(roll),
        "registered": sum(m.stage is Stage.REGISTERED for m in roll),
        "workers": len(await unit.people.holding(Role.GRID_WORKER)),
        "people": (await unit.connection.execute(select(func.count()).select_from(people))).scalar()
        or 0,
    }


EXPECTED = {
    "districts": 2,
    "villages": WELL.villages,
    "advisers": WELL.advisers,
    "grids": WELL.grids,
    "uncovered": len(WELL.uncovered),
    "mingbairen": WELL.mingbairen,
    "registered": WELL.registered,
    "workers": WELL.grids,
    "people": WELL.grids + WELL.advisers,
}


async def test_the_database_knows_how_many_there_are_now(sqlite_storage: Storage, now: datetime):
    await imported(sqlite_storage, now)
    async with sqlite_storage.reading() as unit:
        stock = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'grids' LIMIT 1"
        found = await unit.connection.execute(text(stock))
    assert found.scalar_one().split()[0] == str(WELL.grids)


async def test_the_first_import_fills_an_empty_database(storage: Storage, now: datetime):
    plan = await imported(storage, now)

    assert plan.count(RecordKind.GRID, Verb.ADD) == WELL.grids
    assert plan.count(RecordKind.ASSIGNMENT, Verb.ADD) == WELL.villages - 1
    async with storage.reading() as unit:
        assert await counts(unit) == EXPECTED
        county, district = await unit.districts.all()
        assert (county.name, county.code) == ("3210（名称待补）", "321000000000")
        assert (district.name, district.code, district.path, district.began_on) == (
            "示例街道",
            "321000101000",
            f"/{county.id}/{district.id}/",
            local_day(now),
        )
        assert [note.label for note in plan.notes] == [county.name]
        lin = next(a for a in await unit.advisers.all() if a.name == ADVISERS[0])
        actor = await unit.people.actor(lin.id)
        assert actor is not None and actor.has(Role.ADVISER)
        today = date(2026, 11, 20)
        served = [v.name for v in await unit.advisers.villages_of(lin.id, today)]
        assert served == [VILLAGES[0], VILLAGES[3]]


async def test_a_street_is_put_below_its_county_and_the_county_below_its_city(
    sqlite_storage: Storage, now: datetime
):
    def another(workbook: Workbook) -> None:
        for sheet in workbook.worksheets:
            sheet["A1"], sheet["A2"] = "一览表", "填报单位：示例县示例镇"
        for row in workbook["网格"].iter_rows(min_row=4):
            row[3].value = str(row[3].value or "").replace("321000101", "321012102")
        del workbook["法律明白人"]

    async with sqlite_storage.unit() as unit:
        city = await unit.districts.add("321000000000", "示例地级市")
    await imported(sqlite_storage, now)
    plan = await imported(sqlite_storage, now, another)

    added = [change.label for change in plan.changes if change.kind is RecordKind.DISTRICT]
    assert added == ["示例县", "示例镇"]
    async with sqlite_storage.reading() as unit:
        named = {district.name: district for district in await unit.districts.all()}
    assert named["示例街道"].parent_id == named["示例县"].parent_id == city.id
    assert named["示例镇"].parent_id == named["示例县"].id
    assert (named["示例镇"].began_on, named["示例县"].began_on) == (local_day(now), None)


async def test_every_change_is_in_the_audit_and_no_phone_is(storage: Storage, now: datetime):
    plan = await imported(storage, now)

    async with storage.reading() as unit:
        rows = (await unit.connection.execute(select(audit))).all()
        stages = (await unit.connection.execute(select(mingbairen_stages))).all()
    assert len(rows) == len(plan.changes)
    assert all(row.subject_id for row in rows)
    assert "199000000" not in str([(row.before, row.after) for row in rows])
    assert len(stages) == WELL.mingbairen


async def test_the_same_workbook_again_changes_nothing(storage: Storage, now: datetime):
    await imported(storage, now)
    again = await imported(storage, now)

    assert (again.changes, again.notes) == ((), ())
    assert again.unchanged[RecordKind.MINGBAIREN] == WELL.mingbairen
    async with storage.reading() as unit:
        assert await counts(unit) == EXPECTED


async def test_planning_writes_nothing(sqlite_storage: Storage, now: datetime):
    async with sqlite_storage.unit() as unit:
        plan = await plan_for(unit, now)
        assert plan.changes
        assert set((await counts(unit)).values()) == {0}


async def test_all_or_nothing(sqlite_storage: Storage, now: datetime):
    with pytest.raises(RuntimeError):
        async with sqlite_storage.unit() as unit:
            await apply_import(unit, await plan_for(unit, now), None, now)
            raise RuntimeError("the power fails before the end")
    async with sqlite_storage.reading() as unit:
        assert set((await counts(unit)).values()) == {0}


async def only_change(storage: Storage, now: datetime, edit: Edit) -> tuple[object, ...]:
    await imported(storage, now)
    plan = await imported(storage, now, edit)
    (change,) = plan.changes
    again = await imported(storage, now, edit)
    assert again.changes == ()
    return (change.kind, change.verb, dict(change.before), dict(change.after))


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "kind", "before", "after"),
    [
        ("法律顾问", "G4", "2025.1", RecordKind.ASSIGNMENT, "2025-02-01", "2025-01-01"),
        ("法律顾问", "C4", "社区", RecordKind.VILLAGE, "行政村", "社区"),
        ("网格", "G4", 471, RecordKind.GRID, "300", "471"),
        ("网格", "D4", "321000101201999", RecordKind.GRID, "321000101201001", "321000101201999"),
        ("网格", "F4", 19900000999, RecordKind.GRID_WORKER, "199****0020", "199****0999"),
        ("网格", "E4", "示例网格员甲", RecordKind.GRID_WORKER, "示例网格员00", "示例网格员甲"),
        ("法律明白人", "L4", "在册", RecordKind.MINGBAIREN, "培训中", "在册"),
        ("法律明白人", "C4", "第二网格", RecordKind.MINGBAIREN, "东湾村第一网格", "东湾村第二网格"),
        ("法律明白人", "F5", "1961-09", RecordKind.MINGBAIREN, "1961-02", "1961-09"),
        ("法律明白人", "J4", "19900000998", RecordKind.MINGBAIREN, "199****0050", "199****0998"),
    ],
)
async def test_a_correction_is_one_change_with_before_and_after(
    sqlite_storage: Storage,
    now: datetime,
    sheet: str,
    cell: str,
    value: object,
    kind: RecordKind,
    before: str,
    after: str,
):
    change = await only_change(sqlite_storage, now, set_cell(sheet, cell, value))
    assert change[:2] == (kind, Verb.CHANGE)
    assert (list(change[2].values()), list(change[3].values())) == ([before], [after])  # type: ignore[attr-defined]


async def test_a_new_adviser_follows_the_old_one_the_day_after(storage: Storage, now: datetime):
    def edit(workbook: Workbook) -> None:
        sheet = workbook["法律顾问"]
        sheet["D4"], sheet["F4"], sheet["G4"] = "示例新律师", "19900000900", "2026-03-01"

    await imported(storage, now)
    plan = await imported(storage, now, edit)

    assert [(c.kind, c.verb) for c in plan.changes] == [
        (RecordKind.ADVISER, Verb.ADD),
        (RecordKind.ASSIGNMENT, Verb.ADD),
        (RecordKind.ASSIGNMENT, Verb.END),
    ]
    assert (await imported(storage, now, edit)).changes == ()
    async with storage.reading() as unit:
        village = next(v for v in await unit.villages.all() if v.name == VILLAGES[0])
        served = await unit.advisers.assignments_of_village(village.id)
        assert [(a.since, a.until) for a in served] == [
            (date(2025, 2, 1), date(2026, 2, 28)),
            (date(2026, 3, 1), None),
        ]
    old_table = await imported(storage, now)
    assert [c.kind for c in old_table.changes] == []
    assert "已经结束" in old_table.notes[0].text


async def test_a_new_grid_worker_takes_over_the_grid(sqlite_storage: Storage, now: datetime):
    def edit(workbook: Workbook) -> None:
        workbook["网格"]["E4"], workbook["网格"]["F4"] = "示例新网格员", "19900000900"

    await imported(sqlite_storage, now)
    plan = await imported(sqlite_storage, now, edit)

    assert [(c.kind, c.verb) for c in plan.changes] == [
        (RecordKind.GRID_WORKER, Verb.ADD),
        (RecordKind.GRID_WORKER, Verb.END),
    ]
    async with sqlite_storage.reading() as unit:
        grid = next(g for g in await unit.grids.all() if g.name == "东湾村第一网格")
        (holder,) = await unit.people.holding(Role.GRID_WORKER, [grid.id])
        assert holder.name == "示例新网格员"


async def test_what_is_missing_from_the_table_stays_and_is_told(
    sqlite_storage: Storage, now: datetime
):
    def edit(workbook: Workbook) -> None:
        workbook["法律明白人"].delete_rows(38)
        workbook["法律顾问"]["D4"] = "/"
        for column in "EFG":
            workbook["法律顾问"][f"{column}4"] = None

    await imported(sqlite_storage, now)
    plan = await imported(sqlite_storage, now, edit)

    assert plan.changes == ()
    assert [note.kind for note in plan.notes] == [RecordKind.ASSIGNMENT, RecordKind.MINGBAIREN]
    async with sqlite_storage.reading() as unit:
        assert await counts(unit) == EXPECTED


async def test_one_sheet_alone_stands_on_what_is_stored(sqlite_storage: Storage, now: datetime):
    def only_people(workbook: Workbook) -> None:
        del workbook["法律顾问"], workbook["网格"]
        workbook["法律明白人"]["L4"] = "考核合格"

    await imported(sqlite_storage, now)
    plan = await imported(sqlite_storage, now, only_people)

    (change,) = plan.changes
    assert (change.label, plan.notes) == ("东湾村第一网格 示例明白人00", ())


async def test_whoever_has_left_does_not_come_back_by_an_old_table(
    sqlite_storage: Storage, now: datetime
):
    await imported(sqlite_storage, now)
    async with sqlite_storage.unit() as unit:
        person = (await unit.mingbairen.all())[0]
        left = person.model_copy(update={"stage": Stage.LEFT, "left_reason": "迁出"})
        await unit.mingbairen.move(left, None, "迁出", now)

    plan = await imported(sqlite_storage, now)

    assert plan.changes == ()
    assert [note.text for note in plan.notes] == ["系统里已退出，状态保持不变"]


async def test_a_retired_village_and_its_grid_come_back(sqlite_storage: Storage, now: datetime):
    await imported(sqlite_storage, now)
    async with sqlite_storage.unit() as unit:
        village = next(v for v in await unit.villages.all() if v.name == VILLAGES[0])
        gone = {"retired_on": date(2026, 1, 1)}
        await unit.villages.save(village.model_copy(update=gone))
        for grid in await unit.grids.of_village(village.id):
            await unit.grids.save(grid.model_copy(update=gone))

    plan = await imported(sqlite_storage, now)

    assert {(c.kind, c.verb) for c in plan.changes} == {
        (RecordKind.VILLAGE, Verb.CHANGE),
        (RecordKind.GRID, Verb.CHANGE),
    }
    async with sqlite_storage.reading() as unit:
        assert await counts(unit) == EXPECTED


async def test_an_old_table_finds_a_renamed_village_and_its_grids(
    sqlite_storage: Storage, now: datetime
):
    await imported(sqlite_storage, now)
    async with sqlite_storage.unit() as unit:
        village = next(v for v in await unit.villages.all() if v.name == VILLAGES[0])
        change = Change(None, now.date(), "村改居", now)
        await rename_village(unit, change, village.id, "新名社区")

    plan = await imported(sqlite_storage, now)

    assert plan.changes == () and plan.notes == ()
    async with sqlite_storage.reading() as unit:
        assert await counts(unit) == EXPECTED
        assert (await unit.villages.get(village.id)).name == "新名社区"


async def test_an_old_table_finds_the_village_another_was_merged_into(
    sqlite_storage: Storage, now: datetime
):
    await imported(sqlite_storage, now)
    async with sqlite_storage.unit() as unit:
        known = {v.name: v.id for v in await unit.villages.all()}
        change = Change(None, now.date(), "并村", now)
        await merge_villages(unit, change, known[VILLAGES[0]], known[VILLAGES[1]])

    async with sqlite_storage.unit() as unit:
        plan = await plan_for(unit, now)

    made = [c for c in plan.changes if c.verb is Verb.ADD]
    assert [c.kind for c in made if c.kind in (RecordKind.VILLAGE, RecordKind.GRID)] == []
    assert [c for c in plan.changes if c.kind is RecordKind.MINGBAIREN] == []


async def test_a_code_of_another_street_is_refused_and_the_rest_goes_in(
    sqlite_storage: Storage, now: datetime
):
    async with sqlite_storage.unit() as unit:
        other = await unit.districts.add("321000102000", "示例镇")
        village = await unit.villages.add(other.id, "东湾村")
        await unit.grids.add(village.id, "东湾村第一网格", "321000101201001")
        plan = await plan_for(unit, now)

    assert [p.row for p in plan.problems if p.sheet == "网格"] == [4]
    assert "没有导入" in next(p.reason for p in plan.problems if p.sheet == "法律明白人")
    async with sqlite_storage.unit() as unit:
        await apply_import(unit, plan, None, now)
        assert len(await unit.grids.all()) == WELL.grids


async def test_grids_without_codes_get_them_later(sqlite_storage: Storage, now: datetime):
    def no_codes(workbook: Workbook) -> None:
        workbook["网格"].delete_cols(4)

    async with sqlite_storage.unit() as unit:
        await unit.districts.add("321000101000", "示例街道")
    await imported(sqlite_storage, now, no_codes)
    assert (await imported(sqlite_storage, now, no_codes)).changes == ()
    plan = await imported(sqlite_storage, now)
    assert plan.count(RecordKind.GRID, Verb.CHANGE) == len(plan.changes) == WELL.grids


async def test_somebody_must_say_which_street_it_is(sqlite_storage: Storage, now: datetime):
    def silent(workbook: Workbook) -> None:
        for sheet in workbook.worksheets:
            sheet["A1"], sheet["A2"] = "一览表", None

    async with sqlite_storage.unit() as unit:
        with pytest.raises(DistrictUnknown):
            await plan_for(unit, now, silent)


async def test_an_adviser_of_two_streets_is_one_person(sqlite_storage: Storage, now: datetime):
    def next_street(workbook: Workbook) -> None:
        for sheet in workbook.worksheets:
            sheet["A1"], sheet["A2"] = "邻近街道一览表", "填报单位：邻近街道"
        del workbook["网格"], workbook["法律明白人"]

    await imported(sqlite_storage, now)
    async with sqlite_storage.unit() as unit:
        await unit.districts.add("321000102000", "邻近街道")
    plan = await imported(sqlite_storage, now, next_street)

    assert plan.count(RecordKind.ADVISER, Verb.ADD) == 0
    assert plan.count(RecordKind.VILLAGE, Verb.ADD) == WELL.villages
    async with sqlite_storage.reading() as unit:
        assert len(await unit.advisers.all()) == WELL.advisers
