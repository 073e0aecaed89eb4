"""Days that are still to come: 明天, 周五, 下周三, 25号, 11月25日.

The same words as for visits, which look back; here a bare weekday or day of the month is the next
one.
"""

import re
from datetime import date, datetime, timedelta

from domain.months import Month, local_day
from domain.understanding.dates import dates, nearest
from domain.understanding.numerals import SMALL, small
from domain.understanding.text import tidied

_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DAY = re.compile(rf"({SMALL}) ?[号日]")
_NUMERIC = re.compile(r"(\d{1,2}) ?[./-] ?(\d{1,2})")
_DAYS = "一二三四五六日"


def read_planned_day(text: str, now: datetime) -> date | None:
    """The day a plan names; it may still lie in the past when that is what was said."""
    today, plain = local_day(now), tidied(text).strip(" 。.，,")
    if m := _WEEKDAY.fullmatch(plain):
        wanted = _DAYS.index(m[1].replace("天", "日"))
        return today + timedelta(days=(wanted - today.weekday()) % 7)
    if m := _DAY.fullmatch(plain):
        return _next_such_day(today, small(m[1]))
    if m := _NUMERIC.fullmatch(plain):
        return nearest(today, int(m[1]), int(m[2]))
    found = {piece.value for piece in dates(plain, today, nearest)}
    return found.pop() if len(found) == 1 else None


def _next_such_day(today: date, number: int) -> date | None:
    for ahead in range(3):
        month = Month.of(today).plus(ahead)
        if 1 <= number <= month.last_day.day:
            day = month.first_day.replace(day=number)
            if day >= today:
                return day
    return None
