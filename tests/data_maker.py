"""A base workbook as untidy as an office's, made of invented places and people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook

TODAY = date(2026, 11, 20)
VILLAGES = ("东湾村", "西岭村", "南桥村", "北塘村", "柳堤社区", "杏园村")
GRIDS = (4, 5, 4, 4, 5, 4)
ADVISERS = ("示例林律师", "示例周律师", "示例吴工")
_ORDINALS = "一二三四五"
_CATEGORIES = (
    "村干部",
    "村妇联执委",
    "人民调解员",
    "驻村辅警",
    "网格员",
    "“五老”人员",
    "其他热心公益的村（居）民",
)


@dataclass(frozen=True)
class Expected:
    """What a correct import holds. Every 7th grid has somebody in training and nobody 在册."""

    villages: int = len(VILLAGES)
    advisers: int = len(ADVISERS)
    without_adviser: str = VILLAGES[-1]
    grids: int = sum(GRIDS)
    mingbairen: int = sum(GRIDS) + 9
    registered: int = sum(GRIDS) + 9 - 4
    uncovered: tuple[str, ...] = (
        "东湾村第一网格",
        "西岭村第四网格",
        "北塘村第二网格",
        "柳堤社区第五网格",
    )


def untidy_workbook(edit: Callable[[Workbook], None] = lambda workbook: None) -> bytes:
    """Titles, units and dates, merged villages, stray spaces, six spellings of a date, totals.
    `edit` may spoil it further."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _advisers(workbook)
    _grids(workbook)
    _mingbairen(workbook)
    edit(workbook)
    return as_bytes(workbook)


def as_bytes(workbook: Workbook) -> bytes:
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def spelt(day: date, turn: int) -> str | datetime:
    """A day in the spelling of its turn; the first knows only the month."""
    y, m, d = day.year, day.month, day.day
    return (
        f"{y}.{m}",
        f"{y}年{m}月{d}日",
        day.isoformat(),
        day.strftime("%Y%m%d"),
        f"{y}/{m}/{d}",
        datetime(y, m, d),
    )[turn % 6]


def _head(workbook: Workbook, name: str, columns: list[str]) -> None:
    sheet = workbook.create_sheet(name)
    sheet.append([f"示例街道{name}一览表"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(columns))
    unit: list[object] = ["填报单位：示例街道司法所"] + [None] * (len(columns) - 2)
    sheet.append([*unit, datetime(2026, 11, 1)])
    sheet.append(columns)


def _advisers(workbook: Workbook) -> None:
    columns = [
        "序号",
        "村（社区）",
        "类别",
        "法律顾问姓名",
        "执业类别",
        "联系电话",
        "聘任时间",
        "备注",
    ]
    _head(workbook, "法律顾问", columns)
    sheet = workbook["法律顾问"]
    for i, village in enumerate(VILLAGES[:-1]):
        adviser = i % len(ADVISERS)
        kind = "基层法律服务工作者" if adviser == 2 else "律师"
        phone = 19900000001 + adviser
        shown = f" {village[:1]} {village[1:]}　" if i == 1 else village
        place = "社区" if "社区" in village else "行政村"
        since = spelt(date(2025, i + 2, i + 3), i)
        said = [i + 1, shown, place, ADVISERS[adviser], kind, str(phone) if i % 2 else phone, since]
        sheet.append(said)
    sheet.append([len(VILLAGES), VILLAGES[-1], "行政村", "/", None, None, None, "暂未聘任"])
    sheet.append(["合计", f"{len(VILLAGES)}个村（社区）", None, f"{len(ADVISERS)}人"])


def _grids(workbook: Workbook) -> None:
    columns = ["序号", "所属村（社区）", "网格名称", "网格编码", "网格员", "联系电话", "户数"]
    _head(workbook, "网格", columns)
    sheet = workbook["网格"]
    for i, village in enumerate(VILLAGES):
        first = sheet.max_row + 1
        for j in range(GRIDS[i]):
            code: str | int = f"321000101{i + 201}{j + 1:03}"
            code = int(code) if j == i % 4 else code
            worker = f"示例网格员{i}{j}"
            phone = 19900000020 + i * 5 + j
            name = f"{village}第{_ORDINALS[j]}网格"
            sheet.append(
                [first + j - 3, None if j else village, name, code, worker, phone, 300 + j]
            )
        sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=2, end_column=2)
    sheet.append(["合计", None, f"{sum(GRIDS)}个"])


def _mingbairen(workbook: Workbook) -> None:
    who = ["序号", "村（社区）", "所在网格", "姓名", "性别", "出生年月", "政治面貌", "文化程度"]
    columns = [*who, "身份类别", "联系电话", "证书编号", "状态", "备注"]
    _head(workbook, "法律明白人", columns)
    sheet = workbook["法律明白人"]
    places = [(v, j) for v, n in zip(VILLAGES, GRIDS, strict=True) for j in range(n)]
    for i, (village, j) in enumerate([*places, *places[1:4], *places[15:21]]):
        grid = f"第{j + 1}网格" if i % 5 == 3 else f"{village}第{_ORDINALS[j]}网格"
        again = i >= len(places)
        waiting = not again and i % 7 == 0
        said: list[object] = [i + 1, village, grid, f"示例明白人{i:02}", "女" if i % 2 else "男"]
        said += [spelt(date(1960 + i, i % 12 + 1, 5), i), "群众", "高中", _CATEGORIES[i % 7]]
        said += [
            None if i % 9 == 8 else 19900000050 + i,
            None if waiting else f"示例〔2025〕{i:03}号",
        ]
        sheet.append([*said, "培训中" if waiting else "在册"])
    sheet.append(["合计", None, None, f"{sheet.max_row - 3}人"])
    sheet.append(["注：示例数据，人员均为虚构"])
