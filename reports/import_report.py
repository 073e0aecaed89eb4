"""What an import would do, and what it can't take, as a workbook to work through."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from domain.imports.sheet import column_letters
from domain.imports.tables import Problem

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WIDTHS = (14, 30, 60)
PROBLEM_WIDTHS = (14, 6, 6, 24, 48, 48, 10)


def import_as_workbook(
    changes: Iterable[tuple[str, str, str]], problems: Sequence[Problem]
) -> bytes:
    """`changes` are (kind, verb, words). Two sheets: 不能导入的内容, 新增和变更."""
    from openpyxl import Workbook  # here, not above: it costs every start-up 0.2 s

    workbook = Workbook(write_only=True)  # a city has 100,000 cells, twice as dear otherwise
    rows = [
        (p.sheet, p.row or None, p.column, p.value, p.reason, p.suggestion, p.costs)
        for p in problems
    ]
    head = ("工作表", "行", "列", "内容", "问题", "建议", "影响")
    _fill(workbook, "不能导入的内容", head, PROBLEM_WIDTHS, rows)
    _fill(workbook, "新增和变更", ("类别", "动作", "内容"), WIDTHS, changes)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill(
    workbook: "Workbook",
    name: str,
    head: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | int | None]],
) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions[column_letters(number)].width = width
    sheet.append(_cells(sheet, head, "font", Font(bold=True)))
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        sheet.append(_cells(sheet, row, "alignment", wrapped))


def _cells(
    sheet: "WriteOnlyWorksheet", row: Sequence[str | int | None], look: str, value: object
) -> list["Cell"]:
    from openpyxl.cell import WriteOnlyCell

    cells = [WriteOnlyCell(sheet, said) for said in row]
    for cell in cells:
        setattr(cell, look, value)
        if cell.data_type == "f":
            cell.data_type = "s"  # words, whatever they look like
    return cells
