from datetime import date

import pytest

from domain.grids import certificates_at_stake, would_empty
from domain.mingbairen import Mingbairen, Stage
from domain.policy import Policy

TODAY = date(2026, 11, 20)
WANG, LI = 1, 2
policy = Policy()


def registered(id: int, until: date | None) -> Mingbairen:
    return Mingbairen(
        id=id,
        grid_id=5,
        name="王大妈",
        stage=Stage.REGISTERED,
        stage_since=date(2026, 1, 1),
        certificate_until=until,
    )


def at_stake(*until: date | None) -> list[int]:
    people = [registered(id, day) for id, day in enumerate(until, start=1)]
    return [person.id for person in certificates_at_stake(people, TODAY, policy)]


@pytest.mark.parametrize(
    ("until", "warned"),
    [
        (date(2026, 12, 20), True),
        (date(2026, 12, 21), False),
        (date(2026, 11, 1), True),
        (None, False),
    ],
    ids=["in 30 days", "in 31", "ended already", "without an end"],
)
def test_the_only_one_with_an_ending_certificate(until: date | None, warned: bool) -> None:
    assert bool(at_stake(until)) is warned


def test_with_a_second_person_there_is_nothing_to_warn_about() -> None:
    assert at_stake(date(2026, 11, 25), None) == []


def test_two_whose_certificates_both_end_leave_it_as_empty() -> None:
    assert at_stake(date(2026, 11, 25), date(2026, 12, 1)) == [1, 2]


def test_an_empty_grid_is_past_warning() -> None:
    assert at_stake() == []


def test_the_last_one_leaving_empties_the_grid() -> None:
    assert would_empty({WANG}, WANG, policy)
    assert not would_empty({WANG, LI}, WANG, policy)
    assert would_empty({WANG, LI}, WANG, Policy(grid_least=2))


def test_somebody_who_does_not_cover_it_may_leave() -> None:
    assert not would_empty({WANG}, LI, policy)
    assert not would_empty(set(), LI, policy)
