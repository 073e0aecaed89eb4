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
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def shown(value: str | int | None) -> WriteOnlyCell:
        cell = WriteOnlyCell(sheet, value)
        cell.alignment = wrapped
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"  # words, whatever they look like
        return cell

    titles = [WriteOnlyCell(sheet, title) for title in head]
    for title in titles:
        title.font = bold
    sheet.append(titles)
    for row in rows:
        sheet.append([shown(value) for value in row])
