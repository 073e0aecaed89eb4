"""达标, 按进度, 进度落后, 未达标, 未配备, and where a month should be today."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.hours import progress
from domain.months import Month
from domain.paces import Pace, due_by, pace_of
from domain.working_days import WorkCalendar

NOVEMBER = Month(2026, 11)
FIFTEENTH = date(2026, 11, 15)


def pace(counted: int, day: date, *, served: bool = True) -> Pace:
    gone = progress(counted, 480, NOVEMBER, day, WorkCalendar())
    return pace_of(gone, served, NOVEMBER, day, FIFTEENTH)


def test_nobody_is_short_while_the_month_runs():
    assert pace(0, date(2026, 11, 14)) is Pace.ON_PACE
    assert pace(0, date(2026, 11, 30)) is Pace.BEHIND
    assert pace(479, date(2026, 12, 1)) is Pace.SHORT
    assert pace(480, date(2026, 11, 2)) is Pace.REACHED
    assert pace(480, date(2026, 12, 1)) is Pace.REACHED


def test_a_village_served_by_nobody_is_neither_reached_nor_short():
    for day in (date(2026, 11, 3), date(2026, 12, 3)):
        assert pace(480, day, served=False) is Pace.UNSERVED


def test_an_even_pace():
    assert due_by(480, NOVEMBER, date(2026, 11, 25)) == 400
    assert due_by(480, NOVEMBER, date(2026, 10, 31)) == 0
    assert due_by(480, NOVEMBER, date(2026, 12, 5)) == 480


@given(st.integers(0, 1200), st.integers(15, 30))
def test_behind_is_whoever_is_under_the_even_pace(counted: int, day: int):
    today = date(2026, 11, day)
    behind = pace(counted, today) is Pace.BEHIND
    assert behind == (counted * 30 < 480 * day)
