"""The timetable (规则 4.5): which job is due when, for which period and for which streets.

Minutes keep away from :00 and :30, when everybody's robots send. A pure function of policies and
calendars says what is due; that each of it is done once is the runner's matter.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.month_days import closing_day, digest_day, month_end_day, reminder_days
from domain.months import Month, instant, local_day
from domain.working_days import DAY
from scheduler import jobs
from scheduler.rules import Dates, Due, Rules, has_begun
from words.illnesses import job_title

WEEK = timedelta(days=7)


class CatchUp(StrEnum):
    """After an outage a job runs for each period it missed, or only for the latest one."""

    EACH = "each"
    LATEST = "latest"


@dataclass(frozen=True)
class Job:
    """`dates` lists (period, day) of every run that may fall between two days, both included.

    `by_street`: every street has a run of its own, on the days of its own rules. Else one run is
    for all. `prepare` comes first, in as many transactions as it likes: doing it twice changes
    nothing. `tell` runs in the transaction that marks the run as done.
    """

    name: str
    at: time
    catch_up: CatchUp
    dates: Callable[[Dates, date, date], Iterable[tuple[str, date]]]
    prepare: Callable[[jobs.Work], Awaitable[object]] = jobs.nothing_first
    tell: Callable[[jobs.Run], Awaitable[None]] = jobs.nothing_told
    by_street: bool = False

    @property
    def title(self) -> str:
        return job_title(self.name)

    def due(self, rules: Rules, after: datetime, until: datetime) -> list[Due]:
        """Everything due later than `after`, up to and including `until`, in order; streets that
        have it at the same moment together."""
        if not self.by_street:
            return sorted(Due(*each) for each in self._moments(rules.everywhere, after, until))
        found: dict[tuple[datetime, str], list[int]] = {}
        for dates, streets in rules.groups():
            for at, period in self._moments(dates, after, until):
                for street in streets:
                    if has_begun(street, period, local_day(at)):
                        found.setdefault((at, period), []).append(street.id)
        return sorted(Due(at, period, tuple(sorted(ids))) for (at, period), ids in found.items())

    def _moments(
        self, dates: Dates, after: datetime, until: datetime
    ) -> Iterator[tuple[datetime, str]]:
        for period, day in self.dates(dates, local_day(after), local_day(until)):
            at = instant(day, self.at)
            if after < at <= until:
                yield at, period


def daily(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        yield day.isoformat(), day


def weekly(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    """The first working day of each week; none in a week of holidays."""
    monday = first - first.weekday() * DAY
    while monday <= last:
        day = dates.calendar.next_working_day(monday)
        if day < monday + WEEK:
            year, week, _ = day.isocalendar()
            yield f"{year}-W{week:02d}", day
        monday += WEEK


def reminders(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        for day in reminder_days(month, dates.policy_of(month)):
            yield day.isoformat(), day


def before_month_end(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), digest_day(month, dates.policy_of(month))


def after_month_end(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), month_end_day(month)


def closings(dates: Dates, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), closing_day(month, dates.policy_of(month), dates.calendar)


def _months(first: date, last: date) -> Iterator[Month]:
    """From two months before: a closing moved past a long holiday still belongs to its month."""
    month = Month.of(first).plus(-2)
    while month <= Month.of(last):
        yield month
        month = month.plus(1)


EACH, LATEST = CatchUp.EACH, CatchUp.LATEST

JOBS = (
    Job("tidy", time(3, 43), LATEST, daily, jobs.take_stock, jobs.tidy),
    Job("evaluate", time(6, 17), LATEST, daily, jobs.evaluate),
    Job("certificates", time(7, 53), LATEST, daily, tell=jobs.certificates),
    Job(
        "month_end",
        time(8, 11),
        EACH,
        after_month_end,
        jobs.evaluate_period,
        jobs.month_end,
        by_street=True,
    ),
    Job("grids", time(8, 41), LATEST, weekly, jobs.evaluate, jobs.grids, by_street=True),
    Job(
        "remind",
        time(9, 7),
        LATEST,
        reminders,
        jobs.evaluate_period,
        jobs.remind,
        by_street=True,
    ),
    Job(
        "digest",
        time(9, 13),
        EACH,
        before_month_end,
        jobs.evaluate_period,
        jobs.digest,
        by_street=True,
    ),
    Job("escalate", time(9, 23), LATEST, daily, tell=jobs.escalate),
    Job("close", time(23, 52), EACH, closings, jobs.close, jobs.bulletin, by_street=True),
)
"""In the order of the day. The month closes late on its closing day, which is the last one of
the 补录期; the office hears of the bulletin in the morning. Cases rise every day, but none of a
street that has a day off."""

BY_NAME = {job.name: job for job in JOBS}
