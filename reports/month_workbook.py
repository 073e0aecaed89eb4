"""今日数字: a month's figures as a workbook whose cells can be summed up again: what is shown is
rounded by the spreadsheet itself."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from domain.months import Month

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD_COLOUR = "DCE6F1"
HEAD_ROW = 2
NARROWEST, WIDEST = 8, 50
TWO_DECIMALS = "0.00"
"""They keep every minute apart."""
Cell = str | int | float | date | time | None


class VillageLine(NamedTuple):
    """Minutes. `quota` and `missing` are None for a village without an adviser."""

    village: str
    advisers: str
    visits: int
    counted: int
    confirmed: int
    quota: int | None
    missing: int | None
    remark: str


class VisitLine(NamedTuple):
    """`recorded` and `counted` in minutes; `reason` says why they differ."""

    day: date
    start: time
    end: time
    village: str
    adviser: str
    activity: str
    topic: str
    people: int | None
    leaflets: int | None
    recorded: int
    counted: int
    reason: str
    evidence: str


class GridLine(NamedTuple):
    village: str
    grid: str
    registered: int
    in_training: int
    covered: str


class ShortRow(NamedTuple):
    kind: str
    village: str
    subject: str
    figure: str
    wanted: str
    state: str


class MonthSheets(NamedTuple):
    """What goes into the workbook; `office` and `today` head every sheet."""

    office: str
    month: Month
    today: date
    villages: Sequence[VillageLine]
    visits: Sequence[VisitLine]
    grids: Sequence[GridLine]
    short: Sequence[ShortRow]


def month_as_workbook(month: MonthSheets) -> bytes:
    """Four sheets: 各村时长, 服务明细, 网格覆盖, 未达标. Phones are in none of them."""
    from openpyxl import Workbook  # here, not above: it costs every start-up 0.2 s

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, head, rows in _sheets(month):
        _fill(workbook.create_sheet(name), _title(month, name), head, rows)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def file_name(office: str, month: Month, today: date) -> str:
    """`黄梅街道2026年11月进村服务统计(截至20日).xlsx`."""
    return f"{office}{month.year}年{month.month}月进村服务统计(截至{today.day}日).xlsx"


def _sheets(month: MonthSheets) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]:
    hours = ("计入时长（小时）", "其中村确认（小时）", "应达时长（小时）", "还差（小时）")
    yield (
        "各村时长",
        ("村（社区）", "法律顾问", "服务次数", *hours, "备注"),
        (
            (
                *v[:3],
                _hours(v.counted),
                _hours(v.confirmed),
                _hours(v.quota),
                _hours(v.missing),
                v[7],
            )
            for v in month.villages
        ),
    )
    yield (
        "服务明细",
        (
            *("日期", "开始", "结束", "村（社区）", "法律顾问", "服务类型", "主题"),
            *(
                "参加人次",
                "发放资料（份）",
                "登记时长（分钟）",
                "计入时长（分钟）",
                "未计入原因",
                "依据",
            ),
        ),
        month.visits,
    )
    yield ("网格覆盖", ("村（社区）", "网格", "在册人数", "培育中人数", "是否覆盖"), month.grids)
    yield ("未达标", ("类别", "村（社区）", "对象", "现有", "要求", "状态"), month.short)


def _hours(minutes: int | None) -> float | None:
    """Not rounded: 0.33 three times would add up to 0.99 of an hour."""
    return None if minutes is None else minutes / 60


def _title(month: MonthSheets, name: str) -> str:
    when = f"{month.month.year}年{month.month.month}月"
    return f"{month.office}{when}{name}（截至{month.today.month}月{month.today.day}日）"


def _fill(
    sheet: "Worksheet", title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    from openpyxl.utils import get_column_letter

    sheet.append([title])
    sheet.append(list(head))
    widths = [_width(word) for word in head]
    number = HEAD_ROW
    for number, row in enumerate(rows, HEAD_ROW + 1):
        sheet.append(list(row))
        for column, value in enumerate(row, start=1):
            if isinstance(value, str) and value.startswith("="):
                sheet.cell(number, column).data_type = "s"  # words, whatever they look like
            elif isinstance(value, float):
                sheet.cell(number, column).number_format = TWO_DECIMALS
        widths = [max(w, _width(value)) for w, value in zip(widths, row, strict=True)]
    for column, width in enumerate(widths, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(width + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "B3"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(head))}{number}"
    _dress(sheet, len(head))


def _dress(sheet: "Worksheet", columns: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for cell in sheet[HEAD_ROW]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD_COLOUR)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _width(value: Cell) -> int:
    """A Chinese character takes the room of two figures."""
    text = f"{value:.2f}" if isinstance(value, float) else "" if value is None else str(value)
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
