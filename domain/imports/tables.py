"""What was understood of a workbook, row by row, and what was not."""

from dataclasses import dataclass
from datetime import date

from domain.advisers import AdviserKind
from domain.mingbairen import Category, Stage
from domain.villages import VillageKind

WHOLE_ROW = "本行"


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
class VillageRow:
    """A village survives even if what its row says about the adviser does not. `kind` is None
    where the table does not say it; see `kind_by_name`."""

    sheet: str
    row: int
    name: str
    kind: VillageKind | None = None


@dataclass(frozen=True, slots=True)
class AdviserRow:
    """Who serves a village. Without a name the table says that nobody does; with a name
    `kind` and `since` are given."""

    sheet: str
    row: int
    village: str
    name: str | None = None
    kind: AdviserKind | None = None
    phone: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """`name` in full, `后塘村第一网格`; `code` is None where none could be read."""

    sheet: str
    row: int
    village: str
    name: str
    code: str | None = None
    households: int | None = None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """The 网格员 of a grid, from the same row as the grid."""

    sheet: str
    row: int
    village: str
    grid: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class MingbairenRow:
    """None is what the table does not say. `born` is `1963-02` or `1963`; whoever has left has
    the reason in `note`."""

    sheet: str
    row: int
    village: str
    grid: str
    name: str
    stage: Stage
    category: Category | None = None
    gender: str | None = None
    born: str | None = None
    politics: str | None = None
    education: str | None = None
    phone: str | None = None
    certificate: str | None = None
    note: str | None = None


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

    `problems` are sorted as the clerk reads: sheet, row, column."""

    office: Office = Office()
    villages: tuple[VillageRow, ...] = ()
    advisers: tuple[AdviserRow, ...] = ()
    grids: tuple[GridRow, ...] = ()
    workers: tuple[WorkerRow, ...] = ()
    mingbairen: tuple[MingbairenRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Ignored, ...] = ()
