"""What an import would do, and what it can't take, as a workbook to work through."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from domain.imports.tables import Problem

WIDTHS = (14, 30, 60)
PROBLEM_WIDTHS = (14, 6, 6, 24, 48, 48, 10)


def import_as_workbook(
    changes: Iterable[tuple[str, str, str]], problems: Sequence[Problem]
) -> bytes:
    """`changes` are (kind, verb, words). Two sheets: 不能导入的内容, 新增和变更."""
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
    workbook: Workbook,
    name: str,
    head: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[str | int | None]],
) -> None:
    sheet = workbook.create_sheet(name)
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.data_type == "f":
                cell.data_type = "s"
    for cell, width in zip(sheet[1], widths, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
