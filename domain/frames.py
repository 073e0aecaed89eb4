"""A month of one place: the rules it is judged by, and whether it is open (规则 3.15)."""

from datetime import date, datetime
from typing import NamedTuple

from domain import month_days
from domain.districts import EVERYWHERE
from domain.months import Month, MonthPhase
from domain.policy import Policy
from domain.visits import BeforeItBegan, MonthClosed
from domain.working_days import WorkCalendar


class MonthFrame(NamedTuple):
    """The policy a month is judged under: the one it was closed with, else the one in force.

    `frozen`: its figures were frozen once; `reopened`: a leader opened the month again.
    """

    month: Month
    place_id: int = EVERYWHERE
    policy: Policy = Policy()
    calendar: WorkCalendar = WorkCalendar()
    began_on: date | None = None
    frozen: bool = False
    reopened: bool = False
    policy_set_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """Its figures are frozen now."""
        return self.frozen and not self.reopened

    @property
    def judged(self) -> bool:
        """Months before the day the place began are not."""
        return self.began_on is None or self.began_on <= self.month.last_day

    @property
    def closing_day(self) -> date:
        return month_days.closing_day(self.month, self.policy, self.calendar)

    def phase(self, today: date) -> MonthPhase:
        """What an adviser may still do."""
        shut = self.closed or not self.judged
        return month_days.phase_of(self.month, today, self.policy, self.calendar, closed=shut)

    def is_shut(self, today: date, *, by_office: bool = False) -> bool:
        """By its date, whether or not the job that closes it has run. What a leader opened again
        is open to the office alone (规则 3.7)."""
        if not self.judged or self.closed:
            return True
        return not by_office if self.reopened else today > self.closing_day


def check_open(frame: MonthFrame, today: date, *, by_office: bool = False) -> None:
    """Raises MonthClosed, and BeforeItBegan of a month that is none of the place's."""
    if frame.began_on and not frame.judged:
        raise BeforeItBegan(frame.month, frame.began_on)
    if frame.is_shut(today, by_office=by_office):
        raise MonthClosed(frame.month)
