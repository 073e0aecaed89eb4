"""An .xlsx in, sheets of plain values out. Whatever else the bytes are, it is said by name."""

import re
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.xml.constants import SHARED_STRINGS

from actions.imports.cells import Kept, SharedTexts, SheetCells
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
_RANGE = re.compile(r"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}")
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


class _Package(ExcelReader):
    """openpyxl's reader of the parts around the cells; texts and cells are read our way."""

    def read_strings(self) -> None:
        manifest: Any = self.package
        part = manifest.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as xml:
                self.shared_strings = SharedTexts().read(xml)

    def read_worksheets(self) -> None:
        """openpyxl would go through every sheet that does not state its size."""

    def sheets(self) -> Iterator[tuple[str, bool, str]]:
        """Name, hidden or not, and path, in the workbook's order; charts left out."""
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                yield sheet.name, sheet.state != "visible", rel.target


def _read(data: bytes) -> list[Sheet]:
    package = _Package(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of styles and extensions nobody asked for
        package.read()
    book: Any = package.wb
    kept = Kept(package.shared_strings, book._date_formats, book._timedelta_formats, book.epoch)
    sheets, left = [], MAX_ROWS
    for name, hidden, path in package.sheets():
        cells = SheetCells(kept, MAX_COLUMNS)
        with package.archive.open(path) as xml:
            rows = _rows(cells, xml, left)
        left -= len(rows)
        filled = tuple(_filled(rows, _merges(cells.merged)))
        sheets.append(Sheet(name, filled, hidden, book.epoch == MAC_EPOCH))
    if not sheets:
        raise NotAWorkbook(WrongFile.DAMAGED)
    return sheets


def _rows(cells: SheetCells, xml: IO[bytes], left: int) -> dict[int, list[Value]]:
    rows: dict[int, list[Value]] = {}
    for number, values in cells.rows(xml):
        if number > EXCEL_ROWS or len(rows) > left:
            raise NotAWorkbook(WrongFile.TOO_LARGE)
        rows[number] = values
    return rows


def _merges(ranges: Iterable[str]) -> list[_Merge]:
    bounds = [range_boundaries(found) for found in ranges if _RANGE.fullmatch(found)]
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
