"""Whose workbook it is: what titles and grid codes say about the street."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from domain.imports.cells import as_text
from domain.imports.headings import ROWS_SEARCHED
from domain.imports.rows import GridRow
from domain.imports.sheet import Sheet
from domain.imports.tables import Office

_STREET = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:街道|镇|乡)")
_ABOVE = re.compile(r"^.*(?:填报单位|单位|省|市|县|区)(?=.{1,}(?:街道|镇|乡)$)")
_STREET_DIGITS = 9
"""Of the 12 digits of a 统计用区划代码, nine name the street and three the village."""


def office_of(sheets: Sequence[Sheet], grids: Iterable[GridRow] = ()) -> Office:
    return Office(_name(sheets), _code(grids))


def _name(sheets: Sequence[Sheet]) -> str | None:
    """The street named most often in the rows above the headings, `黄梅街道`."""
    said: Counter[str] = Counter()
    for sheet in sheets:
        for row in sheet.rows[:ROWS_SEARCHED]:
            text = as_text(row.at(0))
            if len(row.own()) == 1 or text.startswith(("填报", "单位")):
                found = _STREET.search(text)
                if found:
                    said[_ABOVE.sub("", found[0])] += 1
    return said.most_common(1)[0][0] if said else None


def _code(grids: Iterable[GridRow]) -> str | None:
    """What most of the codes begin with: a slip in one of them does not hide the street."""
    codes = [grid.code for grid in grids if grid.code]
    told = Counter(c[:_STREET_DIGITS] for c in codes if c.isdigit() and len(c) >= 12)
    street, often = told.most_common(1)[0] if told else ("", 0)
    return f"{street}000" if 2 * often > len(codes) else None
