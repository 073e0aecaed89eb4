"""What was understood of a workbook, row by row, and what was not."""

from dataclasses import dataclass

from domain.imports.fields import WHOLE_ROW
from domain.imports.rows import AdviserRow, GridRow, MingbairenRow


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that can't be taken. `column` is Excel's letter, "" for a sheet as a whole;
    `row` is 0 then. `costs` says what is left out if the bad rows are skipped."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    suggestion: str
    costs: str = WHOLE_ROW


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that was left aside on purpose; `where` is a column or a row, "" for the sheet."""

    sheet: str
    where: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Office:
    """Whose workbook it is: the street by its titles, its code by how all grid codes begin, and
    the county where a title names it before the street."""

    name: str | None = None
    code: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class BaseTables:
    """Every name in it is spelt one way: a grid's village is the name in `villages` or a known one.

    `villages` are the first rows of each: a village survives even if what its row says about the
    adviser does not. `problems` are sorted as the clerk reads: sheet, row, column."""

    office: Office = Office()
    villages: tuple[AdviserRow, ...] = ()
    advisers: tuple[AdviserRow, ...] = ()
    grids: tuple[GridRow, ...] = ()
    mingbairen: tuple[MingbairenRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def workers(self) -> tuple[GridRow, ...]:
        return tuple(grid for grid in self.grids if grid.worker)
