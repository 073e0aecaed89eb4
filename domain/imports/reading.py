"""Reading the rows of one table: which are rows at all, and what is wrong with each."""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain.imports.cells import Unreadable, as_text
from domain.imports.fields import Table, Told
from domain.imports.headings import Heading
from domain.imports.sheet import Row, Sheet, Value, column_letters
from domain.imports.spelling import key
from domain.imports.tables import Ignored, Problem

T = TypeVar("T")

_TOTAL = re.compile(r"(合计|总计|小计|共计|累计)(:.*|\d+.*)?")
_EXAMPLE = re.compile(r"[(\[【]?(示例|样例|例|举例|填写示例|示例行|模板|样表)[)\]】]?:?")
_NOTE = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|填报单位|填报日期|填报时间|填表日期|填表时间|制表|制表人|"
    r"审核|审核人|审批|审批人|负责人|单位负责人|分管领导|主要领导|联系人|日期|单位)\s*\d*[:：].*|注\d*[、.].*"
)


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
    """One row of a table: reads cells, and blames those that can't be read."""

    def __init__(self, located: Located, row: Row, findings: Findings) -> None:
        self.sheet, self.row = located.sheet.name, row.number
        self._row, self._findings = row, findings
        self._told, self._columns = located.table.columns, located.heading.columns
        self.failed: set[str] = set()

    def raw(self, name: str) -> Value:
        column = self._columns.get(name)
        return None if column is None else self._row.at(column)

    def has(self, name: str) -> bool:
        return name in self._columns

    def values(self) -> dict[str, Any]:
        """All fields that a cell alone tells; None for what is empty or can't be read."""
        return {
            name: self._checked(name, told, self.read(name, told.read))
            for name, told in self._told.items()
            if told.read
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
            return how(self.raw(name))
        except Unreadable as error:
            self.blame(name, error.reason, error.suggestion)
            return None

    def blame(self, name: str, reason: str, suggestion: str, costs: str = "") -> None:
        """`costs` is what the field says unless this problem costs something else."""
        self.failed.add(name)
        column = column_letters(self._columns[name]) if self.has(name) else ""
        value, costs = as_text(self.raw(name)), costs or self._told[name].costs
        problem = Problem(self.sheet, self.row, column, value, reason, suggestion, costs)
        self._findings.problems.append(problem)

    def failed_in(self, *names: str) -> bool:
        return not self.failed.isdisjoint(names)


class Seen:
    """Which row said a thing first."""

    def __init__(self) -> None:
        self._first: dict[Hashable, str] = {}

    def before(self, what: Hashable, reader: Reader) -> str | None:
        """Where it was said before, `“网格”表第 5 行`; None if this row is the first."""
        here = f"“{reader.sheet}”表第 {reader.row} 行"
        first = self._first.setdefault(what, here)
        return None if first == here else first


def readers(located: Located, findings: Findings) -> Iterator[Reader]:
    """The rows below the heading that say something about our subject."""
    heading = located.heading
    head = next(r for r in located.sheet.rows if r.number == heading.row).cells
    used = set(heading.columns.values())
    for row in located.sheet.rows:
        if row.number <= heading.row or row.cells == head:
            continue
        texts = [key(as_text(row.at(i))) for i in row.own()]
        why = _why_no_row(row, texts, used)
        if why is None:
            yield Reader(located, row, findings)
        elif why:
            what = next((as_text(row.at(i)) for i in row.own()), "")
            findings.ignored.append(Ignored(located.sheet.name, f"第 {row.number} 行", what, why))


def _why_no_row(row: Row, texts: list[str], used: set[int]) -> str | None:
    """None for a row of data, "" for an empty one, else the reason to leave it aside."""
    if not texts:
        return ""
    first = texts[0]
    if _EXAMPLE.fullmatch(first):
        return "标着“示例”"
    if _TOTAL.fullmatch(first) or any(_TOTAL.fullmatch(t) for t in texts if len(t) <= 3):
        return "合计行"
    if row.title or _NOTE.fullmatch(first):
        return "说明文字"
    if not used.intersection(row.own()):
        return "" if len(texts) == 1 and first.isdigit() else "没有用到的内容"
    return None
