"""The cells of an .xlsx: one pass through the XML of its texts, one through that of each sheet.

openpyxl makes an object of every cell and every text, which was half of an import's time
(docs/decisions/0023).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from xml.parsers.expat import ParserCreate

from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

from domain.imports.sheet import NotAWorkbook, Value, WrongFile

_AT_ONCE = 64 * 1024
_DIGITS = "0123456789"
_Begins = Callable[[dict[str, str]], None]
_Ends = Callable[[], None]


@dataclass(frozen=True)
class Kept:
    """What the cells of a workbook refer to: its texts, and the styles that make a number a date
    or a length of time."""

    texts: list[str]
    days: set[int]
    spans: set[int]
    epoch: datetime


class _Part:
    """A part on its way through the parser. `_said` is the text of the latest element, `_string`
    that of a plain or formatted string, without the readings beside it."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._string: list[str] = []
        self._beside = False
        self._begins: dict[str, _Begins] = {}
        self._ends: dict[str, _Ends] = {}
        self._on("t", ends=self._text_ends)
        self._on("rPh", lambda _: self._read_beside(True), lambda: self._read_beside(False))

    def _on(self, name: str, begins: _Begins | None = None, ends: _Ends | None = None) -> None:
        if begins:
            self._begins[f"{SHEET_MAIN_NS} {name}"] = begins
        if ends:
            self._ends[f"{SHEET_MAIN_NS} {name}"] = ends

    def _pieces(self, xml: IO[bytes]) -> Iterator[None]:
        """Goes on to the end of the XML, with a pause after every piece."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        while piece := xml.read(_AT_ONCE):
            parser.Parse(piece)
            yield
        parser.Parse(b"", True)
        yield

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._said.clear()
        begins = self._begins.get(name)
        if begins:
            begins(attributes)

    def _end(self, name: str) -> None:
        ends = self._ends.get(name)
        if ends:
            ends()

    def _say(self, text: str) -> None:
        self._said.append(text)

    def _text_ends(self) -> None:
        if not self._beside:
            self._string += self._said

    def _read_beside(self, beside: bool) -> None:
        self._beside = beside


class SharedTexts(_Part):
    """The texts that cells give by their number."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[str] = []
        self._on("si", self._begins_text, self._ends_text)

    def read(self, xml: IO[bytes]) -> list[str]:
        for _ in self._pieces(xml):
            pass
        return self._texts

    def _begins_text(self, _: dict[str, str]) -> None:
        self._string.clear()

    def _ends_text(self) -> None:
        self._texts.append("".join(self._string).replace("x005F_", ""))


class SheetCells(_Part):
    """One sheet; `merged` are its merged ranges once all rows were read."""

    def __init__(self, kept: Kept, most_columns: int) -> None:
        super().__init__()
        self.merged: list[str] = []
        self._kept, self._most = kept, most_columns
        self._same: dict[str, str] = {}
        self._ready: list[tuple[int, list[Value]]] = []
        self._number = self._latest = self._column = 0
        self._cells: list[Value] = []
        self._cell: dict[str, str] = {}
        self._value = ""
        self._formula: str | None = None
        self._converts: dict[str, Callable[[str], Value]] = {
            "n": self._as_number,
            "s": self._shared,
            "b": lambda said: "TRUE" if int(said) else "FALSE",
            "d": _as_day,
        }
        self._on("row", self._row_begins, self._row_ends)
        self._on("c", self._cell_begins, self._cell_ends)
        self._on("v", ends=self._value_ends)
        self._on("f", ends=self._formula_ends)
        self._on("mergeCell", lambda given: self.merged.append(given.get("ref", "")))

    def rows(self, xml: IO[bytes]) -> Iterator[tuple[int, list[Value]]]:
        """The rows with something in them, by Excel's numbers, each cut behind its last value."""
        for _ in self._pieces(xml):
            yield from self._ready
            self._ready.clear()

    def _row_begins(self, given: dict[str, str]) -> None:
        self._number = int(float(given.get("r", self._latest + 1)))
        self._column, self._cells = 0, []

    def _row_ends(self) -> None:
        if self._number > self._latest:  # Excel writes them in order
            self._latest = self._number
            if self._cells:
                self._ready.append((self._number, self._cells))

    def _cell_begins(self, given: dict[str, str]) -> None:
        self._cell, self._value, self._formula = given, "", None
        self._string.clear()

    def _value_ends(self) -> None:
        self._value = "".join(self._said)

    def _formula_ends(self) -> None:
        self._formula = "".join(self._said)

    def _cell_ends(self) -> None:
        place = self._cell.get("r")
        column = column_index_from_string(place.rstrip(_DIGITS)) if place else self._column + 1
        self._column = column
        if column <= self._most and (value := self._understood()) is not None:
            self._cells.extend([None] * (column - len(self._cells)))
            self._cells[column - 1] = value

    def _understood(self) -> Value:
        kind, said = self._cell.get("t", "n"), self._value
        if kind == "inlineStr":
            return self._once("".join(self._string))
        if not said or said.isspace():
            # a formula nobody has calculated stands where Excel would keep a value: a row that
            # seems empty is not lost in silence; an empty text is a value
            return None if self._formula is None or kind == "str" else f"={self._formula}"
        convert = self._converts.get(kind, self._once)
        return convert(said)

    def _shared(self, said: str) -> Value:
        return _something(self._kept.texts[int(said)])

    def _once(self, text: str) -> str | None:
        """The same text once in memory: a village stands in hundreds of rows."""
        return _something(self._same.setdefault(text, text))

    def _as_number(self, said: str) -> Value:
        number = float(said) if "." in said or "E" in said or "e" in said else int(said)
        style = int(self._cell.get("s", 0))
        if style not in self._kept.days:
            return number
        try:
            return _plain(from_excel(number, self._kept.epoch, timedelta=style in self._kept.spans))
        except (OverflowError, ValueError):
            return "#VALUE!"


def _refuse(*_: object) -> None:
    """Excel never writes a document type; entities that unfold without end live in one."""
    raise NotAWorkbook(WrongFile.DAMAGED)


def _something(text: str) -> str | None:
    return text if text and not text.isspace() else None


def _as_day(said: str) -> Value:
    return _plain(from_ISO8601(said))  # type: ignore[no-untyped-call]


def _plain(value: Any) -> Value:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day, no moment
    return str(value)
