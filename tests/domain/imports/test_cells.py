"""One cell at a time: dates, phones, codes, names in the spellings clerks use."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports.cells import Unreadable, read_code, read_count, read_text
from domain.imports.days import read_day, read_month
from domain.imports.names import read_name
from domain.imports.phones import read_phone

days = st.dates(date(1950, 1, 1), date(2080, 12, 31))
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def wide(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-./"})


@given(days)
def test_a_day_is_the_same_in_every_spelling(day: date):
    y, m, d = day.year, day.month, day.day
    spellings = [
        f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}号",
        day.isoformat(),
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d}",
        f"{y}{m:02}{d:02}",
        int(f"{y}{m:02}{d:02}"),
        f"{day.isoformat()} 00:00:00",
        datetime(y, m, d, 9, 30),
        (day - date(1899, 12, 30)).days,
        f" {y} 年 {m} 月 {d} 日　",
        wide(f"{y}-{m}-{d}"),
    ]
    assert {read_day(said) for said in spellings} == {day}


@given(days)
def test_only_a_month_means_its_first_day(day: date):
    y, m = day.year, day.month
    for said in (f"{y}.{m}", f"{y}-{m:02}", f"{y}年{m}月", f"{y}/{m}", f"{y}{m:02}"):
        assert read_day(said) == date(y, m, 1)
        assert read_month(said) == f"{y}-{m:02}"


@given(st.integers(1950, 2080), st.sampled_from([2, 3, 4, 5, 6, 7, 8, 9, 11, 12]))
def test_a_month_excel_took_for_a_number_is_still_that_month(year: int, month: int):
    assert read_day(float(f"{year}.{month}")) == date(year, month, 1)


@given(st.integers(1950, 2080))
def test_ten_and_one_look_the_same_as_numbers_and_are_asked_about(year: int):
    with pytest.raises(Unreadable, match="分不清"):
        read_day(float(f"{year}.10"))
    assert read_day(f"{year}.10") == date(year, 10, 1)
    assert read_day(f"{year}.1") == date(year, 1, 1)


@pytest.mark.parametrize(
    "said",
    ["2025.13", "2025-02-30", "25.3", "去年", "2025.1-2027.12", "99999999", 7, 2025.123, "3月"],
)
def test_what_is_no_day_is_said_so(said: str | float):
    with pytest.raises(Unreadable):
        read_day(said)


def test_a_birth_year_alone_is_enough_and_a_day_is_not_kept():
    assert read_month("1963年") == read_month(1963) == "1963"
    assert read_month("1964年3月3日") == "1964-03"
    with pytest.raises(Unreadable, match="没有月份"):
        read_day(2025)


@given(st.one_of(st.text(max_size=15), st.integers(), st.floats(), st.datetimes()))
def test_no_cell_breaks_a_reader(said: str | float | datetime):
    for read in (read_day, read_month, read_phone, read_code, read_count, read_name, read_text):
        try:
            read(said)
        except Unreadable as error:
            assert error.reason and error.suggestion


@given(mobiles)
def test_a_mobile_is_the_same_in_every_spelling(phone: str):
    parted = f"{phone[:3]}-{phone[3:7]} {phone[7:]}"
    numbers = (int(phone), float(phone), f"{phone}.0") if phone.rstrip("0")[6:] else ()
    for said in (
        phone,
        *numbers,
        parted,
        f"+86 {phone}",
        wide(phone),
    ):
        assert read_phone(said) == phone


@given(st.from_regex(r"1[3-9][0-9]{3,12}", fullmatch=True).filter(lambda t: len(t) != 11))
def test_a_mobile_too_long_or_too_short_is_said_so(phone: str):
    with pytest.raises(Unreadable):
        read_phone(phone)


def test_landlines_need_their_area_code():
    for said in ("0511-87654321", "(0511) 87654321", "051187654321"):
        assert read_phone(said) == "0511-87654321"
    assert read_phone("025 8765 4321") == "025-87654321"
    with pytest.raises(Unreadable, match="区号"):
        read_phone("87654321")


@pytest.mark.parametrize(
    "said", ["/", "／", "-", "——", "无", "暂 无", "（暂无）", "", "  ", None, "N/A"]
)
def test_nobody_has_many_spellings(said: str | None):
    assert read_name(said) is None
    assert read_phone(said) is None
    assert read_day(said) is None


@given(st.integers(10**11, 10**15 - 1).filter(lambda n: n % 1000))
def test_a_code_as_a_number_is_its_digits(code: int):
    assert read_code(code) == read_code(float(code)) == read_code(f" {code}") == str(code)


@pytest.mark.parametrize(
    "said", ["1.23E+14", "3.21183003201E+14", 123000000000000, 1.23e14, 3211830032010012, 1.5, 1e17]
)
def test_a_code_that_excel_has_rounded_is_refused(said: str | float):
    with pytest.raises(Unreadable, match="丢失"):
        read_code(said)


def test_names_lose_their_spaces_and_only_names_are_names():
    assert read_name("示 例　甲") == "示例甲"
    assert read_name("阿依古丽·示例") == "阿依古丽·示例"
    for said in (19900000001, "示例甲、示例乙", datetime(2025, 1, 1)):
        with pytest.raises(Unreadable):
            read_name(said)


def test_households_are_whole_numbers():
    assert read_count("471户") == read_count(471.0) == read_count("471") == 471
    assert read_count("1,471") == 1471
    for said in ("约300", -3, 3.5):
        with pytest.raises(Unreadable):
            read_count(said)


def test_a_formula_that_failed_is_said_so():
    with pytest.raises(Unreadable, match="公式"):
        read_text("#REF!")


def test_today_and_far_serials_are_told_apart_from_years():
    assert read_day(45689) == date(1899, 12, 30) + timedelta(days=45689)
    assert read_day("202502") == date(2025, 2, 1)
