"""花名册: the three base tables as they are stored, in the columns of the template."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from domain.imports.fields import Table, Told
from domain.imports.sheet import column_letters

if TYPE_CHECKING:
    from openpyxl import Workbook

_NOBODY = "/"
HEAD_ROW = 2


def rolls_as_workbook(
    street: str, tables: Iterable[tuple[Table, Sequence[object]]], *, whole_phones: bool = False
) -> bytes:
    """Everything is text, so that Excel rounds nothing; phones are masked unless they are asked
    for. Tables without rows are left out."""
    from openpyxl import Workbook  # here, not above: it costs every start-up 0.2 s

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table, rows in tables:
        if rows:
            _fill(workbook, street, table, rows, whole_phones)
    if not workbook.worksheets:
        workbook.create_sheet("说明").append([f"{street}还没有登记村、网格和人员"])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill(
    workbook: "Workbook", street: str, table: Table, rows: Sequence[object], whole_phones: bool
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = workbook.create_sheet(table.name)
    heads = ["序号", *(told.heading for told in table.columns.values())]
    sheet.append([f"{street}{table.name}花名册"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    sheet["A1"].font, sheet["A1"].alignment = (
        Font(bold=True, size=14),
        Alignment(horizontal="center"),
    )
    sheet.append(heads)
    for cell in sheet[HEAD_ROW]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
    sheet.freeze_panes = "A3"
    sheet.column_dimensions["A"].width = 8
    for number, told in enumerate(table.columns.values(), 1):
        sheet.column_dimensions[column_letters(number)].width = told.width
    for number, row in enumerate(rows, 1):
        said = [
            _shown(name, told, getattr(row, name), whole_phones)
            for name, told in table.columns.items()
        ]
        sheet.append([str(number), *said])
        for cell in sheet[HEAD_ROW + number]:
            cell.number_format = "@"
            if cell.data_type == "f":
                cell.data_type = "s"  # words, whatever they look like


def _shown(name: str, told: Told, value: object, whole_phones: bool) -> str | None:
    if value is None:
        return _NOBODY if told.needed and name == "name" else None
    return str(value) if name == "phone" and whole_phones else told.show(value)
