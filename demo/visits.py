"""The visits that were made in the demo's office before its clock stands still."""

from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple

from demo.office import ADVISERS, PEOPLE
from domain.months import Month
from domain.people import Role
from domain.visits import Activity


class Plan(NamedTuple):
    """One visit that was made; `confirmer` None while the village has not answered."""

    adviser: str
    village: str
    day: date
    start: time
    minutes: int
    activity: Activity
    topic: str
    people: int
    live: bool
    confirmer: str | None


_CONFIRMERS = {v: p.name for p in PEOPLE if p.role is Role.VILLAGE_CONFIRMER for v in p.at}
_DAYS = {"后塘村": 2, "前湖村": 1, "南园社区": 3, "东岗村": 2, "西桥村": 4}
"""The day of the month of the first visit to a village; the others follow week by week."""
_WEEKS = (
    (time(9, 0), 130, Activity.LECTURE, "民法典宣讲", 46),
    (time(14, 10), 125, Activity.CONSULTATION, "现场法律咨询", 23),
    (time(19, 0), 120, Activity.CAMPAIGN, "反诈宣传", 61),
    (time(9, 30), 135, Activity.DOOR_TO_DOOR, "入户走访", 19),
)
_BEHIND = {"西桥村": 0, "南园社区": 1}
"""How often these were visited in the month that is running: they are to fall short."""
_UNANSWERED_DAYS = 6
_FREE_DAYS = 3
"""The last days are left to the visitor: what they record must not overlap."""


def visits_of(month: Month, *, until: date, behind: bool) -> Iterator[Plan]:
    """The visits of a month made before a day. `behind`: two villages saw too little of it."""
    for adviser in ADVISERS:
        for village in adviser.villages:
            weeks = _WEEKS[: _BEHIND.get(village, 4)] if behind else _WEEKS
            for week, (start, minutes, activity, topic, people) in enumerate(weeks):
                day = month.first_day.replace(day=_DAYS[village] + 7 * week)
                if (until - day).days <= _FREE_DAYS:
                    continue
                answered = (until - day).days > _UNANSWERED_DAYS
                yield Plan(
                    adviser.name,
                    village,
                    day,
                    start,
                    minutes,
                    activity,
                    topic,
                    people + 3 * _DAYS[village],
                    live=week % 2 == 0,
                    confirmer=_CONFIRMERS[village] if answered else None,
                )
