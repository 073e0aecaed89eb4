"""Which table a sheet is, which row heads it, and which column says what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.imports.cells import as_text
from domain.imports.sheet import Row, Sheet
from domain.imports.spelling import key
from domain.imports.words import ADVISER_KINDS

ROWS_SEARCHED = 12
"""Titles, units and dates above a heading rarely take more than three."""


class Table(StrEnum):
    ADVISERS = "法律顾问"
    GRIDS = "网格"
    MINGBAIREN = "法律明白人"


_SHEET_NAMES = {Table.MINGBAIREN: "明白人", Table.GRIDS: "网格", Table.ADVISERS: "顾问"}
"""In this order: 网格法律明白人花名册 is a list of people, not of grids."""

_VILLAGE = (
    "村(社区) 村(社区)名称 村 村名 村名称 村社 村社区 村居 村(居) 村(居)名称 村/社区 社区(村) "
    "社区 社区名称 行政村 行政村(社区) 村级名称 村(社区)名 单位名称 村、社区 村委会 村(居)委会"
)
_PHONE = "联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系号码 联系电话号码 移动电话"
_NAME = "姓名 名字 人员姓名"
_GRID = "网格 网格名称 网格名 网格区域 网格编号及名称"

_WORDS: dict[Table, dict[str, str]] = {
    Table.ADVISERS: {
        "village": _VILLAGE,
        "name": f"{_NAME} 法律顾问姓名 顾问姓名 法律顾问 顾问 律师 律师姓名",
        "kind": "执业类别 执业身份 顾问类别 人员类别 人员身份 身份类别 身份 执业类型 顾问身份",
        "village_kind": "村类别 村(社区)类别 单位类别 村居类别 类型 性质",
        "phone": _PHONE,
        "since": (
            "聘任时间 聘用时间 聘任日期 聘用日期 受聘时间 受聘日期 聘任起始时间 聘用起始时间 "
            "聘期开始 聘任开始时间 聘请时间 签约时间 签约日期 结对时间 起聘时间 上任时间"
        ),
    },
    Table.GRIDS: {
        "village": _VILLAGE,
        "grid": _GRID,
        "code": "网格编码 网格代码 网格编号 编码 代码 网格码 网格唯一编码",
        "name": f"{_NAME} 网格员 网格员姓名 网格长 网格长姓名 专职网格员 专职网格员姓名",
        "phone": _PHONE,
        "households": "户数 总户数 家庭户数 网格户数 居民户数 户数(户) 常住户数",
    },
    Table.MINGBAIREN: {
        "village": _VILLAGE,
        "grid": _GRID,
        "name": f"{_NAME} 法律明白人 明白人 法律明白人姓名 明白人姓名",
        "gender": "性别",
        "born": "出生年月 出生日期 出生年月日 出生时间 生日",
        "politics": "政治面貌 政治身份",
        "education": "文化程度 学历 文化水平",
        "category": "身份类别 类别 人员类别 身份 人员身份 身份类型 人员类型",
        "phone": _PHONE,
        "certificate": "证书编号 证书号 证书号码 证号 上岗证编号 资格证编号 法律明白人证书编号",
        "stage": "状态 阶段 培养状态 培养阶段 在册状态 当前状态 在册情况 培养情况",
        "note": "备注 说明 备注说明",
    },
}
REQUIRED: dict[Table, dict[str, str]] = {
    Table.ADVISERS: {
        "village": "村（社区）",
        "name": "法律顾问姓名",
        "kind": "执业类别",
        "since": "聘任时间",
    },
    Table.GRIDS: {"grid": "网格名称"},
    Table.MINGBAIREN: {"grid": "所在网格", "name": "姓名", "stage": "状态"},
}
_QUIET = frozenset(("序号", "编号", "序", "no.", "no", "备注", "说明"))
_IDENTITY = frozenset(("身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码"))
_PREFIX = re.compile(r"^(所在|所属|服务|受聘|结对)(?=.)")
_OWNER = {
    Table.ADVISERS: re.compile(r"^(村\(社区\)|村)?(法律顾问|顾问|律师)(?=.)"),
    Table.GRIDS: re.compile(r"^(专职|兼职)?(网格员|网格长)(?=.)"),
    Table.MINGBAIREN: re.compile(r"^(法律)?明白人(?=.)"),
}
_FIELDS: dict[Table, dict[str, str]] = {
    table: {word: name for name, words in fields.items() for word in words.split()}
    for table, fields in _WORDS.items()
}


@dataclass(frozen=True, slots=True)
class Heading:
    """`columns` says where a field stands, from 0; `unused` are headings left aside."""

    row: int
    columns: Mapping[str, int]
    unused: tuple[tuple[int, str, str], ...] = ()

    def lacks(self, table: Table) -> list[str]:
        return [label for name, label in REQUIRED[table].items() if name not in self.columns]


def table_of(sheet: Sheet) -> Table | None:
    """What its name or its title says and its heading fits, else what one of them says, else what
    the heading alone fits."""
    if re.search("说明|封面|目录", sheet.name):
        return None
    titles = "".join(as_text(row.at(0)) for row in sheet.rows[:3] if row.title)
    said = [table for text in (sheet.name, titles) for table in _named(text)]
    found = {table: heading_of(sheet, table) for table in Table}
    fitting = {t: len(h.columns) for t, h in found.items() if h and not h.lacks(t)}
    if said:
        return next((table for table in said if table in fitting), said[0])
    best = [t for t, count in fitting.items() if count == max(fitting.values()) and count > 2]
    return best[0] if len(best) == 1 else None


def _named(text: str) -> list[Table]:
    return [table for table, word in _SHEET_NAMES.items() if word in key(text)][:1]


def heading_of(sheet: Sheet, table: Table) -> Heading | None:
    """Of the first rows, the one that names most of the table's columns; None if none does."""
    best: Heading | None = None
    for index, row in enumerate(sheet.rows[:ROWS_SEARCHED]):
        if row.title:
            continue
        heading = _read(row, table, sheet.rows[index + 1 :])
        if len(heading.columns) > (len(best.columns) if best else 1):
            best = heading
    return best


