from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.month_days import (
    closing_day,
    day_of,
    digest_day,
    month_end_day,
    pace_day,
    phase_of,
    reminder_days,
)
from domain.months import Month, MonthPhase
from domain.policy import Policy
from domain.working_days import WorkCalendar

NOVEMBER = Month(2026, 11)
calendar = WorkCalendar()
policy = Policy()


def test_the_days_of_november() -> None:
    assert reminder_days(NOVEMBER, policy) == (date(2026, 11, 15), date(2026, 11, 20))
    assert digest_day(NOVEMBER, policy) == date(2026, 11, 27)
    assert month_end_day(NOVEMBER) == date(2026, 12, 1)
    assert pace_day(NOVEMBER, policy) == date(2026, 11, 15)


def test_december_ends_in_the_next_year() -> None:
    assert month_end_day(Month(2026, 12)) == date(2027, 1, 1)


def test_two_reminders_on_one_day_are_one() -> None:
    twice = Policy(reminder_days=(20, -10))
    assert reminder_days(NOVEMBER, twice) == (date(2026, 11, 20),)


def test_a_day_the_month_does_not_have_is_its_nearest() -> None:
    assert day_of(Month(2026, 2), 31) == date(2026, 2, 28)
    assert day_of(Month(2026, 2), -40) == date(2026, 2, 1)


def test_without_reminders_nobody_is_at_risk_before_the_last_day() -> None:
    assert pace_day(NOVEMBER, Policy(reminder_days=())) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("month", "closes"),
    [
        (Month(2026, 10), date(2026, 11, 5)),
        (Month(2026, 8), date(2026, 9, 7)),
        (Month(2026, 9), date(2026, 10, 8)),
        (Month(2026, 4), date(2026, 5, 6)),
    ],
    ids=["a Thursday", "a Saturday", "in the National Day week", "in the May holiday"],
)
def test_the_month_closes_on_the_5th_or_the_next_working_day(month: Month, closes: date) -> None:
    assert closing_day(month, policy, calendar) == closes


def test_a_worked_weekend_does_not_move_the_closing() -> None:
    assert closing_day(Month(2025, 12), Policy(closing_day=4), calendar) == date(2026, 1, 4)


def test_digests_and_reminders_do_not_move() -> None:
    assert digest_day(Month(2026, 2), policy) == date(2026, 2, 25)
    assert reminder_days(Month(2026, 2), policy)[0] == date(2026, 2, 15)
    assert not calendar.is_working_day(date(2026, 2, 15))


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2026, 9, 30), MonthPhase.OPEN),
        (date(2026, 10, 1), MonthPhase.LATE_ENTRIES),
        (date(2026, 10, 8), MonthPhase.LATE_ENTRIES),
        (date(2026, 10, 9), MonthPhase.CLOSED),
    ],
)
def test_the_life_of_september(today: date, phase: MonthPhase) -> None:
    assert phase_of(Month(2026, 9), today, policy, calendar, closed=False) is phase


def test_a_month_frozen_is_closed_whatever_the_day() -> None:
    today = date(2026, 11, 20)
    assert phase_of(NOVEMBER, today, policy, calendar, closed=True) is MonthPhase.CLOSED


@given(
    st.builds(Month, st.integers(2004, 2040), st.integers(1, 12)),
    st.integers(-40, 40).filter(bool),
)
def test_every_day_lies_in_its_month(month: Month, number: int) -> None:
    assert day_of(month, number) in month


@given(st.builds(Month, st.integers(2004, 2040), st.integers(1, 12)))
def test_a_month_always_closes_on_a_working_day_after_its_end(month: Month) -> None:
    closes = closing_day(month, policy, calendar)
    assert calendar.is_working_day(closes)
    assert closes > month_end_day(month)
