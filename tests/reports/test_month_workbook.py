"""今日数字: the cells agree with what a spreadsheet makes of them."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.months import Month
from reports.month_workbook import HEAD_ROW, MonthSheets, VillageLine, month_as_workbook

COUNTED, CONFIRMED, WANTED, MISSING = 4, 5, 6, 7


def hours_sheet(*counted: int) -> Worksheet:
    lines = [
        VillageLine(f"示例{n}村", "林晓", 1, minutes, minutes // 2, 480, max(0, 480 - minutes), "")
        for n, minutes in enumerate(counted, 1)
    ]
    sheets = MonthSheets("示例街道", Month(2026, 11), date(2026, 11, 20), lines, [], [], [])
    return load_workbook(BytesIO(month_as_workbook(sheets)))["各村时长"]


def summed(sheet: Worksheet, column: int) -> float:
    return sum(row[0].value for row in sheet.iter_rows(HEAD_ROW + 1, None, column, column))


@pytest.mark.parametrize("counted", [(20, 20, 20), (50, 50, 50, 10), (1,) * 60, (335, 479, 481)])
def test_the_hours_of_the_villages_add_up_to_the_minutes_there_were(
    counted: tuple[int, ...],
) -> None:
    sheet = hours_sheet(*counted)
    assert summed(sheet, COUNTED) * 60 == pytest.approx(sum(counted), abs=1e-6)


def test_what_is_wanted_less_what_was_done_is_what_is_missing() -> None:
    for counted, _, wanted, missing in hours_sheet(20, 335, 479).iter_rows(
        HEAD_ROW + 1, None, COUNTED, MISSING, values_only=True
    ):
        assert wanted - counted == pytest.approx(missing)


def test_it_is_shown_with_two_decimals_and_the_column_is_no_wider_than_that() -> None:
    sheet = hours_sheet(20)
    cell = sheet.cell(HEAD_ROW + 1, COUNTED)
    assert cell.number_format == "0.00"
    assert sheet.column_dimensions["D"].width < 25
