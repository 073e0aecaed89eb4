"""What an import would do, and what it can't take, as a workbook to work through."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from domain.imports.tables import Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

WIDTHS = (14, 30, 60)
PROBLEM_WIDTHS = (14, 6, 6, 24, 48, 48, 10)


def import_as_workbook(
    changes: Iterable[tuple[str, str, str]], problems: Sequence[Problem]
) -> bytes:
    """`changes` are (kind, verb, words). Two sheets: 不能导入的内容, 新增和变更."""
    from openpyxl import Workbook  # here, not above: it costs every start-up 0.2 s

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
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
    sheet.append(list(head))
    for number, row in enumerate(rows, start=2):
        sheet.append(list(row))
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"  # words, whatever they look like
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
