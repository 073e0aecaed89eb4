from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.months import Month, instant, local, local_day, minutes_between
from tests.domain.cast import at

months = st.builds(Month, st.integers(1990, 2200), st.integers(1, 12))
moments = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)


def test_the_last_minute_of_a_month_and_the_first_of_the_next() -> None:
    assert Month.at(at("2026-11-30 23:59")) == Month(2026, 11)
    assert Month.at(at("2026-12-01 00:00")) == Month(2026, 12)


def test_an_evening_in_utc_is_the_next_day_in_shanghai() -> None:
    assert local_day(datetime(2026, 11, 30, 15, 59, tzinfo=UTC)) == date(2026, 11, 30)
    assert local_day(datetime(2026, 11, 30, 16, 0, tzinfo=UTC)) == date(2026, 12, 1)


def test_a_moment_is_the_same_month_whatever_clock_it_was_read_from() -> None:
    in_new_york = datetime(2026, 11, 30, 11, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert Month.at(in_new_york) == Month(2026, 12)


def test_february_of_leap_years() -> None:
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert Month(2026, 2).last_day == date(2026, 2, 28)
    assert Month(2100, 2).last_day == date(2100, 2, 28)
    assert Month.at(at("2028-02-29 23:59")) == Month(2028, 2)


def test_december_is_followed_by_january() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2027, 1).plus(-1) == Month(2026, 12)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "2026/11", "26-11", ""])
def test_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_minutes_ignore_seconds_as_a_clock_face_does() -> None:
    start = datetime(2026, 11, 3, 6, 0, 59, tzinfo=UTC)
    assert minutes_between(start, start + timedelta(seconds=2)) == 1


@given(months)
def test_a_month_is_written_and_read(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(months, st.integers(-50, 50))
def test_going_forth_and_back_arrives(month: Month, n: int) -> None:
    assert month.plus(n).plus(-n) == month


@given(months)
def test_months_leave_no_day_between_them(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == month.plus(1).first_day
    assert month.first_day in month
    assert month.last_day in month
    assert month.plus(1).first_day not in month


@given(moments)
def test_a_moment_comes_back_from_the_wall_clock(moment: datetime) -> None:
    wall = local(moment)
    assert instant(wall.date(), wall.time()) == moment


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times())
def test_a_day_on_the_wall_comes_back_from_the_moment(day: date, clock: time) -> None:
    assert local_day(instant(day, clock)) == day
