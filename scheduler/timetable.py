"""The timetable (规则 4.5): which job is due when, and for which period.

Minutes keep away from :00 and :30, when everybody's robots send. A pure function of policy and
calendar says what is due; that each of it is done once is the runner's matter.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.month_days import closing_day, digest_day, month_end_day, reminder_days
from domain.months import Month, instant, local_day
from domain.policy import Policy
from domain.working_days import DAY, WorkCalendar
from scheduler import jobs
from storage.engine import Storage
from words.illnesses import job_title

WEEK = timedelta(days=7)


class CatchUp(StrEnum):
    """After an outage a job runs for each period it missed, or only for the latest one."""

    EACH = "each"
    LATEST = "latest"


class Due(NamedTuple):
    """`period` is a month `2026-11`, a day `2026-11-15` or a week `2026-W47`."""

    period: str
    at: datetime


@dataclass(frozen=True)
class Rules:
    """What the dates depend on: the policies with the months they begin in, and the calendar."""

    policies: Sequence[tuple[Month, Policy]] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def policy_of(self, month: Month) -> Policy:
        fitting = [policy for since, policy in self.policies if since <= month]
        return fitting[-1] if fitting else Policy()


@dataclass(frozen=True)
class Job:
    """`dates` lists (period, day) of every run that may fall between two days, both included.

    `prepare` comes first, in as many transactions as it likes: doing it twice changes nothing.
    `tell` runs in the transaction that marks the run as done.
    """

    name: str
    at: time
    catch_up: CatchUp
    dates: Callable[[Rules, date, date], Iterable[tuple[str, date]]]
    prepare: Callable[[Storage, str, datetime], Awaitable[object]] = jobs.nothing_first
    tell: Callable[[jobs.Run], Awaitable[None]] = jobs.nothing_told

    @property
    def title(self) -> str:
        return job_title(self.name)

    def due(self, rules: Rules, after: datetime, until: datetime) -> list[Due]:
        """Everything due later than `after`, up to and including `until`, in order."""
        days = self.dates(rules, local_day(after), local_day(until))
        moments = (Due(period, instant(day, self.at)) for period, day in days)
        return sorted((d for d in moments if after < d.at <= until), key=lambda d: d.at)


def daily(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        yield day.isoformat(), day


def working_days(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for period, day in daily(rules, first, last):
        if rules.calendar.is_working_day(day):
            yield period, day


def weekly(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    """The first working day of each week; none in a week of holidays."""
    monday = first - first.weekday() * DAY
    while monday <= last:
        day = rules.calendar.next_working_day(monday)
        if day < monday + WEEK:
            year, week, _ = day.isocalendar()
            yield f"{year}-W{week:02d}", day
        monday += WEEK


def reminders(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        for day in reminder_days(month, rules.policy_of(month)):
            yield day.isoformat(), day


def before_month_end(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), digest_day(month, rules.policy_of(month))


def after_month_end(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), month_end_day(month)


def closings(rules: Rules, first: date, last: date) -> Iterator[tuple[str, date]]:
    for month in _months(first, last):
        yield str(month), closing_day(month, rules.policy_of(month), rules.calendar)


def _months(first: date, last: date) -> Iterator[Month]:
    """From two months before: a closing moved past a long holiday still belongs to its month."""
    month = Month.of(first).plus(-2)
    while month <= Month.of(last):
        yield month
        month = month.plus(1)


EACH, LATEST = CatchUp.EACH, CatchUp.LATEST

JOBS = (
    Job("tidy", time(3, 43), LATEST, daily, tell=jobs.tidy),
    Job("evaluate", time(6, 17), LATEST, daily, jobs.evaluate),
    Job("certificates", time(7, 53), LATEST, daily, tell=jobs.certificates),
    Job(
        "month_end",
        time(8, 11),
        EACH,
        after_month_end,
        jobs.evaluate_period,
        jobs.month_end,
    ),
    Job("grids", time(8, 41), LATEST, weekly, jobs.evaluate, jobs.grids),
    Job("remind", time(9, 7), LATEST, reminders, jobs.evaluate_period, jobs.remind),
    Job(
        "digest",
        time(9, 13),
        EACH,
        before_month_end,
        jobs.evaluate_period,
        jobs.digest,
    ),
    Job("escalate", time(9, 23), LATEST, working_days, tell=jobs.escalate),
    Job("close", time(23, 52), EACH, closings, jobs.close, jobs.bulletin),
)
"""In the order of the day. The month closes late on its closing day, which is the last one of
the 补录期; the office hears of the bulletin in the morning."""

BY_NAME = {job.name: job for job in JOBS}
