"""Reading the rows of one table: which are rows at all, and what is wrong with each."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain.imports.cells import Unreadable, as_text, check_calculated
from domain.imports.columns import PHONE
from domain.imports.days import as_in_1900
from domain.imports.fields import Table, Told
from domain.imports.headings import PLACE, Heading, said_above
from domain.imports.names import name_and_phone
from domain.imports.remarks import group_of, why_no_row
from domain.imports.sheet import Row, Sheet, Value, column_letters
from domain.imports.spelling import key, means_nobody
from domain.imports.tables import Ignored, Problem

T = TypeVar("T")


@dataclass
class Findings:
    """What is collected on the way through a workbook."""

    problems: list[Problem] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Located:
    """A sheet known for one of our tables, with its heading."""

    sheet: Sheet
    table: Table
    heading: Heading


class Reader:
    """One row of a table: reads cells, and blames those that can't be read.

    `places` are the villages said above it, the nearest first: by the title of its group, if it is
    `grouped`, of the table, by the sheet's name."""

    def __init__(
        self,
        located: Located,
        row: Row,
        findings: Findings,
        places: tuple[str, ...],
        grouped: bool,
    ) -> None:
        self.sheet, self.row = located.sheet.name, row.number
        self.places, self.grouped = places, grouped
        self._row, self._findings = row, findings
        self._told, self._columns = located.table.columns, located.heading.columns
        self._in_1904 = located.sheet.in_1904
        self._parted = self._part(located.table.person)
        self.failed: set[str] = set()

    def raw(self, name: str) -> Value:
        """What the cell holds, a phone beside a name in its own place."""
        if name in self._parted:
            return self._parted[name]
        value = self._cell(name)
        if self._in_1904 and isinstance(value, int | float) and self._told[name].day:
            return as_in_1900(value)
        return value

    def _cell(self, name: str) -> Value:
        column, cells = self._columns.get(name), self._row.cells
        return None if column is None or column >= len(cells) else cells[column]

    def _part(self, person: str) -> dict[str, Value]:
        """`陈梅 13900000001` is a name and a phone, unless another phone stands beside it."""
        said = self._cell(person) if person else None
        if not isinstance(said, str) or not (parted := name_and_phone(said)):
            return {}
        beside = as_text(self._cell(PHONE))
        if not means_nobody(beside) and _digits(beside) != _digits(parted[1]):
            return {}
        return {person: parted[0], PHONE: parted[1]}

    def has(self, name: str) -> bool:
        return name in self._columns

    def values(self) -> dict[str, Any]:
        """All fields that a cell alone tells; None for what is empty or can't be read."""
        return {
            name: self._checked(name, told, self.read(name, told.read) if said else None)
            for name, told in self._told.items()
            if told.read
            for said in (name in self._parted or self._cell(name) is not None,)
        }

    def _checked(self, name: str, told: Told, value: T | None) -> T | None:
        if value is None and told.must and name not in self.failed:
            choices = "、".join(told.choices)
            advice = f"请选一个：{choices}" if choices else f"请填写{told.label}"
            self.blame(name, f"没有写{told.label}", advice)
        return value

    def read(self, name: str, how: Callable[[Value], T | None]) -> T | None:
        """The cell's value, None if it is empty or can't be read (see `failed`)."""
        try:
            value = self.raw(name)
            if isinstance(value, str) and value[:1] in ("=", "#"):
                check_calculated(value)
            return how(value)
        except Unreadable as error:
            self.blame(name, error.reason, error.suggestion)
            return None

    def blame(self, name: str, reason: str, suggestion: str, costs: str = "") -> None:
        """`costs` is what the field says unless this problem costs something else."""
        self.failed.add(name)
        column = column_letters(self._columns[name]) if self.has(name) else ""
        value, costs = as_text(self._cell(name)), costs or self._told[name].costs
        problem = Problem(self.sheet, self.row, column, value, reason, suggestion, costs)
        self._findings.problems.append(problem)

    def names_nobody(self, person: str, *told: str) -> bool:
        """无 stands for the person, and nothing else is said of one. Left aside, not blamed."""
        said = as_text(self.raw(person))
        how = self._told[person].read
        if not said or how is None or any(not means_nobody(as_text(self.raw(n))) for n in told):
            return False
        if self.read(person, how) is not None or person in self.failed:
            return False
        place = f"第 {self.row} 行"
        self._findings.ignored.append(Ignored(self.sheet, place, said, "写明没有人"))
        return True

    def failed_in(self, *names: str) -> bool:
        return not self.failed.isdisjoint(names)


def _digits(text: str) -> str:
    return "".join(sign for sign in key(text) if sign.isdigit())


class Seen:
    """Which row said a thing first."""

    def __init__(self) -> None:
        self._first: dict[Hashable, str] = {}

    def before(self, what: Hashable, reader: Reader) -> str | None:
        """Where it was said before, `“网格”表第 5 行`; None if this row is the first."""
        here = f"“{reader.sheet}”表第 {reader.row} 行"
        first = self._first.setdefault(what, here)
        return None if first == here else first

    def __contains__(self, what: Hashable) -> bool:
        return what in self._first


def readers(located: Located, findings: Findings) -> Iterator[Reader]:
    """The rows below the heading that say something about our subject."""
    heading, sheet = located.heading, located.sheet
    heads = {row.cells for row in heading.rows}
    used = set(heading.columns.values())
    places = {at for name, at in heading.columns.items() if name == PLACE}
    above = said_above(sheet, heading)
    group = ""
    for row in sheet.rows:
        if row.number <= heading.row or row.cells in heads:
            continue
        own = row.own()
        texts = [key(as_text(row.cells[at])) for at in own]
        if len(texts) == 1 and (named := group_of(row, texts, places)):
            group = named
            continue
        why = why_no_row(row, own, texts, used, places)
        if why is None:
            yield Reader(located, row, findings, (group, *above) if group else above, bool(group))
        elif why:
            what = next((as_text(row.at(i)) for i in own), "")
            findings.ignored.append(Ignored(sheet.name, f"第 {row.number} 行", what, why))
