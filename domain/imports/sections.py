"""Several tables on one sheet: each with its own titles and heading, one below the other."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

from domain.imports.headings import TABLES
from domain.imports.owners import bare_heading
from domain.imports.sheet import Row, Sheet

_WORDS_OF_A_HEADING = 3


def sections_of(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or its parts where a heading stands in it a second time."""
    rows = sheet.rows
    heads = [i for i, row in enumerate(rows) if _is_heading(row)]
    heads = [i for n, i in enumerate(heads) if n == 0 or i - heads[n - 1] > 1]
    other = [i for i in heads[1:] if rows[i].cells != rows[heads[0]].cells or _titled(rows, i)]
    starts = [_with_titles(rows, i) for i in other]
    if not starts:
        return [sheet]
    bounds = [0, *starts, len(rows)]
    return [replace(sheet, rows=rows[a:b]) for a, b in pairwise(bounds) if a < b]


def _is_heading(row: Row) -> bool:
    words = _words()
    said = [cell for cell in row.cells if cell.__class__ is str and cell in words]
    return len(set(said)) >= _WORDS_OF_A_HEADING


def _with_titles(rows: tuple[Row, ...], head: int) -> int:
    """Where the table begins: its titles above the heading belong to it."""
    while head > 0 and len(rows[head - 1].own()) == 1:
        head -= 1
    return head


def _titled(rows: tuple[Row, ...], head: int) -> bool:
    return _with_titles(rows, head) < head


@cache
def _words() -> frozenset[str]:
    told = [told for table in TABLES for told in table.columns.values()]
    said = {word for one in told for word in (one.heading, *one.also.split())}
    return frozenset(said | {bare_heading(word) for word in said} | {"序号"})
