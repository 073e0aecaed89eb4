"""After midnight people still speak of the evening that has just been as 今晚 and 刚才."""

import re
from datetime import date, datetime, timedelta

from domain.months import local
from domain.understanding.times import Span

_JUST_BEEN = re.compile(r"今[晚天日夜]|刚")
_SLEEP = 5
"""Until this hour the day before goes on."""


def day_meant(text: str, day: date | None, span: Span, now: datetime) -> date | None:
    """今晚10点到11点半, said at 0:20, was yesterday: nobody means what is to come."""
    here = local(now)
    said = span.end or span.start
    if day != here.date() or said is None or here.hour >= _SLEEP:
        return day
    to_come = (span.start or said) > here.time()
    return day - timedelta(days=1) if to_come and _JUST_BEEN.search(text) else day
