"""11.12, 11-5, 9.30-11.00, 9-11, 1430-1600: a day or a time, told apart by what else is said."""

import re
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from domain.understanding.clocks import PERIOD, SEPARATOR, Clock
from domain.understanding.dates import latest
from domain.understanding.text import Claims, Piece

_JOIN = r" ?(?:-|~|到|至) ?"
_PACKED = re.compile(
    rf"(?<![\d.:/-])([01]?\d|2[0-4])([0-5]\d)({_JOIN})([01]\d|2[0-4])([0-5]\d)(?![\d年.学])"
)
_DOTTED_RANGE = re.compile(
    rf"(?<!\d)(?<!\d[.:/-])(\d{{1,2}})\.([0-5]\d)({SEPARATOR}{PERIOD}?)(\d{{1,2}})\.([0-5]\d)(?![\d.])"
)
_DOTTED = re.compile(r"(?<!\d)(?<!\d[.:/-])(\d{1,2})[.·](\d{1,2})(?![\d.%万小时hH])")
_DASHED = re.compile(
    rf"(?<![\d村区])(?<!\d[.:/-])(\d{{1,2}})({_JOIN})(\d{{1,2}})(?![\d.:/人名位份点时个号-])"
)
_HYPHEN = re.compile(r" ?- ?")


Weekdays = Collection[int]


class Loose(NamedTuple):
    dates: list[Piece[date]]
    clocks: list[Piece[Clock]]


def loose(text: str, today: date, has_date: bool, has_time: bool, beside: Weekdays = ()) -> Loose:
    """What the text (sure days and times already taken out) still says of day and time.

    A joined pair of two-digit minutes (9.30-11.00) is a time unless a time is known, as a visit
    has one day; a single pair is the day if none is known but a weekday `beside` it, else a time.
    """
    found = Loose([], [])
    for pattern in (_PACKED, _DOTTED_RANGE):
        for m in pattern.finditer(text):
            if not (has_time or found.clocks) and _is_range(m):
                found.clocks.extend(_ends(m))
    claims = Claims(text)
    for piece in found.clocks:
        claims.claim(piece.start, piece.end)
    for pattern in (_DOTTED, _DASHED):
        for m in pattern.finditer(text):
            if claims.claim(m.start(), m.end()):
                _place(m, today, found, has_date, has_time, beside)
    return found


def _place(
    m: re.Match[str],
    today: date,
    found: Loose,
    has_date: bool,
    has_time: bool,
    beside: Weekdays,
) -> None:
    first, last = int(m[1]), int(m[m.lastindex or 2])
    dashed = m.re is _DASHED
    may_be_day = not dashed or _HYPHEN.fullmatch(m[2])
    day = latest(today, first, last) if may_be_day else None
    fits = not has_date or bool(day and day.weekday() in beside)
    if day and fits and not found.dates:
        found.dates.append(Piece(day, m.start(), m.end()))
    elif not (has_time or found.clocks):
        if dashed and first <= 24 and last <= 24:
            found.clocks.append(Piece(Clock(first, 0), m.start(), m.start(2)))
            found.clocks.append(Piece(Clock(last, 0), m.end(2), m.end()))
        elif not dashed and first < 24 and last < 60 and len(m[2]) == 2:
            found.clocks.append(Piece(Clock(first, last), m.start(), m.end()))


def _is_range(m: re.Match[str]) -> bool:
    start, end = (int(m[1]), int(m[2])), (int(m[4]), int(m[5]))
    return start[0] <= 24 and end[0] <= 24 and start != end


def _ends(m: re.Match[str]) -> list[Piece[Clock]]:
    left = Clock(int(m[1]), int(m[2]), None, len(m[1]) == 2 and m[1] < "10")
    right = Clock(int(m[4]), int(m[5]))
    return [Piece(left, m.start(), m.start(3)), Piece(right, m.end(3), m.end())]
