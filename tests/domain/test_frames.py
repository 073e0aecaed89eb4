"""Whether the month of a place is open: by its date, not by the job that closes it."""

from datetime import date

import pytest

from domain.frames import MonthFrame, check_open
from domain.months import Month, MonthPhase
from domain.policy import Policy
from domain.visits import BeforeItBegan, MonthClosed

OCTOBER = Month(2026, 10)
"""Closes on Thursday, 5 November."""


@pytest.mark.parametrize(
    ("today", "phase", "shut"),
    [
        (date(2026, 10, 31), MonthPhase.OPEN, False),
        (date(2026, 11, 5), MonthPhase.LATE_ENTRIES, False),
        (date(2026, 11, 6), MonthPhase.CLOSED, True),
    ],
)
def test_a_month_is_shut_the_day_after_its_closing_day(
    today: date, phase: MonthPhase, shut: bool
) -> None:
    frame = MonthFrame(OCTOBER)
    assert frame.phase(today) is phase
    assert frame.is_shut(today) is frame.is_shut(today, by_office=True) is shut


def test_every_street_has_a_closing_day_of_its_own() -> None:
    early, late = (MonthFrame(OCTOBER, policy=Policy(closing_day=n)) for n in (3, 10))
    assert early.is_shut(date(2026, 11, 4)) and not late.is_shut(date(2026, 11, 4))


def test_what_was_opened_again_is_open_to_the_office_alone() -> None:
    for frozen in (True, False):
        frame = MonthFrame(OCTOBER, frozen=frozen, reopened=True)
        assert frame.is_shut(date(2026, 12, 1))
        assert not frame.is_shut(date(2026, 12, 1), by_office=True)
    assert MonthFrame(OCTOBER, frozen=True).is_shut(date(2026, 11, 1), by_office=True)


def test_months_before_the_day_a_place_began_are_shut_and_not_judged() -> None:
    for day, judged in ((date(2026, 10, 31), True), (date(2026, 11, 1), False)):
        frame = MonthFrame(OCTOBER, began_on=day)
        assert frame.judged is judged
        assert frame.is_shut(date(2026, 11, 2), by_office=True) is not judged
        assert (frame.phase(date(2026, 11, 2)) is MonthPhase.CLOSED) is not judged


def test_what_is_shut_is_refused_and_says_why() -> None:
    check_open(MonthFrame(OCTOBER), date(2026, 11, 5))
    with pytest.raises(MonthClosed) as closed:
        check_open(MonthFrame(OCTOBER), date(2026, 11, 6))
    assert closed.value.month == OCTOBER
    begun = date(2026, 11, 3)
    with pytest.raises(BeforeItBegan) as early:
        check_open(MonthFrame(OCTOBER, began_on=begun), date(2026, 11, 5), by_office=True)
    assert early.value.began_on == begun
