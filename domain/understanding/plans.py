"""Days that are still to come: 明天, 周五上午, 下周三, 25号, 11月25日, 三天后, 月底.

The same words as for visits, which look back; here a weekday or a day of the month is the next one,
also 本周三 said on a Friday: nobody plans for what is over.
"""

import re
from datetime import date, datetime, timedelta

from domain.months import Month, local_day
from domain.understanding.dates import dates, nearest
from domain.understanding.numerals import SMALL, small
from domain.understanding.text import Piece, tidied, without

_WEEKDAY = re.compile(r"(下下个?|下个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天1-7](?!\d))")
_AHEAD = re.compile(rf"(?:过|再过)?(?P<n>{SMALL}) ?(?P<unit>天|日|个?星期|个?礼拜|周)(?:之|以)?后")
_DAY = re.compile(rf"(?<![\d月./-])(?<!月 )({SMALL}) ?[号日](?!楼)")
_NUMERIC = re.compile(r"(?<![\d.:])(\d{1,2}) ?[./-] ?(\d{1,2})(?![\d.:])")
_MONTH_END = re.compile(r"(?<!上)(?<!下)(?<!\d)(?:本|这个?|当)?月(?:底|末)")
_DAYS, _DIGITS = "一二三四五六日", "1234567"


def read_planned_day(text: str, now: datetime) -> date | None:
    """The one day a plan names; it may lie in the past only when its date was said."""
    today, plain = local_day(now), tidied(text).strip(" 。.，,")
    found = [*_weekdays(plain, today), *_ahead(plain, today)]
    rest = without(plain, found)
    sure = [p for p in dates(rest, today, nearest) if not _DAY.fullmatch(rest, p.start, p.end)]
    rest = without(rest, sure)
    found += [*sure, *_numbered(rest, today)]
    days = {piece.value for piece in found}
    return days.pop() if len(days) == 1 else None


def _weekdays(text: str, today: date) -> list[Piece[date]]:
    monday = today - timedelta(days=today.weekday())
    found = []
    for m in _WEEKDAY.finditer(text):
        wanted = (_DIGITS if m[2].isdecimal() else _DAYS).index(m[2].replace("天", "日"))
        weeks = {"下下": 2, "下": 1}.get((m[1] or "").removesuffix("个"), 0)
        day = monday + timedelta(days=7 * weeks + wanted)
        found.append(Piece(day if day >= today else day + timedelta(days=7), *m.span()))
    return found


def _ahead(text: str, today: date) -> list[Piece[date]]:
    return [
        Piece(today + timedelta(days=small(m["n"]) * (1 if m["unit"] in "天日" else 7)), *m.span())
        for m in _AHEAD.finditer(text)
    ]


def _numbered(text: str, today: date) -> list[Piece[date]]:
    """12.1, 25号 and 月底, each the next one."""
    found = []
    for m in _NUMERIC.finditer(text):
        if day := nearest(today, int(m[1]), int(m[2])):
            found.append(Piece(day, *m.span()))
    text = without(text, found)
    for m in _DAY.finditer(text):
        if day := _next_such_day(today, small(m[1])):
            found.append(Piece(day, *m.span()))
    for m in _MONTH_END.finditer(text):
        found.append(Piece(Month.of(today).last_day, *m.span()))
    return found


def _next_such_day(today: date, number: int) -> date | None:
    for ahead in range(3):
        month = Month.of(today).plus(ahead)
        if 1 <= number <= month.last_day.day:
            day = month.first_day.replace(day=number)
            if day >= today:
                return day
    return None
