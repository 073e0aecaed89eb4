import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from words.numbers import Rounding, hours_number, hours_of_quota, hours_text, rate, with_parts


def test_the_figures_of_the_report_which_cuts_off() -> None:
    assert rate(17, 37, rounding=Rounding.CUT) == "45.94%"
    assert rate(3590, 3600, decimals=1) == "99.7%"
    assert rate(856, 856) == "100%"


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (3, 22, "13.64%"),
        (17, 37, "45.95%"),
        (2, 3, "66.67%"),
        (1, 7, "14.29%"),
        (5, 6, "83.33%"),
        (1, 800, "0.13%"),
        (1, 2, "50.00%"),
        (199, 200, "99.50%"),
    ],
)
def test_a_rate_is_what_a_spreadsheet_shows(numerator: int, denominator: int, shown: str) -> None:
    assert rate(numerator, denominator) == shown
    assert with_parts(numerator, denominator) == f"{numerator}/{denominator}({shown})"


def test_rounding_is_a_setting() -> None:
    assert rate(1, 8, decimals=0) == "13%"
    assert rate(1, 8, decimals=0, rounding=Rounding.CUT) == "12%"
    assert rate(3, 22, decimals=1) == "13.6%"


@pytest.mark.parametrize("rounding", Rounding)
def test_all_but_one_is_not_all(rounding: Rounding) -> None:
    assert rate(99999, 100000, rounding=rounding) == "99.99%"
    assert rate(99999, 100000, decimals=0, rounding=rounding) == "99%"
    assert rate(100001, 100000, rounding=rounding) == "100.01%"


def test_of_nothing_there_is_no_rate() -> None:
    assert rate(0, 0) == "—"
    assert with_parts(0, 0) == "0/0(—)"


def test_none_and_more_than_all() -> None:
    assert rate(0, 37) == "0%"
    assert rate(3, 2) == "150.00%"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0分钟"),
        (50, "50分钟"),
        (60, "1小时"),
        (90, "1.5小时"),
        (320, "5小时20分"),
        (330, "5.5小时"),
        (479, "7小时59分"),
        (480, "8小时"),
    ],
)
def test_hours_as_people_read_them(minutes: int, text: str) -> None:
    assert hours_text(minutes) == text


def test_bare_hours_are_cut_so_that_nearly_eight_is_not_eight() -> None:
    assert hours_number(330) == "5.5"
    assert hours_number(479) == "7.9"
    assert hours_number(480) == "8"
    assert hours_number(0) == "0"


def test_hours_of_a_quota() -> None:
    assert hours_of_quota(330, 480) == "5.5/8小时"
    assert hours_of_quota(320, 480) == "5小时20分/8小时"
    assert hours_of_quota(0, 480) == "0/8小时"


parts = st.integers(0, 10**6)
wholes = st.integers(1, 10**6)


@given(parts, wholes, st.integers(0, 4), st.sampled_from(Rounding))
def test_100_only_when_both_are_equal(
    numerator: int, denominator: int, decimals: int, rounding: Rounding
) -> None:
    printed = Fraction(rate(numerator, denominator, decimals, rounding).rstrip("%"))
    assert (printed == 100) is (numerator == denominator)
    assert (printed < 100) is (numerator < denominator)


@given(parts, wholes, st.integers(0, 4), st.sampled_from(Rounding))
def test_a_rate_is_off_by_less_than_its_last_decimal(
    numerator: int, denominator: int, decimals: int, rounding: Rounding
) -> None:
    printed = Fraction(rate(numerator, denominator, decimals, rounding).rstrip("%"))
    assert abs(printed - Fraction(100 * numerator, denominator)) <= Fraction(1, 10**decimals)


@given(st.integers(1, 10**5), st.integers(2, 10**5), st.integers(1, 2))
def test_every_rate_agrees_with_the_division_of_a_spreadsheet(
    numerator: int, denominator: int, decimals: int
) -> None:
    """Half away from zero, as Excel and WPS round what they show; but all is all alone."""
    exact = Decimal(100 * numerator) / Decimal(denominator)
    shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if shown != 100:
        assert rate(numerator, denominator, decimals) == f"{shown}%"


@given(st.integers(0, 10**5))
def test_hours_never_lie(minutes: int) -> None:
    found = re.fullmatch(r"(?:([\d.]+)小时)?(?:(\d+)分钟?)?", hours_text(minutes))
    assert found
    assert Fraction(found[1] or 0) * 60 + int(found[2] or 0) == minutes
    assert Fraction(hours_number(minutes)) * 60 <= minutes
