"""A whole workbook understood: what comes out right, and what each slip costs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from actions.imports.workbook import read_sheets
from domain.imports.tables import BaseTables, Office, Problem
from domain.imports.workbook import understand_workbook
from domain.mingbairen import Stage
from tests.data_maker import ADVISERS, TODAY, VILLAGES, Expected, as_bytes, untidy_workbook

SAMPLE = Path(__file__).parents[3].parent / "shared" / "data" / "base-workbook.xlsx"
UNCOVERED_IN_SAMPLE = {
    "后塘村": "一三",
    "大卓村": "四",
    "姚徐村": "一",
    "示例村06": "二三",
    "示例村07": "二",
    "示例村08": "二",
    "示例村09": "一",
    "示例社区10": "二",
    "示例村11": "三",
    "示例村12": "一四",
    "示例村13": "二五",
    "示例社区15": "一四",
    "示例村16": "一三四",
    "示例村17": "二",
    "示例村18": "四",
    "示例村19": "三",
    "示例社区20": "二",
}
WELL = Expected()


def understood(
    edit: Callable[[Workbook], None] = lambda workbook: None,
    known_villages: tuple[str, ...] = (),
    known_grids: tuple[tuple[str, str], ...] = (),
) -> BaseTables:
    return understand_workbook(
        read_sheets(untidy_workbook(edit)), TODAY, known_villages, known_grids
    )


def with_cell(sheet: str, cell: str, value: object) -> BaseTables:
    def edit(workbook: Workbook) -> None:
        workbook[sheet][cell] = value  # type: ignore[index]

    return understood(edit)


def the_problem(tables: BaseTables) -> Problem:
    (problem,) = tables.problems
    return problem


def uncovered(tables: BaseTables) -> set[str]:
    covered = {m.grid for m in tables.mingbairen if m.stage is Stage.REGISTERED}
    return {grid.name for grid in tables.grids} - covered


def check_counts(tables: BaseTables, expected: Expected) -> None:
    assert tables.problems == ()
    assert len(tables.villages) == expected.villages
    assert len({row.name for row in tables.advisers if row.name}) == expected.advisers
    nobody = [row.village for row in tables.advisers if row.name is None]
    assert nobody == [expected.without_adviser]
    assert len(tables.grids) == len(tables.workers) == expected.grids
    assert len(tables.mingbairen) == expected.mingbairen
    registered = [m for m in tables.mingbairen if m.stage is Stage.REGISTERED]
    assert len(registered) == expected.registered
    assert uncovered(tables) == set(expected.uncovered)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample workbook is not beside the repo")
def test_the_sample_workbook_holds_what_its_readme_says():
    tables = understand_workbook(read_sheets(SAMPLE.read_bytes()), TODAY)
    named = {f"{v}第{n}网格" for v, ns in UNCOVERED_IN_SAMPLE.items() for n in ns}

    assert len(named) == 24
    check_counts(tables, Expected(20, 8, "示例社区20", 89, 124, 92, tuple(named)))
    assert tables.office == Office("黄梅街道", "321183003000")


def test_an_untidy_workbook_is_understood_in_full():
    tables = understood()
    check_counts(tables, WELL)
    assert tables.office == Office("示例街道", "321000101000")
    assert {one.why for one in tables.ignored} == {"合计行", "说明文字"}


def test_sheets_and_columns_in_another_order_mean_the_same():
    def edit(workbook: Workbook) -> None:
        workbook.move_sheet("法律明白人", -2)
        workbook["法律明白人"].title = "网格法律明白人花名册"
        workbook["网格"].title = "网格员名单"
        workbook["法律顾问"].title = "村（社区）法律顾问"
        for sheet in workbook.worksheets:
            reverse_columns(sheet)

    def reverse_columns(sheet: Worksheet) -> None:
        merged = [str(cells) for cells in sheet.merged_cells.ranges]
        for cells in merged:
            value = sheet[cells.split(":")[0]].value
            sheet.unmerge_cells(cells)
            for row in sheet[cells]:
                for cell in row:
                    cell.value = value
        for row in sheet.iter_rows(min_row=3):
            values = [cell.value for cell in row][::-1]
            for cell, value in zip(row, values, strict=True):
                cell.value = value

    check_counts(understood(edit), WELL)


def test_headings_in_other_words_and_two_tiers_mean_the_same():
    def edit(workbook: Workbook) -> None:
        heads = {
            "法律顾问": {"B3": "村名", "D3": "律师", "F3": "手机", "G3": "聘用日期\n（年月日）"},
            "网格": {"B3": "行政村", "C3": "网格", "E3": "网格员姓名", "F3": "网格员联系电话"},
            "法律明白人": {"C3": "所属网格", "D3": "*姓名", "I3": "类别", "L3": "培养状态"},
        }
        for name, said in heads.items():
            for cell, text in said.items():
                workbook[name][cell] = text
        sheet = workbook["法律顾问"]
        sheet.delete_cols(8)
        sheet["H3"], sheet["D2"] = "身份证号", "法律顾问"
        sheet.merge_cells("D2:G2")

    tables = understood(edit)
    check_counts(tables, WELL)
    assert ("H 列", "身份证号不采集") in {(one.where, one.why) for one in tables.ignored}


def test_unknown_sheets_empty_ones_and_hidden_ones_are_left_aside():
    def edit(workbook: Workbook) -> None:
        workbook.create_sheet("Sheet5")
        workbook.create_sheet("阵地").append(["名称", "地点"])
        copy = workbook.copy_worksheet(workbook["网格"])
        copy.title, copy.sheet_state = "网格（旧）", "hidden"

    tables = understood(edit)
    check_counts(tables, WELL)
    aside = {one.sheet: one.why for one in tables.ignored if not one.where}
    assert aside == {"Sheet5": "空表", "阵地": "不是要导入的表", "网格（旧）": "隐藏的工作表"}


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "reason"),
    [
        ("法律顾问", "D4", 5, "姓名"),
        ("法律顾问", "E4", "医生", "没有这个选项"),
        ("法律顾问", "F4", "1990000001", "10 位"),
        ("法律顾问", "G4", 2025.1, "1月还是10月"),
        ("法律顾问", "G4", "2027.2", "还没有到"),
        ("法律顾问", "G4", None, "没有写聘任时间"),
        ("法律顾问", "E4", None, "没有写执业类别"),
        ("法律顾问", "F9", "19900000009", "没有写姓名"),
        ("法律顾问", "F7", "19900000009", "电话不同"),
        ("网格", "D4", "1.23E+14", "丢失"),
        ("网格", "G4", "很多", "户数"),
        ("网格", "F4", "不详", "电话"),
        ("网格", "F5", 19900000020, "也是这个号码"),
        ("法律明白人", "I4", "村医", "没有这个选项"),
        ("法律明白人", "L4", "在編", "没有这个选项"),
        ("法律明白人", "L4", None, "没有写状态"),
        ("法律明白人", "L4", "退出", "没有写原因"),
        ("法律明白人", "D4", None, "没有写姓名"),
        ("法律明白人", "E4", "未知", "没有这个选项"),
        ("法律明白人", "F4", "2030.1", "今天之后"),
        ("法律明白人", "C4", "第九网格", "没有“东湾村第九网格”"),
        ("法律明白人", "B4", "东弯村", "没有这个村"),
        ("法律明白人", "M4", "长" * 301, "太长"),
    ],
)
def test_a_bad_cell_is_named_with_its_place_and_a_way_out(
    sheet: str, cell: str, value: object, reason: str
):
    problem = the_problem(with_cell(sheet, cell, value))
    assert reason in problem.reason
    assert (problem.sheet, problem.row) == (sheet, int(cell[1:]))
    assert problem.column in (cell[0], "B", "D", "M")
    assert problem.suggestion


def test_a_village_outlives_a_slip_about_its_adviser_and_a_grid_one_about_its_worker():
    by_adviser = with_cell("法律顾问", "G4", "不详")
    assert len(by_adviser.villages) == WELL.villages
    assert len(by_adviser.grids) == WELL.grids
    assert VILLAGES[0] not in {row.village for row in by_adviser.advisers}
    assert the_problem(by_adviser).costs == "这一行的法律顾问（村仍会导入）"

    by_worker = with_cell("网格", "F4", "不详")
    assert (len(by_worker.grids), len(by_worker.workers)) == (WELL.grids, WELL.grids - 1)
    assert len(by_worker.mingbairen) == WELL.mingbairen


def test_a_village_that_is_lost_takes_its_grids_along_and_each_says_so():
    tables = with_cell("法律顾问", "B4", "东湾村、西岭村")
    assert "不止一个村" in tables.problems[0].reason
    assert len(tables.grids) == WELL.grids - 4
    assert {p.sheet for p in tables.problems[1:]} == {"网格", "法律明白人"}


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    def edit(workbook: Workbook) -> None:
        sheet = workbook["法律明白人"]
        sheet["F4"], sheet["I4"], sheet["J4"], sheet["L4"] = "去年", "村医", "123", "在编"

    tables = understood(edit)
    assert [problem.column for problem in tables.problems] == ["F", "I", "J", "L"]
    assert len(tables.mingbairen) == WELL.mingbairen - 1


def test_what_is_said_twice_names_the_other_row():
    def edit(workbook: Workbook) -> None:
        advisers, grids, people = workbook.worksheets
        advisers.insert_rows(5)
        for column in range(2, 8):
            advisers.cell(5, column, advisers.cell(4, column).value)
        grids["D5"] = grids["D4"].value
        grids["C7"] = grids["C6"].value
        for column in "BCDF":
            people[f"{column}6"] = people[f"{column}5"].value

    tables = understood(edit)
    reasons = {p.sheet + p.column + str(p.row): p.reason for p in tables.problems}
    assert "“法律顾问”表第 4 行" in reasons["法律顾问B5"]
    assert "“网格”表第 4 行" in reasons["网格D5"]
    assert "“网格”表第 6 行" in reasons["网格C7"]
    assert "“法律明白人”表第 5 行" in reasons["法律明白人D6"]


def test_an_unknown_place_brings_the_nearest_to_mind():
    assert the_problem(with_cell("法律明白人", "C4", "第一网络")).suggestion.startswith(
        "是不是“东湾村第一网格”"
    )
    tables = with_cell("网格", "B4", "东弯村")
    assert tables.problems[0].suggestion == "是不是“东湾村”？"
    assert tables.problems[0].value == "东弯村"


def test_a_workbook_with_one_sheet_stands_on_what_is_known():
    def edit(workbook: Workbook) -> None:
        del workbook["法律顾问"], workbook["网格"]

    known = [(row.village, row.name) for row in understood().grids]
    by_hand = [(village, name.removeprefix(village)) for village, name in known]

    alone = understood(edit, VILLAGES, tuple(by_hand))
    assert (len(alone.mingbairen), alone.problems) == (WELL.mingbairen, ())
    assert understood(edit).mingbairen == ()


def test_a_heading_that_is_not_found_is_one_problem_and_not_a_hundred():
    def edit(workbook: Workbook) -> None:
        workbook["网格"].delete_rows(3)

    tables = understood(edit)
    assert "shaodian template" in the_problem(tables).suggestion
    assert the_problem(tables).sheet == "网格"
    assert len(tables.villages) == WELL.villages
    assert [one.why for one in tables.ignored if one.sheet == "法律明白人"] == [
        "要等“网格”表的表头改好后才能核对"
    ]


def test_a_missing_column_is_named():
    def edit(workbook: Workbook) -> None:
        workbook["法律明白人"].delete_cols(12)

    assert "缺少“状态”" in the_problem(understood(edit)).reason


def test_blank_rows_numbered_rows_and_repeated_headings_are_nobody():
    def edit(workbook: Workbook) -> None:
        sheet = workbook["法律明白人"]
        sheet.insert_rows(10, 3)
        sheet["A10"] = 99
        for column, cell in enumerate(sheet[3], 1):
            sheet.cell(11, column, cell.value)

    check_counts(understood(edit), WELL)


def test_one_bad_cell_in_a_thousand_rows_costs_one_row():
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    grids, people = workbook.create_sheet("网格"), workbook.create_sheet("法律明白人")
    grids.append(["村", "网格名称"])
    people.append(["村", "网格", "姓名", "电话", "状态"])
    for number in range(1, 51):
        grids.append(["东湾村", f"第{number}网格"])
    for number in range(1_000):
        phone = 19900000001 + number
        people.append(["东湾村", f"{number % 50 + 1}", f"示例甲{number:04}", phone, "在册"])
    people["D500"] = "不详"

    tables = understand_workbook(read_sheets(as_bytes(workbook)), TODAY, ["东湾村"])

    assert len(tables.mingbairen) == 999
    assert (the_problem(tables).row, the_problem(tables).column) == (500, "D")


def test_a_merged_adviser_serves_all_the_villages_beside_it():
    def edit(workbook: Workbook) -> None:
        sheet = workbook["法律顾问"]
        for column in "DEFG":
            sheet[f"{column}5"] = None
            sheet.merge_cells(f"{column}4:{column}5")

    tables = understood(edit)
    assert [row.name for row in tables.advisers[:2]] == [ADVISERS[0]] * 2


def test_sheets_whose_names_were_exchanged_are_known_by_their_titles() -> None:
    def exchange(workbook: Workbook) -> None:
        advisers, grids = workbook["法律顾问"], workbook["网格"]
        advisers.title, grids.title = "x", "法律顾问"
        advisers.title = "网格"

    tables = understood(exchange)
    assert tables.problems == ()
    assert (len(tables.villages), len(tables.grids)) == (WELL.villages, WELL.grids)


def test_a_slip_in_one_code_does_not_hide_the_street() -> None:
    assert with_cell("网格", "D4", "001").office == understood().office
