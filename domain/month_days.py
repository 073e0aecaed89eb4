"""The dates of a month's life, by policy and calendar (规则 4.5, 规则 4.6).

Only the closing day moves when it falls on a day off: it is the one deadline of the month, after
which entries are refused. Reminders and digests stay where they are: a visit may be made on any
day (规则 3.2), and a T−3 digest moved past a long holiday would arrive after the month it is for.
The patience with a case needs no moving either, for it is counted in working days.
"""

from datetime import date, datetime, timedelta

from domain.errors import NotFound, Refused
from domain.months import Month, MonthPhase
from domain.policy import Policy
from domain.telling import BY_DAY
from domain.working_days import WorkCalendar


def day_of(month: Month, number: int) -> date:
    """Day 15, or T−3 for -3. Day 31 of a shorter month is its last day."""
    last = month.last_day
    if number > 0:
        return month.first_day.replace(day=min(number, last.day))
    return max(month.first_day, last + timedelta(days=number))


def reminder_days(month: Month, policy: Policy) -> tuple[date, ...]:
    """In order, each day once, even where 15 and T−10 fall together."""
    return tuple(sorted({day_of(month, number) for number in policy.reminder_days}))


def digest_day(month: Month, policy: Policy) -> date:
    return day_of(month, policy.digest_day)


def month_end_day(month: Month) -> date:
    """The 1st of the next month: last month's shortfalls go to the office."""
    return month.plus(1).first_day


def closing_day(month: Month, policy: Policy, calendar: WorkCalendar) -> date:
    """The last day of the 补录期; a working day, in the month after."""
    return calendar.next_working_day(day_of(month.plus(1), policy.closing_day))


def pace_day(month: Month, policy: Policy) -> date:
    """From this day on a village may be called at risk: the day of the first reminder.

    Earlier the pace says nothing: on the 2nd nearly every village has 0 minutes. A policy without
    reminders calls nobody at risk before the last day.
    """
    return min(reminder_days(month, policy), default=month.last_day)


def phase_of(
    month: Month, today: date, policy: Policy, calendar: WorkCalendar, *, closed: bool
) -> MonthPhase:
    """What an adviser may still do; `closed` says that the figures are frozen now.

    Past the closing day the month counts as closed for them even if its closing has not run yet or
    a leader has reopened it: only the office adds then (规则 3.7), and asks `closed` alone.
    """
    if closed:
        return MonthPhase.CLOSED
    if today <= month.last_day:
        return MonthPhase.OPEN
    if today <= closing_day(month, policy, calendar):
        return MonthPhase.LATE_ENTRIES
    return MonthPhase.CLOSED


def not_at_night(now: datetime) -> datetime:
    """When to tell what can wait until people are up: now, or in the morning. UTC."""
    return BY_DAY.next_from(now)


class NotYetDue(Refused):
    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at


class JobUnknown(NotFound):
    """No job of this name, or none for this period."""

    def __init__(self, job: str, period: str | None = None) -> None:
        super().__init__()
        self.job, self.period = job, period
