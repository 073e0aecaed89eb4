"""Months an office names, and days that are still to come."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.months import Month, local_day
from domain.understanding.months import read_month
from domain.understanding.plans import read_planned_day

FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("本月", Month(2026, 11)),
        ("这个月", Month(2026, 11)),
        ("上月", Month(2026, 10)),
        ("上个月", Month(2026, 10)),
        ("上上个月", Month(2026, 9)),
        ("10月", Month(2026, 10)),
        ("十月份", Month(2026, 10)),
        ("２０２６－１０", Month(2026, 10)),
        ("2026年9月", Month(2026, 9)),
        ("12月", Month(2025, 12)),
        ("去年3月", Month(2025, 3)),
    ],
)
def test_months_as_the_office_says_them(said: str, month: Month) -> None:
    assert read_month(said, FRIDAY) == month


@pytest.mark.parametrize(
    "said", ["", "10", "13月", "0月", "后塘村", "2026", "10月20日", "一月份的"]
)
def test_what_is_no_month(said: str) -> None:
    assert read_month(said, FRIDAY) is None


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 12))
def test_a_month_without_its_year_has_begun_within_the_last_twelve(today: date, n: int) -> None:
    month = read_month(f"{n}月", today)
    assert month is not None and month.month == n
    assert month <= Month.of(today) < month.plus(12)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天", FRIDAY),
        ("明天", date(2026, 11, 21)),
        ("周五", FRIDAY),
        ("周三", date(2026, 11, 25)),
        ("下周三", date(2026, 11, 25)),
        ("星期天", date(2026, 11, 22)),
        ("25号", date(2026, 11, 25)),
        ("3号", date(2026, 12, 3)),
        ("31号", date(2026, 12, 31)),
        ("11月25日", date(2026, 11, 25)),
        ("12.1", date(2026, 12, 1)),
        ("1月5日", date(2027, 1, 5)),
        ("2026-12-08", date(2026, 12, 8)),
    ],
)
def test_days_to_come(said: str, day: date) -> None:
    assert read_planned_day(said, NOW) == day


@pytest.mark.parametrize("said", ["", "尽快", "32号", "13.45", "下个月再说"])
def test_what_is_no_day(said: str) -> None:
    assert read_planned_day(said, NOW) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from("一二三四五六日天")
)
def test_a_bare_weekday_is_within_the_coming_week(moment: datetime, weekday: str) -> None:
    now = moment.replace(tzinfo=UTC)
    day = read_planned_day(f"周{weekday}", now)
    assert day is not None and timedelta(0) <= day - local_day(now) < timedelta(days=7)
