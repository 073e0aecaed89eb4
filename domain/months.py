"""Days and months as the office counts them: always in Asia/Shanghai, stored in UTC."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from domain.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


class MonthPhase(StrEnum):
    """The life of a month (规则 4.2)."""

    OPEN = "open"
    LATE_ENTRIES = "late_entries"
    CLOSED = "closed"


class Month(NamedTuple):
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def at(cls, moment: datetime) -> Self:
        """The month in which this aware moment lies, in Shanghai."""
        return cls.of(local_day(moment))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-11`; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if not found or not 1 <= int(found[2]) <= 12:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day.year, day.month) == (self.year, self.month)


class ReopeningUnexplained(Refused):
    """A month is reopened only with a reason."""


class MonthNotOver(Refused):
    """A month that still runs can't be closed."""


def local(moment: datetime) -> datetime:
    """An aware moment as the wall clock in Shanghai shows it."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    return local(moment).date()


def instant(day: date, at: time) -> datetime:
    """The UTC moment at which the wall clock in Shanghai shows this day and time."""
    return datetime.combine(day, at, SHANGHAI).astimezone(UTC)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end, seconds dropped from both as a clock face does."""
    return (_floor(end) - _floor(start)) // timedelta(minutes=1)


def _floor(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
