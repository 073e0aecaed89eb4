"""An .xlsx in, sheets of plain values out. Whatever else the bytes are, it is said by name."""

import re
import warnings
from collections.abc import Iterable
from datetime import date, datetime
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH

from domain.imports.sheet import NotAWorkbook, Row, Sheet, Value, WrongFile

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
SMALL_UNPACKED = 20 * 1024 * 1024
MAX_RATIO = 60
"""How many times its size a workbook of more than `SMALL_UNPACKED` bytes may unpack to: Excel's own
reach 30, a file made to fill the memory a thousand."""
MAX_PARTS = 2_000
MAX_ROWS = 200_000
"""Rows with something in them, over all sheets."""
MAX_COLUMNS = 100
MAX_FILLED = 2_000_000
"""Cells that merged ranges may fill."""
EXCEL_ROWS = 1_048_576

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no value."""
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STRICT = b"http://purl.oclc.org/ooxml/"
_Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row, from 1."""


def read_sheets(data: bytes) -> list[Sheet]:
    """The sheets in the workbook's order, empty rows left out, merged ranges filled.

    Raises NotAWorkbook for anything but an .xlsx within the limits above; never anything else.
    """
    _check_kind(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_archive(archive)
        return _read(data)
    except NotAWorkbook:
        raise
    except Exception as error:  # openpyxl raises nearly every kind there is on a broken file
        raise NotAWorkbook(WrongFile.DAMAGED) from error


def _check_kind(data: bytes) -> None:
    if not data:
        raise NotAWorkbook(WrongFile.EMPTY)
    if len(data) > MAX_BYTES:
        raise NotAWorkbook(WrongFile.TOO_LARGE)
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise NotAWorkbook(WrongFile.LOCKED if locked else WrongFile.OLD_EXCEL)
    if not data.startswith(b"PK"):
        raise NotAWorkbook(WrongFile.OTHER if b"\0\0" in data[:4096] else WrongFile.TEXT)


def _check_archive(archive: ZipFile) -> None:
    """Before openpyxl unpacks anything: is it Excel's, is it small, is it plain XML?"""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotAWorkbook(WrongFile.LOCKED)
    if "xl/workbook.bin" in names:
        raise NotAWorkbook(WrongFile.BINARY_EXCEL)
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise NotAWorkbook(WrongFile.OTHER)
    packed, unpacked = (
        sum(getattr(part, size) for part in parts) for size in ("compress_size", "file_size")
    )
    most = min(MAX_UNPACKED, max(SMALL_UNPACKED, MAX_RATIO * packed))
    if len(parts) > MAX_PARTS or unpacked > most:
        raise NotAWorkbook(WrongFile.TOO_LARGE)
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                head = part.read(4096).replace(b"\0", b"")
            # Excel never writes a DOCTYPE; entities that unfold without end live in one
            if b"<!DOCTYPE" in head.upper():
                raise BadZipFile("a document type in a workbook")
            if name == "xl/workbook.xml" and _STRICT in head:
                raise NotAWorkbook(WrongFile.STRICT)


def _read(data: bytes) -> list[Sheet]:
    reader = ExcelReader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of styles and extensions nobody asked for
        reader.read()
        paths = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        sheets, left = [], MAX_ROWS
        for sheet in reader.wb.worksheets:
            rows = _rows(sheet, left)
            # a read-only sheet knows no merges, and a full one takes gigabytes for a 20 MB file
            xml = reader.archive.read(paths[sheet.title])
            rows = _with_formulas(rows, xml)
            left -= len(rows)
            hidden = sheet.sheet_state != "visible"
            filled = tuple(_filled(rows, _merges(xml)))
            sheets.append(Sheet(sheet.title, filled, hidden, reader.wb.epoch == MAC_EPOCH))
    if not sheets:
        raise NotAWorkbook(WrongFile.DAMAGED)
    return sheets


def _rows(sheet: Any, left: int) -> dict[int, list[Value]]:
    sheet.reset_dimensions()  # other programs write wrong ones, and rows would be lost
    rows: dict[int, list[Value]] = {}
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if number > EXCEL_ROWS or len(rows) > left:
            raise NotAWorkbook(WrongFile.TOO_LARGE)
        if values.count(None) == len(values):
            continue
        cells = [_value(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows[number] = cells
    return rows


def _value(value: Any) -> Value:
    match value:
        case None | datetime() | float():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day, no moment
    return str(value) if str(value).strip() else None


def _with_formulas(rows: dict[int, list[Value]], xml: bytes) -> dict[int, list[Value]]:
    """Formulas nobody has calculated stand as `=E2` where Excel would keep a value: a row that
    seems empty is not lost in silence."""
    if b"<f" not in xml and b":f" not in xml:
        return rows
    for attributes, formula in _FORMULA.findall(xml):
        place = _CELL.search(attributes)
        if place is None or b't="str"' in attributes:  # an empty text is a value
            continue
        column, row = column_index_from_string(place[1].decode()), int(place[2])
        if column <= MAX_COLUMNS and 0 < row <= EXCEL_ROWS:
            cells = rows.setdefault(row, [])
            cells.extend([None] * (column - len(cells)))
            if cells[column - 1] is None:
                cells[column - 1] = "=" + unescape(formula.decode(errors="replace"))
    return dict(sorted(rows.items()))


def _merges(xml: bytes) -> list[_Merge]:
    bounds = [range_boundaries(found.decode()) for found in _MERGED.findall(xml)]
    return [(int(a or 1), int(b or 1), int(c or 1), int(d or 1)) for a, b, c, d in bounds]


def _filled(rows: dict[int, list[Value]], merges: Iterable[_Merge]) -> Iterable[Row]:
    """Rows with every merged cell saying what its top-left cell says."""
    filled: dict[int, set[int]] = {}
    across: dict[int, set[int]] = {}
    for left, top, right, bottom in _within(merges, max(rows, default=0)):
        value = rows[top][left - 1] if top in rows and left <= len(rows[top]) else None
        if value is None:
            continue
        columns = set(range(left - 1, right))
        if len(columns) > 1:
            across.setdefault(top, set()).update(columns)
        for number in range(top, bottom + 1):
            if number in rows:
                row = rows[number]
                row.extend([None] * (right - len(row)))
                row[left - 1 : right] = [value] * len(columns)
                own = {left - 1} if number == top else set()
                filled.setdefault(number, set()).update(columns - own)
    for number, cells in rows.items():
        title = number in across and all(
            value is None or column in across[number] for column, value in enumerate(cells)
        )
        yield Row(number, tuple(cells), frozenset(filled.get(number, ())), title)


def _within(merges: Iterable[_Merge], last: int) -> Iterable[_Merge]:
    """The ranges, cut to the rows there are: a merged column may reach down to row 1,048,576."""
    budget = MAX_FILLED
    for left, top, right, bottom in merges:
        cut = (left, top, min(right, MAX_COLUMNS), min(bottom, last))
        budget -= max(cut[3] - top + 1, 0) * max(cut[2] - left + 1, 0)
        if budget < 0:
            raise NotAWorkbook(WrongFile.TOO_LARGE)
        yield cut
