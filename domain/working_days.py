"""Working days with 调休: the published calendar, and a table for years it does not hold yet."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from domain.errors import DomainError

DAY = timedelta(days=1)
FRIDAY = 4
WORDS = {"班": True, "休": False}


@lru_cache(maxsize=4096)
def _as_published(day: date) -> bool | None:
    """What the State Council published for this day; None when its year is not held."""
    import chinese_calendar  # here, not above: loading its tables costs every start-up 20 ms

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True)
class WorkCalendar:
    """`table` names only the days that differ from Mon–Fri, as the yearly notice does.

    A year that is in neither the table nor the library falls back to Mon–Fri; ask `published`
    to be able to say so (规则 4.6).
    """

    table: Mapping[date, bool] = field(default_factory=dict, hash=False)

    def is_working_day(self, day: date) -> bool:
        """The table wins, so that a notice amended during the year can be imported."""
        known = self.table.get(day)
        if known is None:
            known = _as_published(day)
        return day.weekday() <= FRIDAY if known is None else known

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working day."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted; `day` itself when n is 0."""
        for _ in range(n):
            day = self.next_working_day(day + DAY)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days d there are with after < d <= until."""
        span = range(1, (until - after).days + 1)
        return sum(self.is_working_day(after + timedelta(days=n)) for n in span)

    def published(self, year: int) -> bool:
        return _as_published(date(year, 1, 1)) is not None or any(
            day.year == year for day in self.table
        )


class CalendarTableNoText(DomainError):
    """The file is no text: a workbook, perhaps."""


class CalendarTableUnreadable(DomainError):
    """`line` counts from 1; `content` is the line as it was given."""

    def __init__(self, line: int, content: str) -> None:
        super().__init__(f"line {line}: {content!r}")
        self.line, self.content = line, content


def decoded(data: bytes) -> str:
    """The text of a table as Excel saves it: UTF-8, GBK, or UTF-16 with tabs between the cells.

    Raises CalendarTableNoText for anything else.
    """
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = []
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarTableNoText


def read_calendar_table(text: str) -> dict[date, bool]:
    """Read lines like `2027-01-01,休` and `2027-02-07,班`; True means a working day.

    Empty lines, a header and a third column (the feast's name) are passed over.
    Raises CalendarTableUnreadable for the first line that says nothing or contradicts another.
    """
    table: dict[date, bool] = {}
    text = re.sub("[，\t;；]", ",", text.removeprefix("\ufeff"))
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip(" ,\t") or (number == 1 and line.startswith("日期")):
            continue
        entry = _entry(line)
        if entry is None or table.get(entry[0], entry[1]) is not entry[1]:
            raise CalendarTableUnreadable(number, line)
        table[entry[0]] = entry[1]
    return table


def _entry(line: str) -> tuple[date, bool] | None:
    cells = [cell.strip() for cell in next(csv.reader([line]), [])]
    day = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0?:00(?::00)?)?"
    found = re.fullmatch(day, cells[0]) if cells else None
    if found is None or len(cells) < 2 or cells[1] not in WORDS:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])), WORDS[cells[1]]
    except ValueError:
        return None
