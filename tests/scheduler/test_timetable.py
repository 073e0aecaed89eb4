from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.districts import EVERYWHERE, District
from domain.inheritance import Setting
from domain.months import Month, local
from scheduler.rules import Rules
from scheduler.timetable import BY_NAME, JOBS, Job
from tests.domain.cast import at

HERE, THERE = 2, 3
STREET = District(id=HERE, code="321183003000", name="示例街道", path="/1/2/")
OTHER = District(id=THERE, code="321183004000", name="另一街道", path="/1/3/")
RULES = Rules([STREET])
MOMENTS = st.datetimes(
    min_value=datetime(2025, 12, 1), max_value=datetime(2027, 3, 31), timezones=st.just(UTC)
)


def due(name: str, after: str, until: str, rules: Rules = RULES) -> list[tuple[str, str]]:
    """(period, the day and time in Shanghai) of everything due between two moments."""
    found = BY_NAME[name].due(rules, at(after), at(until))
    return [(due.period, f"{local(due.at):%m-%d %H:%M}") for due in found]


def says(place_id: int, since: Month, **fields: object) -> Setting:
    return Setting(place_id, since, fields, at("2026-01-01 09:00"))


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
    late = Rules([STREET], [says(HERE, Month(2025, 1), closing_day=15)])
    assert due("close", "2026-02-01 00:00", "2026-02-28 00:00", late) == [
        ("2026-01", "02-24 23:52")
    ]


def test_the_office_decides_on_the_calendar() -> None:
    working = Rules([STREET], tables={EVERYWHERE: {date(2026, 12, 5): True}})
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


def test_a_street_whose_days_differ_runs_on_its_own_day() -> None:
    rules = Rules(
        [STREET, OTHER],
        [
            says(EVERYWHERE, Month(2026, 1), reminder_days=[20]),
            says(THERE, Month(2026, 1), closing_day=8),
        ],
        {HERE: {date(2026, 12, 7): False}},
    )
    found = BY_NAME["close"].due(rules, at("2026-12-01 00:00"), at("2026-12-31 00:00"))
    days = [(f"{local(due.at):%m-%d}", due.streets) for due in found]
    assert days == [("12-08", (HERE, THERE))]
    found = BY_NAME["close"].due(rules, at("2026-11-01 00:00"), at("2026-11-30 00:00"))
    days = [(f"{local(due.at):%m-%d}", due.streets) for due in found]
    assert days == [("11-05", (HERE,)), ("11-09", (THERE,))]
    found = BY_NAME["remind"].due(rules, at("2026-11-01 00:00"), at("2026-11-30 00:00"))
    assert [due.streets for due in found] == [(HERE, THERE)]


def test_nothing_is_due_before_a_street_began() -> None:
    begun = OTHER.model_copy(update={"began_on": date(2026, 11, 16)})
    rules = Rules([STREET, begun])
    span = at("2026-11-01 00:00"), at("2026-12-31 00:00")
    for name, first in (
        ("month_end", "2026-11"),
        ("close", "2026-11"),
        ("remind", "2026-11-20"),
        ("grids", "2026-W47"),
    ):
        found = BY_NAME[name].due(rules, *span)
        assert next(due.period for due in found if THERE in due.streets) == first
    assert BY_NAME["close"].due(rules, *span)[0] == (at("2026-11-05 23:52"), "2026-10", (HERE,))


def test_one_run_is_for_all_where_no_rule_of_a_street_matters() -> None:
    found = BY_NAME["evaluate"].due(Rules([STREET, OTHER]), at("2026-11-01"), at("2026-11-02"))
    assert [due.streets for due in found] == [(EVERYWHERE,)]


def test_a_policy_holds_from_its_month_on() -> None:
    rules = Rules([STREET], [says(HERE, Month(2026, 12), reminder_days=[10], closing_day=8)])
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
    assert len({due.period for due in whole}) == len(whole)


def test_nothing_is_due_in_no_time() -> None:
    moment = at("2026-11-15 09:07")
    for job in JOBS:
        assert job.due(RULES, moment, moment) == []
    assert BY_NAME["remind"].due(RULES, moment - timedelta(seconds=1), moment)
