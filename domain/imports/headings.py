"""Which table a sheet is, which row heads it, and which column says what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain.imports.cells import Unreadable, as_text
from domain.imports.fields import Table, Told
from domain.imports.rows import AdviserRow, GridRow, MingbairenRow
from domain.imports.sheet import Row, Sheet
from domain.imports.spelling import key

ROWS_SEARCHED = 12
"""Titles, units and dates above a heading rarely take more than three."""

ADVISERS = Table("法律顾问", AdviserRow, "顾问", r"(村\(社区\)|村)?(法律顾问|顾问|律师)")
GRIDS = Table("网格", GridRow, "网格", "(专职|兼职)?(网格员|网格长)")
MINGBAIREN = Table("法律明白人", MingbairenRow, "明白人", "(法律)?明白人")

TABLES = (ADVISERS, GRIDS, MINGBAIREN)
"""Grids stand in villages, 明白人 in grids: what a sheet builds on is read before it."""

_QUIET = frozenset(("序号", "编号", "序", "no.", "no", "备注", "说明"))
_IDENTITY = frozenset(("身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码"))
_PREFIX = re.compile(r"^(所在|所属|服务|受聘|结对)(?=.)")


@dataclass(frozen=True, slots=True)
class Heading:
    """`columns` says where a field stands, from 0; `unused` are headings left aside."""

    row: int
    columns: Mapping[str, int]
    unused: tuple[tuple[int, str, str], ...] = ()

    def lacks(self, table: Table) -> list[str]:
        needed = {name: told.heading for name, told in table.columns.items() if told.needed}
        return [heading for name, heading in needed.items() if name not in self.columns]


def table_of(sheet: Sheet) -> Table | None:
    """What its name or its title says and its heading fits, else what one of them says, else what
    the heading alone fits."""
    if re.search("说明|封面|目录", sheet.name):
        return None
    titles = "".join(as_text(row.at(0)) for row in sheet.rows[:3] if row.title)
    said = [table for text in (sheet.name, titles) for table in _named(text)]
    found = {table: heading_of(sheet, table) for table in TABLES}
    fitting = {t: len(h.columns) for t, h in found.items() if h and not h.lacks(t)}
    if said:
        return next((table for table in said if table in fitting), said[0])
    best = [t for t, count in fitting.items() if count == max(fitting.values()) and count > 2]
    return best[0] if len(best) == 1 else None


def _named(text: str) -> list[Table]:
    """Backwards: 网格法律明白人花名册 is a list of people, not of grids."""
    return [table for table in reversed(TABLES) if table.word in key(text)][:1]


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
        name = _field(text, table, below, column)
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


def _field(text: str, table: Table, below: tuple[Row, ...], at: int) -> str | None:
    """The field a heading means: as it stands, without what is in brackets, without the owner.
    One of several fields has to stand as it is; what stands below says which of them it is."""
    said = key(text).lstrip("*※★").rstrip("*※★:")
    for form in (said, re.sub(r"\(.*?\)", "", said)):
        bare = _PREFIX.sub("", form)
        for word in (form, bare, re.sub(rf"^{table.owner}(?=.)", "", form)):
            names = _fields_of(table).get(word, [])
            if len(names) == 1:
                return names[0]
            if names and word == key(text):
                fitting = (n for n in names[::-1] if _fits(table.columns[n], below[:20], at))
                return next(fitting, names[0])
    return None


@cache
def _fields_of(table: Table) -> Mapping[str, Sequence[str]]:
    fields: dict[str, list[str]] = {}
    for name, told in table.columns.items():
        for word in {key(word) for word in (told.heading, *told.also.split())}:
            fields.setdefault(word, []).append(name)
    return fields


def _fits(told: Told, rows: tuple[Row, ...], at: int) -> bool:
    for row in rows:
        try:
            if told.read and told.read(row.at(at)) is not None:
                return True
        except Unreadable:
            continue
    return False


def _why(text: str, name: str | None) -> str:
    if key(text) in _IDENTITY:
        return "身份证号不采集"
    return "没有用到这一列" if name is None else "前面已有一列同样的内容，以前一列为准"
