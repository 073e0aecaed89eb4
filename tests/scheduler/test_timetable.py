from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.months import Month, local
from domain.policy import Policy
from domain.working_days import WorkCalendar
from scheduler.timetable import BY_NAME, JOBS, Job, Rules
from tests.domain.cast import at

RULES = Rules()
MOMENTS = st.datetimes(
    min_value=datetime(2025, 12, 1), max_value=datetime(2027, 3, 31), timezones=st.just(UTC)
)


def due(name: str, after: str, until: str, rules: Rules = RULES) -> list[tuple[str, str]]:
    """(period, the day and time in Shanghai) of everything due between two moments."""
    found = BY_NAME[name].due(rules, at(after), at(until))
    return [(period, f"{local(moment):%m-%d %H:%M}") for period, moment in found]


def test_a_month_runs_as_the_rules_say() -> None:
    span = ("2026-11-01 00:00", "2026-12-06 00:00")
    assert due("remind", *span) == [("2026-11-15", "11-15 09:07"), ("2026-11-20", "11-20 09:07")]
    assert due("digest", *span) == [("2026-11", "11-27 09:13")]
    assert due("month_end", *span) == [("2026-10", "11-01 08:11"), ("2026-11", "12-01 08:11")]
    assert due("close", *span) == [("2026-10", "11-05 23:52")]


def test_a_closing_day_off_moves_to_the_next_working_day() -> None:
    assert due("close", "2026-09-30 00:00", "2026-10-31 00:00") == [("2026-09", "10-08 23:52")]
    assert due("close", "2026-12-01 00:00", "2026-12-31 00:00") == [("2026-11", "12-07 23:52")]


def test_a_closing_moved_past_the_spring_festival_still_belongs_to_its_month() -> None:
    late = Rules(policies=[(Month(2025, 1), Policy(closing_day=15))])
    assert due("close", "2026-02-01 00:00", "2026-02-28 00:00", late) == [
        ("2026-01", "02-24 23:52")
    ]


def test_the_office_decides_on_the_calendar() -> None:
    working = Rules(calendar=WorkCalendar({date(2026, 12, 5): True}))
    assert due("close", "2026-12-01 00:00", "2026-12-31 00:00", working) == [
        ("2026-11", "12-05 23:52")
    ]


def test_the_weekly_report_comes_on_the_first_working_day_of_the_week() -> None:
    assert due("grids", "2026-09-28 00:00", "2026-10-13 00:00") == [
        ("2026-W40", "09-28 08:41"),
        ("2026-W41", "10-08 08:41"),
        ("2026-W42", "10-12 08:41"),
    ]


def test_a_week_of_holidays_has_no_weekly_report() -> None:
    assert due("grids", "2026-02-15 00:00", "2026-02-28 00:00") == [("2026-W09", "02-24 08:41")]


def test_unanswered_cases_rise_on_working_days_only() -> None:
    days = [when[:5] for _, when in due("escalate", "2026-09-30 00:00", "2026-10-10 23:00")]
    assert days == ["09-30", "10-08", "10-09", "10-10"]


def test_a_policy_holds_from_its_month_on() -> None:
    rules = Rules(policies=[(Month(2026, 12), Policy(reminder_days=(10,), closing_day=8))])
    assert due("remind", "2026-11-01 00:00", "2026-12-31 00:00", rules) == [
        ("2026-11-15", "11-15 09:07"),
        ("2026-11-20", "11-20 09:07"),
        ("2026-12-10", "12-10 09:07"),
    ]
    assert due("close", "2026-12-01 00:00", "2027-01-31 00:00", rules) == [
        ("2026-11", "12-07 23:52"),
        ("2026-12", "01-08 23:52"),
    ]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_no_job_comes_when_everybodys_robots_send(job: Job) -> None:
    assert job.at.minute not in (0, 30)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@settings(max_examples=40, deadline=None)
@given(moments=st.lists(MOMENTS, min_size=3, max_size=6).map(sorted))
def test_however_time_is_cut_every_due_moment_is_in_one_piece(
    job: Job, moments: list[datetime]
) -> None:
    whole = job.due(RULES, moments[0], moments[-1])
    pieces = [due for after, until in pairwise(moments) for due in job.due(RULES, after, until)]
    assert pieces == whole
    assert len({period for period, _ in whole}) == len(whole)


def test_nothing_is_due_in_no_time() -> None:
    moment = at("2026-11-15 09:07")
    for job in JOBS:
        assert job.due(RULES, moment, moment) == []
    assert BY_NAME["remind"].due(RULES, moment - timedelta(seconds=1), moment)