def _read(row: Row, table: Table, below: tuple[Row, ...]) -> Heading:
    columns: dict[str, int] = {}
    unused: list[tuple[int, str, str]] = []
    seen = ""
    for column, text in _headings(row):
        name = _field(text, table)
        if name is None and key(text) == "类别" and table is Table.ADVISERS:
            name = "kind" if _speaks_of_advisers(below, column) else "village_kind"
        if name is None or name in columns:
            if text != seen and key(text) not in _QUIET:
                unused.append((column, text, _why(text, name)))
        else:
            columns[name] = column
        seen = text
    return Heading(row.number, columns, tuple(unused))


def _headings(row: Row) -> Iterator[tuple[int, str]]:
    for column, value in enumerate(row.cells):
        text = as_text(value)
        if text and len(text) <= 30:
            yield column, text


def _field(text: str, table: Table) -> str | None:
    """The field a heading means: as it stands, without what is in brackets, without the owner."""
    said = key(text).lstrip("*※★").rstrip("*※★:")
    fields = _FIELDS[table]
    for form in (said, re.sub(r"\(.*?\)", "", said)):
        bare = _PREFIX.sub("", form)
        for word in (form, bare, _OWNER[table].sub("", form)):
            if word in fields:
                return fields[word]
    return None


def _speaks_of_advisers(rows: tuple[Row, ...], column: int) -> bool:
    said = [key(as_text(row.at(column))) for row in rows[:20]]
    return any(word in ADVISER_KINDS for word in said)


def _why(text: str, name: str | None) -> str:
    if key(text) in _IDENTITY:
        return "身份证号不采集"
    return "没有用到这一列" if name is None else "前面已有一列同样的内容，以前一列为准"
