"""Where a village stands in a month: reached, on pace, behind, short, or served by nobody."""

from datetime import date
from enum import StrEnum

from domain.hours import Progress, behind_pace
from domain.months import Month


class Pace(StrEnum):
    """In the order an office looks at them."""

    UNSERVED = "unserved"
    SHORT = "short"
    BEHIND = "behind"
    ON_PACE = "on_pace"
    REACHED = "reached"


WORST_FIRST = {pace: place for place, pace in enumerate(Pace)}


def pace_of(progress: Progress, served: bool, month: Month, today: date, pace_day: date) -> Pace:
    """Nobody is 未达标 while the month still runs."""
    if not served:
        return Pace.UNSERVED
    if not progress.missing:
        return Pace.REACHED
    if today > month.last_day:
        return Pace.SHORT
    behind = behind_pace(progress.counted, progress.quota, month, today, pace_day)
    return Pace.BEHIND if behind else Pace.ON_PACE


def due_by(quota: int, month: Month, today: date) -> int:
    """Minutes there should be by the end of this day, if every day brought its share."""
    days = month.last_day.day
    gone = min(max((today - month.first_day).days + 1, 0), days)
    return quota * gone // days
