"""A sheet as it lies on the table: values by row and column, before anybody understands them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.errors import DomainError

Value = str | int | float | datetime | None
"""What a cell holds. Anything else (a time of day, true/false) arrives as its text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty.

    `number` is Excel's own, from 1; `cells[0]` is column A. `filled` are the columns (from 0)
    whose value comes from the top-left cell of a merged range above or to the left.
    `title` says that all there is in the row is one value merged across several columns.
    """

    number: int
    cells: tuple[Value, ...]
    filled: frozenset[int] = field(default=frozenset())
    title: bool = False

    def at(self, column: int) -> Value:
        return self.cells[column] if column < len(self.cells) else None

    def own(self) -> list[int]:
        """The columns somebody wrote into in this very row."""
        return [i for i, v in enumerate(self.cells) if v not in (None, "") and i not in self.filled]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`in_1904`: days are counted from 1904, as Excel on old Macintoshes did."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    in_1904: bool = False


class WrongFile(StrEnum):
    """Why a file is not a workbook we can read."""

    EMPTY = "empty"
    STRICT = "strict"
    OLD_EXCEL = "old_excel"
    BINARY_EXCEL = "binary_excel"
    LOCKED = "locked"
    TEXT = "text"
    OTHER = "other"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


class NotAWorkbook(DomainError):
    """The file can't be read as an .xlsx workbook, whatever its name says."""

    def __init__(self, reason: WrongFile) -> None:
        super().__init__(reason.value)
        self.reason = reason


def column_letters(column: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26: as Excel heads its columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
