"""Small workbooks as offices lay them out: rows as they are typed, ranges as they are merged."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from actions.imports.workbook import read_sheets
from domain.imports.tables import BaseTables
from domain.imports.workbook import understand_workbook
from tests.data_maker import TODAY, as_bytes

Rows = Sequence[Sequence[Any]]

ADVISERS: Rows = (
    ("村（社区）", "法律顾问姓名", "执业类别", "联系电话", "聘任时间"),
    ("后塘村", "林晓", "律师", "13800000011", "2025-02-03"),
    ("前湖村", "周航", "律师", "13800000012", "2025-03-01"),
)
GRIDS: Rows = (
    ("村（社区）", "网格名称", "网格员", "联系电话"),
    ("后塘村", "第一网格", "陈梅", "13900000011"),
    ("前湖村", "第一网格", "赵强", "13900000012"),
)
ROLL = ("村（社区）", "所在网格", "姓名", "联系电话", "证书编号", "出生年月", "状态")


def workbook(sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None) -> bytes:
    """`merged` are ranges by sheet, with spaces between."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, "").split():
            sheet.merge_cells(area)
    return as_bytes(book)


def understood(sheets: Mapping[str, Rows], merged: Mapping[str, str] | None = None) -> BaseTables:
    return understand_workbook(read_sheets(workbook(sheets, merged)), TODAY)


def advisers_of(rows: Rows, merged: str = "") -> BaseTables:
    return understood({"法律顾问": rows}, {"法律顾问": merged})


def grids_of(rows: Rows, merged: str = "") -> BaseTables:
    return understood({"法律顾问": ADVISERS, "网格": rows}, {"网格": merged})


def roll_of(*rows: Sequence[Any], head: Sequence[str] = ROLL, merged: str = "") -> BaseTables:
    sheets = {"法律顾问": ADVISERS, "网格": GRIDS, "法律明白人": (head, *rows)}
    return understood(sheets, {"法律明白人": merged})


def people(tables: BaseTables) -> list[tuple[str, str, str | None]]:
    return [(row.grid, row.name, row.phone) for row in tables.mingbairen]


def workers(tables: BaseTables) -> list[tuple[str, str | None, str | None]]:
    return [(row.name, row.worker, row.phone) for row in tables.grids]


def advisers(tables: BaseTables) -> list[tuple[str, str | None, str | None]]:
    return [(row.village, row.name, row.phone) for row in tables.advisers]


def reasons(tables: BaseTables) -> str:
    """All that is wrong; every problem says what to do."""
    assert all(problem.suggestion for problem in tables.problems)
    return "\n".join(problem.reason for problem in tables.problems)
