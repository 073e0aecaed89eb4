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
_COUNTY = re.compile(r"([^省市县区旗位：:]{1,8}[市县区旗])[^省市县区旗]{2,12}$")
_STREET_DIGITS = 9
"""Of the 12 digits of a 统计用区划代码, nine name the street and three the village."""


def office_of(sheets: Sequence[Sheet], grids: Iterable[GridRow] = ()) -> Office:
    names = _said(sheets)
    counties = Counter(found[1] for name in names.elements() if (found := _COUNTY.search(name)))
    streets = Counter(_ABOVE.sub("", name) for name in names.elements())
    return Office(_most(streets), _code(grids), _most(counties))


def _said(sheets: Sequence[Sheet]) -> Counter[str]:
    """The streets in the rows above the headings, `黄梅街道`, with what stands before them."""
    said: Counter[str] = Counter()
    for sheet in sheets:
        for row in sheet.rows[:ROWS_SEARCHED]:
            text = as_text(row.at(0))
            if len(row.own()) == 1 or text.startswith(("填报", "单位")):
                found = _STREET.search(text)
                if found:
                    said[found[0]] += 1
    return said


def _most(said: Counter[str]) -> str | None:
    return said.most_common(1)[0][0] if said else None


def _code(grids: Iterable[GridRow]) -> str | None:
    """What most of the codes begin with: a slip in one of them does not hide the street."""
    codes = [grid.code for grid in grids if grid.code]
    told = Counter(c[:_STREET_DIGITS] for c in codes if c.isdigit() and len(c) >= 12)
    street, often = told.most_common(1)[0] if told else ("", 0)
    return f"{street}000" if 2 * often > len(codes) else None
