"""A place says some fields of the policy; the rest comes from above."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.districts import EVERYWHERE
from domain.inheritance import Setting, calendar_at, inherited, said_by
from domain.months import Month
from domain.policy import Policy

CITY, COUNTY, STREET, OTHER = 1, 2, 3, 4
CHAIN = (EVERYWHERE, CITY, COUNTY, STREET)
START = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "quota": st.integers(0, 1000),
    "basis": st.sampled_from(["village", "adviser"]),
    "closing_day": st.integers(1, 28),
    "pro_rata": st.booleans(),
}
MONTHS = st.builds(Month, st.just(2026), st.integers(1, 12))
SETTINGS = st.lists(
    st.builds(
        Setting,
        st.sampled_from([*CHAIN, OTHER]),
        MONTHS,
        st.fixed_dictionaries({}, optional=FIELDS),
        st.integers(0, 99).map(lambda n: START + timedelta(days=n)),
    ),
    unique_by=lambda setting: (setting.place_id, setting.since),
)


def says(place_id: int, since: str, **fields: Any) -> Setting:
    return Setting(place_id, Month.parse(since), fields, START)


def test_a_county_sets_the_hours_and_a_street_only_its_closing_day() -> None:
    settings = [says(COUNTY, "2026-01", quota=600), says(STREET, "2026-03", closing_day=8)]
    march = inherited(settings, CHAIN, Month(2026, 3))
    assert march.policy == Policy(quota=600, closing_day=8)
    assert march.origins == {"quota": COUNTY, "closing_day": STREET}
    assert inherited(settings, CHAIN, Month(2026, 2)).policy == Policy(quota=600)


def test_what_a_place_no_longer_says_comes_from_above_again() -> None:
    settings = [
        says(COUNTY, "2026-01", quota=600),
        says(STREET, "2026-01", quota=300, basis="adviser"),
        says(STREET, "2026-05", basis="adviser"),
    ]
    assert inherited(settings, CHAIN, Month(2026, 4)).policy.quota == 300
    may = inherited(settings, CHAIN, Month(2026, 5))
    assert (may.policy.quota, may.policy.basis) == (600, "adviser")


@given(settings=SETTINGS, month=MONTHS)
def test_every_field_is_that_of_the_nearest_place_that_says_it(
    settings: list[Setting], month: Month
) -> None:
    found = inherited(settings, CHAIN, month)
    values = found.policy.model_dump(mode="json")
    for field, default in Policy().model_dump(mode="json").items():
        said = [
            (place, setting.body[field])
            for place in reversed(CHAIN)
            if (setting := said_by(settings, place, month)) and field in setting.body
        ]
        if field != "counting":
            assert values[field] == (said[0][1] if said else default)
        assert found.origins.get(field) == (said[0][0] if said else None)


@given(settings=SETTINGS, month=MONTHS)
def test_what_other_places_and_later_months_say_changes_nothing(
    settings: list[Setting], month: Month
) -> None:
    own = [s for s in settings if s.place_id in CHAIN and s.since <= month]
    assert inherited(settings, CHAIN, month) == inherited(own, CHAIN, month)


@given(settings=SETTINGS, month=MONTHS)
def test_a_place_that_says_nothing_is_like_the_one_above(
    settings: list[Setting], month: Month
) -> None:
    silent = [s for s in settings if s.place_id != STREET]
    assert inherited(silent, CHAIN, month) == inherited(silent, CHAIN[:-1], month)


def test_day_by_day_the_nearest_place_says_who_works() -> None:
    feast, sunday = date(2026, 4, 20), date(2026, 4, 26)
    tables = {
        EVERYWHERE: {feast: True, sunday: True},
        COUNTY: {feast: False},
        OTHER: {sunday: False},
    }
    here, there = calendar_at(tables, CHAIN), calendar_at(tables, (EVERYWHERE, OTHER))
    assert [here.is_working_day(day) for day in (feast, sunday)] == [False, True]
    assert [there.is_working_day(day) for day in (feast, sunday)] == [True, False]
