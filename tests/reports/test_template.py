"""The template: empty it imports as nothing, filled in as it says it imports in full."""

from io import BytesIO

from openpyxl import load_workbook

from actions.imports.workbook import read_sheets
from domain.imports.workbook import understand_workbook
from reports.template import template_workbook
from tests.data_maker import TODAY, as_bytes


def test_the_empty_template_is_nothing_and_nothing_is_wrong_with_it():
    tables = understand_workbook(read_sheets(template_workbook()), TODAY)

    rows = (tables.villages, tables.advisers, tables.grids, tables.workers, tables.mingbairen)
    assert not any(rows)
    assert tables.problems == ()
    assert {one.why for one in tables.ignored} == {"标着“示例”", "不是要导入的表"}


def test_its_own_examples_are_good_rows_once_they_are_numbered():
    workbook = load_workbook(BytesIO(template_workbook()))
    for sheet in workbook.worksheets[:3]:
        sheet["A2"], sheet["A3"] = 1, 2

    tables = understand_workbook(read_sheets(as_bytes(workbook)), TODAY)

    assert tables.problems == ()
    assert [len(rows) for rows in (tables.villages, tables.grids, tables.mingbairen)] == [2, 2, 2]


def test_it_explains_itself():
    workbook = load_workbook(BytesIO(template_workbook()))
    advisers = workbook["法律顾问"]

    assert workbook.sheetnames == ["法律顾问", "网格", "法律明白人", "填写说明"]
    assert advisers.freeze_panes == "A2"
    assert all(cell.comment for cell in advisers[1])
    assert all(
        len(sheet.data_validations.dataValidation) for sheet in (advisers, workbook["法律明白人"])
    )
