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
        ("周三上午", date(2026, 11, 25)),
        ("周五下午3点", FRIDAY),
        ("等周三吧", date(2026, 11, 25)),
        ("这周三", date(2026, 11, 25)),
        ("本周五", FRIDAY),
        ("下周一上午去", date(2026, 11, 23)),
        ("下下周一", date(2026, 11, 30)),
        ("周1", date(2026, 11, 23)),
        ("星期天去", date(2026, 11, 22)),
        ("25号上午", date(2026, 11, 25)),
        ("25号之前", date(2026, 11, 25)),
        ("3日下午", date(2026, 12, 3)),
        ("安排在12.1上午", date(2026, 12, 1)),
        ("12月3号下午", date(2026, 12, 3)),
        ("11月25日（周三）上午", date(2026, 11, 25)),
        ("后天上午", date(2026, 11, 22)),
        ("下个月3号", date(2026, 12, 3)),
        ("三天后", date(2026, 11, 23)),
        ("过一周后", date(2026, 11, 27)),
        ("月底前", date(2026, 11, 30)),
    ],
)
def test_days_to_come(said: str, day: date) -> None:
    assert read_planned_day(said, NOW) == day


@pytest.mark.parametrize(
    "said",
    ["", "尽快", "32号", "13.45", "下个月再说", "下周", "过两天", "周三或周四", "25号到27号"],
)
def test_what_is_no_day(said: str) -> None:
    assert read_planned_day(said, NOW) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from("一二三四五六日天"),
    st.sampled_from(["周{}", "星期{}上午", "这周{}", "本周{}下午3点", "等礼拜{}吧"]),
)
def test_a_weekday_is_within_the_coming_week(moment: datetime, weekday: str, said: str) -> None:
    now = moment.replace(tzinfo=UTC)
    day = read_planned_day(said.format(weekday), now)
    assert day is not None and timedelta(0) <= day - local_day(now) < timedelta(days=7)
