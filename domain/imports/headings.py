"""Which table a sheet is, which row heads it, and which column says what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.imports.cells import as_text
from domain.imports.columns import columns_of_heads
from domain.imports.field_types import TERMS
from domain.imports.fields import Table
from domain.imports.remarks import group_of, own_texts, place_said
from domain.imports.rows import AdviserRow, GridRow, MingbairenRow
from domain.imports.sheet import Row, Sheet
from domain.imports.spelling import key
from domain.imports.stacks import stack_at

ROWS_SEARCHED = 12
"""Titles, units and dates above a heading rarely take more than three."""
PLACE = "village"

ADVISERS = Table(
    "法律顾问",
    AdviserRow,
    "顾问",
    r".{0,8}?(法律顾问|顾问|律师|法律服务工作者)",
    "name",
    frozenset(TERMS.split()) - {"聘任时间", "聘用时间"},
)
GRIDS = Table(
    "网格",
    GridRow,
    "网格",
    r"(专职|兼职)?网格员",
    "worker",
    frozenset(("网格长", "网格长姓名", "姓名", "兼职网格员", "兼职网格员姓名")),
)
MINGBAIREN = Table("法律明白人", MingbairenRow, "明白人", r".{0,6}?明白人", "name")

TABLES = (ADVISERS, GRIDS, MINGBAIREN)
"""Grids stand in villages, 明白人 in grids: what a sheet builds on is read before it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`columns` says where a field stands, from 0; `unused` are headings left aside, `unclear`
    those to be put right, with reason and advice. It ends in `row`; `rows` are all it takes."""

    row: int
    columns: Mapping[str, int]
    unused: tuple[tuple[int, str, str], ...] = ()
    unclear: tuple[tuple[int, str, str, str], ...] = ()
    rows: tuple[Row, ...] = ()

    def lacks(self, table: Table, sheet: Sheet) -> list[str]:
        """What the table needs and nothing says: a village may stand above its rows instead."""
        needed = {name: told.heading for name, told in table.columns.items() if told.needed}
        lacking = {name: said for name, said in needed.items() if name not in self.columns}
        if PLACE in lacking and _is_placed(sheet, self):
            del lacking[PLACE]
        return list(lacking.values())


def said_above(sheet: Sheet, heading: Heading) -> tuple[str, ...]:
    """The villages that titles above the heading and the name of the sheet tell, nearest first."""
    titles = [row for row in sheet.rows if row.number < heading.row and len(row.own()) == 1]
    texts = [*(as_text(row.at(row.own()[0])) for row in titles[::-1]), sheet.name]
    return tuple(place for text in texts if (place := place_said(text)))


def _is_placed(sheet: Sheet, heading: Heading) -> bool:
    if said_above(sheet, heading):
        return True
    below = (row for row in sheet.rows if row.number > heading.row)
    return any(group_of(row, own_texts(row), set()) for row in below)


def table_of(sheet: Sheet) -> Table | None:
    """What its name or its title says and its heading fits, else what one of them says, else what
    the heading alone fits."""
    if re.search("说明|封面|目录", sheet.name):
        return None
    said = [table for text in (sheet.name, _titles(sheet)) for table in _named(text)]
    found = {table: heading_of(sheet, table) for table in TABLES}
    columns = {table: len(h.columns) if h else 0 for table, h in found.items()}
    fitting = {t: columns[t] for t, h in found.items() if h and not h.lacks(t, sheet)}
    known = next((table for table in said if table in fitting), None)
    best = [t for t, count in fitting.items() if count == max(fitting.values()) and count > 2]
    if known is None and len(best) == 1 and (not said or columns[best[0]] > columns[said[0]]):
        return best[0]
    return known or next(iter(said), None)


def _titles(sheet: Sheet) -> str:
    texts = (as_text(row.at(row.own()[0])) for row in sheet.rows[:3] if len(row.own()) == 1)
    return "".join(text for text in texts if ":" not in key(text))


def _named(text: str) -> list[Table]:
    """Backwards: 网格法律明白人花名册 is a list of people, not of grids."""
    return [table for table in reversed(TABLES) if table.word in key(text)][:1]


def heading_of(sheet: Sheet, table: Table) -> Heading | None:
    """Of the first rows, the one that names most of the table's columns, with the rows of groups
    above it; None if none does."""
    best: Heading | None = None
    for last in range(min(len(sheet.rows), ROWS_SEARCHED)):
        stack = stack_at(sheet.rows, last)
        if stack is None:
            continue
        found = columns_of_heads(stack.heads, table, sheet.rows[last + 1 :][:50])
        if len(found.fields) > (len(best.columns) if best else 1):
            rows = sheet.rows[stack.first : last + 1]
            best = Heading(sheet.rows[last].number, *found, rows)
    return best
