"""The empty base workbook an office can fill in, with explanations (`shaodian template`)."""

from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.advisers import ADVISER_KIND_LABELS
from domain.imports.headings import Table
from domain.mingbairen import CATEGORY_LABELS, STAGE_LABELS
from domain.villages import VILLAGE_KIND_LABELS

LAST_ROW = 5_000
"""Drop-down lists reach down to here."""
_EXAMPLE = "示例"


class _Column(NamedTuple):
    heading: str
    width: int
    hint: str
    examples: tuple[str, str]
    choices: tuple[str, ...] = ()


_VILLAGE = "村（社区）全称，三张表里要写得一样"
_PHONE = "11 位手机号；没有可以留空"
_NUMBER = _Column("序号", 8, "可填可不填；填“示例”的行不会导入", (_EXAMPLE, _EXAMPLE))

_SHEETS: dict[Table, tuple[_Column, ...]] = {
    Table.ADVISERS: (
        _NUMBER,
        _Column("村（社区）", 18, _VILLAGE, ("示例村", "示例社区")),
        _Column(
            "类别", 10, "行政村或社区", ("行政村", "社区"), tuple(VILLAGE_KIND_LABELS.values())
        ),
        _Column("法律顾问姓名", 16, "暂无法律顾问的村也要列出，此格填“/”", ("示例顾问", "/")),
        _Column("执业类别", 22, "从下拉框选择", ("律师", ""), tuple(ADVISER_KIND_LABELS.values())),
        _Column("联系电话", 16, _PHONE, ("19900000001", "")),
        _Column("聘任时间", 14, "写成 2025-02-03 或 2025.2", ("2025-02-03", "")),
        _Column("备注", 24, "不导入", ("", "暂未聘任")),
    ),
    Table.GRIDS: (
        _NUMBER,
        _Column("所属村（社区）", 18, _VILLAGE, ("示例村", "示例村")),
        _Column(
            "网格名称", 22, "如 示例村第一网格，也可只写 第一网格", ("示例村第一网格", "第二网格")
        ),
        _Column(
            "网格编码",
            20,
            "不能重复；本列已设为文本，请勿改成数字",
            ("321000000201001", "321000000201002"),
        ),
        _Column("网格员", 14, "暂无网格员可留空", ("示例网格员", "")),
        _Column("联系电话", 16, _PHONE, ("19900000002", "")),
        _Column("户数", 8, "整数；不清楚可以留空", ("300", "")),
    ),
    Table.MINGBAIREN: (
        _NUMBER,
        _Column("村（社区）", 18, _VILLAGE, ("示例村", "示例村")),
        _Column("所在网格", 22, "“网格”表里已列出的网格", ("示例村第一网格", "第二网格")),
        _Column("姓名", 12, "一人一行，只登记在一个网格", ("示例明白人甲", "示例明白人乙")),
        _Column("性别", 8, "男或女，可以留空", ("男", "女"), ("男", "女")),
        _Column("出生年月", 12, "写成 1970-02 或 1970.2；只保留年月", ("1970-02", "1980.10")),
        _Column("政治面貌", 12, "可以留空", ("群众", "中共党员")),
        _Column("文化程度", 12, "可以留空", ("高中", "大专")),
        _Column(
            "身份类别",
            26,
            "从下拉框选择，只选一种",
            ("人民调解员", "网格员"),
            tuple(CATEGORY_LABELS.values()),
        ),
        _Column("联系电话", 16, _PHONE, ("19900000003", "")),
        _Column("证书编号", 22, "没有可以留空", ("", "")),
        _Column(
            "状态",
            12,
            "从下拉框选择；只有“在册”的人计入网格覆盖",
            ("培训中", "在册"),
            tuple(STAGE_LABELS.values()),
        ),
        _Column("备注", 24, "状态为“退出”的，请写明原因", ("", "")),
    ),
}
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


def template_workbook() -> bytes:
    """An .xlsx whose import gives no rows and no problems until somebody fills it in."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table, columns in _SHEETS.items():
        _sheet(workbook.create_sheet(table.value), columns)
    _explain(workbook.create_sheet("填写说明"))
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, columns: tuple[_Column, ...]) -> None:
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


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 18
    sheet.column_dimensions["C"].width = 80
    for text in _EXPLANATIONS:
        sheet.append([text])
    for table, columns in _SHEETS.items():
        for column in columns:
            choices = f"。可选：{'、'.join(column.choices)}" if column.choices else ""
            sheet.append([table.value, column.heading, column.hint + choices])
    for row in (1, len(_EXPLANATIONS)):
        sheet.cell(row, 1).font = Font(bold=True)
