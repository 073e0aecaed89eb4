from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.working_days import (
    CalendarTableNoText,
    CalendarTableUnreadable,
    WorkCalendar,
    decoded,
    read_calendar_table,
)
from words.errors import sentence_for

calendar = WorkCalendar()
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 1))


@pytest.mark.parametrize("day", range(1, 8))
def test_national_day_of_2026_is_seven_days_off(day: int) -> None:
    assert not calendar.is_working_day(date(2026, 10, day))


@pytest.mark.parametrize(
    "made_up",
    [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ],
)
def test_weekends_worked_in_exchange_are_working_days(made_up: date) -> None:
    assert made_up.weekday() >= 5
    assert calendar.is_working_day(made_up)


def test_spring_festival_of_2026_runs_to_monday_the_23rd() -> None:
    off = [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
    assert not any(calendar.is_working_day(day) for day in off)
    assert calendar.next_working_day(date(2026, 2, 15)) == date(2026, 2, 24)


def test_the_next_working_day_is_the_day_itself_when_it_is_one() -> None:
    assert calendar.next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)
    assert calendar.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)


def test_three_working_days_after_the_30th_of_september_step_over_the_holiday() -> None:
    assert calendar.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert calendar.add_working_days(date(2026, 9, 30), 0) == date(2026, 9, 30)


def test_working_days_of_october_2026() -> None:
    assert calendar.working_days_between(date(2026, 9, 30), date(2026, 10, 31)) == 18
    assert calendar.working_days_between(date(2026, 10, 31), date(2026, 10, 1)) == 0


def test_a_year_not_published_falls_back_to_monday_to_friday_and_says_so() -> None:
    assert not calendar.published(2031)
    assert calendar.is_working_day(date(2031, 1, 1))
    assert not calendar.is_working_day(date(2031, 1, 4))
    assert calendar.published(2026)


def test_an_imported_table_publishes_its_year() -> None:
    imported = WorkCalendar(read_calendar_table("2031-01-01,休\n2031-01-04,班\n"))
    assert imported.published(2031)
    assert not imported.published(2032)
    assert not imported.is_working_day(date(2031, 1, 1))
    assert imported.is_working_day(date(2031, 1, 4))
    assert imported.is_working_day(date(2031, 1, 2)) is calendar.is_working_day(date(2031, 1, 2))


def test_an_amended_notice_can_be_imported_over_the_published_one() -> None:
    amended = WorkCalendar({date(2026, 10, 8): False})
    assert amended.next_working_day(date(2026, 10, 1)) == date(2026, 10, 9)


def test_a_table_as_a_spreadsheet_saves_it() -> None:
    text = "\ufeff日期,类型,节日\r\n2027/1/1,休,元旦\r\n\r\n2027-02-07， 班\r\n"
    assert read_calendar_table(text) == {date(2027, 1, 1): False, date(2027, 2, 7): True}


@pytest.mark.parametrize(
    "wrong",
    ["2027-02-30,休", "元旦,休", "2027-02-07", "2027-02-07,上班", "2027-01-01,班", '"', "2027,休"],
)
def test_a_line_that_says_nothing_is_named(wrong: str) -> None:
    with pytest.raises(CalendarTableUnreadable) as caught:
        read_calendar_table(f"2027-01-01,休\n\n{wrong}\n")
    assert (caught.value.line, caught.value.content) == (3, wrong)


@settings(max_examples=60)
@given(days_of_2026, st.integers(0, 15))
def test_adding_and_counting_agree(day: date, n: int) -> None:
    later = calendar.add_working_days(day, n)
    assert calendar.working_days_between(day, later) == n
    assert n == 0 or calendar.is_working_day(later)


@settings(max_examples=60)
@given(days_of_2026, st.integers(0, 40), st.integers(0, 40))
def test_counting_adds_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    whole = calendar.working_days_between(day, end)
    parts = calendar.working_days_between(day, middle), calendar.working_days_between(middle, end)
    assert whole == sum(parts)


@settings(max_examples=60)
@given(st.dictionaries(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.booleans()))
def test_a_table_written_is_read_back(table: dict[date, bool]) -> None:
    text = "\n".join(f"{day},{'班' if works else '休'}" for day, works in table.items())
    assert read_calendar_table(text) == table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_table_in_any_of_the_encodings_that_excel_saves(encoding: str) -> None:
    text = "日期,类型,节日\r\n2027/1/1,休,元旦\r\n2027年2月7日,班,春节调休\r\n"
    right = {date(2027, 1, 1): False, date(2027, 2, 7): True}
    assert read_calendar_table(decoded(text.encode(encoding))) == right
    tabs = text.replace(",", "\t").encode(encoding)
    assert read_calendar_table(decoded(tabs)) == right


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0\0\x80\xff", b"\x89PNG\r\n\x1a\n\0\xff\xff"])
def test_what_is_no_text_is_said_so(data: bytes) -> None:
    with pytest.raises(CalendarTableNoText) as caught:
        decoded(data)
    assert "另存为" in sentence_for(caught.value)
