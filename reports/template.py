"""The empty base workbook an office can fill in, with explanations (`shaodian template`)."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.imports.fields import Table, Told
from domain.imports.headings import ADVISERS, TABLES

LAST_ROW = 5_000
"""Drop-down lists reach down to here."""
_EXAMPLE = "示例"


_NUMBER = Told(
    heading="序号", hint="可填可不填；填“示例”的行不会导入", examples=(_EXAMPLE, _EXAMPLE), width=8
)
_REMARK = Told(heading="备注", hint="不导入", examples=("", "暂未聘任"), width=24)
_EXPLANATIONS = (
    "怎样填写这份基础台账",
    "1. 三张表依次填写：法律顾问（全部村、社区都列出）、网格、法律明白人。",
    "2. 表头请保留；列的先后可以调整，多出来的列不会导入。",
    "3. 灰色的“示例”行不会导入，可以删去，也可以留着。",
    "4. 没有内容的格子可以留空，或填“/”“无”。",
    "5. 电话、网格编码、日期各列已设为文本格式，请直接填写，不要改成数字格式。",
    "6. 不采集身份证号，请不要填写。",
    "7. 填好后先试导入，系统会列出看不懂的单元格和修改建议；改好后再导入，可以反复导入，不会重复。",
    "8. 系统里已有、表里没有的村、网格和人员不会被删除。",
    "",
    "各列说明",
)


def template_workbook(tables: Sequence[Table] = TABLES) -> bytes:
    """An .xlsx whose import gives no rows and no problems until somebody fills it in."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        _sheet(workbook.create_sheet(table.name), _columns(table))
    _explain(workbook.create_sheet("填写说明"), tables)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _columns(table: Table) -> list[Told]:
    """Between those that are for the office alone."""
    remark = [_REMARK] if table is ADVISERS else []
    return [_NUMBER, *table.columns.values(), *remark]


def _sheet(sheet: Worksheet, columns: Sequence[Told]) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"
        head = sheet.cell(1, index, column.heading)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDEBF7")
        head.alignment = Alignment(horizontal="center")
        head.comment = Comment(column.hint, "法治哨点", width=260, height=60)
        for row, example in enumerate(column.examples, 2):
            cell = sheet.cell(row, index, example or None)
            cell.font = Font(italic=True, color="808080")
            cell.number_format = "@"
        if column.choices:
            _drop_down(sheet, letter, column.choices)


def _drop_down(sheet: Worksheet, letter: str, choices: tuple[str, ...]) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    rule.error = "请从下拉框中选择"
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _explain(sheet: Worksheet, tables: Sequence[Table]) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 18
    sheet.column_dimensions["C"].width = 80
    for text in _EXPLANATIONS:
        sheet.append([text])
    for table in tables:
        for column in _columns(table):
            choices = f"。可选：{'、'.join(column.choices)}" if column.choices else ""
            sheet.append([table.name, column.heading, column.hint + choices])
    for row in (1, len(_EXPLANATIONS)):
        sheet.cell(row, 1).font = Font(bold=True)
