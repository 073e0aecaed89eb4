"""The list that goes with a preview."""

from io import BytesIO

from openpyxl import load_workbook

from domain.imports.tables import Problem
from reports.import_report import import_as_workbook


def test_both_sheets_say_what_there_is_in_words_only() -> None:
    problem = Problem("网格", 5, "D", "=1+1", "编码重复", "请改正")
    content = import_as_workbook([("网格", "新增", "=示例村第一网格")], [problem])
    book = load_workbook(BytesIO(content))
    bad, changes = book["不能导入的内容"], book["新增和变更"]
    assert [cell.value for cell in bad[2]][:5] == ["网格", 5, "D", "=1+1", "编码重复"]
    assert bad["D2"].data_type == changes["C2"].data_type == "s"
    assert changes["C2"].value == "=示例村第一网格"
    assert changes["C2"].alignment.wrap_text and changes["C1"].font.bold
    assert (changes.freeze_panes, changes.column_dimensions["C"].width) == ("A2", 60)


def test_nothing_at_all_is_two_headings() -> None:
    book = load_workbook(BytesIO(import_as_workbook([], [])))
    assert [sheet.max_row for sheet in book.worksheets] == [1, 1]
