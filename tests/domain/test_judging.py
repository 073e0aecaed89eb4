import json
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.hours import hours_of
from domain.judging import MonthJudge, judge_grid, judge_village_thin
from domain.months import Month
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import Judgement, ShortfallKind, Subject
from domain.villages import VillageKind
from domain.visits import Activity, Confirmation, Visit
from tests.domain.cast import HOUTANG, LIN, ZHOU, visit

NOVEMBER = Month(2026, 11)
THE_20TH = date(2026, 11, 20)
policy = Policy()
by_adviser = Policy(basis=QuotaBasis.ADVISER)


def village(
    visits: list[Visit], days: int = 30, under: Policy = policy, today: date = THE_20TH
) -> Judgement:
    return MonthJudge(NOVEMBER, under, today).village(HOUTANG, hours_of(visits, under), days)


def test_a_village_with_two_hours_of_eight_on_the_20th_is_behind() -> None:
    seen = village([visit()])
    assert (seen.kind, seen.subject, seen.period) == (
        ShortfallKind.HOURS,
        Subject.VILLAGE,
        "2026-11",
    )
    assert (seen.figure, seen.wanted, seen.short, seen.behind) == (120, 480, True, True)


def test_a_village_with_eight_hours_is_not_short() -> None:
    enough = village([visit(start="08:00", end="16:00")])
    assert not enough.short
    assert not enough.behind


def test_a_village_without_an_adviser_is_not_0_of_8_hours() -> None:
    nobody = village([], days=0, today=date(2026, 11, 1))
    assert (nobody.kind, nobody.figure, nobody.wanted) == (ShortfallKind.NO_ADVISER, 0, 1)
    assert nobody.short
    assert nobody.behind


def test_under_the_basis_adviser_only_an_unvisited_village_is_short() -> None:
    assert not village([visit()], under=by_adviser).short
    unvisited = village([visit(activity=Activity.ONLINE)], under=by_adviser)
    assert (unvisited.kind, unvisited.short, unvisited.behind) == (
        ShortfallKind.NO_VISIT,
        True,
        True,
    )
    assert not village([], under=by_adviser, today=date(2026, 11, 14)).behind
    assert village([], days=0, under=by_adviser).kind is ShortfallKind.NO_ADVISER


def test_an_adviser_is_judged_only_under_that_basis_and_only_with_a_village() -> None:
    hours = hours_of([visit()], policy)
    assert MonthJudge(NOVEMBER, policy, THE_20TH).adviser(LIN, hours, 30) is None
    judge = MonthJudge(NOVEMBER, by_adviser, THE_20TH)
    assert judge.adviser(LIN, hours, 0) is None
    lin = judge.adviser(LIN, hours, 30)
    assert lin is not None
    assert (lin.kind, lin.subject, lin.figure, lin.short) == (
        ShortfallKind.HOURS,
        Subject.ADVISER,
        120,
        True,
    )


def test_why_names_every_visit_and_what_it_counts() -> None:
    seen = village(
        [
            visit("2026-11-04", id=4, activity=Activity.MEDIATION),
            visit("2026-11-05", id=3, confirmation=Confirmation.CONFIRMED, confirmed=90),
            visit("2026-11-03", id=2, start="15:00", end="17:00", adviser=ZHOU),
            visit("2026-11-03", id=1),
        ]
    )
    assert seen.why()["counted"] == [
        {"visit": 1, "day": "2026-11-03", "minutes": 120},
        {"visit": 2, "day": "2026-11-03", "minutes": 120},
        {
            "visit": 3,
            "day": "2026-11-05",
            "minutes": 90,
            "recorded": 120,
            "reason": "confirmed_fewer",
        },
    ]
    assert seen.why()["not_counted"] == [
        {"visit": 4, "day": "2026-11-04", "minutes": 0, "recorded": 120, "reason": "activity"}
    ]
    assert (seen.figure, seen.why()["shared"], seen.why()["confirmed"]) == (270, 60, 90)


def test_why_marks_a_month_served_in_part_and_keeps_the_policy() -> None:
    part = village([], days=11, under=Policy(pro_rata=True))
    assert (part.why()["assigned_days"], part.why()["days"], part.wanted) == (11, 30, 180)
    assert part.why()["policy"]["quota"] == 480
    assert part.why()["policy"]["pro_rata"] is True


def test_a_visit_late_in_the_evening_keeps_its_day_in_shanghai() -> None:
    late = village([visit("2026-11-03", "22:00", "23:59")])
    assert late.why()["counted"][0]["day"] == "2026-11-03"


visits = st.builds(
    visit,
    day=st.dates(date(2026, 11, 1), date(2026, 11, 30)).map(str),
    id=st.integers(1, 9),
    activity=st.sampled_from(Activity),
    confirmation=st.sampled_from(Confirmation),
    confirmed=st.none() | st.integers(0, 120),
    withdrawn=st.booleans(),
)


@settings(max_examples=60)
@given(
    st.lists(visits, max_size=6, unique_by=lambda v: v.id),
    st.integers(0, 30),
    st.sampled_from([policy, by_adviser]),
    st.randoms(use_true_random=False),
)
def test_a_judgement_is_the_same_in_any_order_and_after_the_database(
    seen: list[Visit], days: int, under: Policy, random: Random
) -> None:
    first = village(seen, days, under)
    shuffled = seen.copy()
    random.shuffle(shuffled)
    second = village(shuffled, days, under)
    assert second._replace(why=first.why) == first
    assert json.loads(json.dumps(second.why())) == first.why()


@settings(max_examples=60)
@given(st.lists(visits, max_size=6, unique_by=lambda v: v.id))
def test_why_adds_up_to_the_figure(seen: list[Visit]) -> None:
    result = village(seen)
    listed = sum(line["minutes"] for line in result.why()["counted"])
    assert listed - result.why()["shared"] == result.figure
    assert len(result.why()["counted"]) + len(result.why()["not_counted"]) == len(seen)


def test_people_in_training_do_not_cover_a_grid() -> None:
    grid = judge_grid(5, registered=0, in_training=2, policy=policy, today=THE_20TH)
    assert (grid.kind, grid.subject, grid.period) == (
        ShortfallKind.GRID_UNCOVERED,
        Subject.GRID,
        "2026-11-20",
    )
    assert grid.short
    assert grid.why() == {"registered": 0, "in_training": 2, "least": 1}
    assert not judge_grid(5, 1, 0, policy, THE_20TH).short


@pytest.mark.parametrize(("registered", "short"), [(0, True), (2, True), (3, False), (4, False)])
def test_a_village_needs_three(registered: int, short: bool) -> None:
    thin = judge_village_thin(HOUTANG, VillageKind.VILLAGE, registered, policy, THE_20TH)
    assert thin is not None
    assert thin.short is short


def test_the_norm_is_off_for_a_community_unless_the_policy_says_so() -> None:
    assert judge_village_thin(HOUTANG, VillageKind.COMMUNITY, 0, policy, THE_20TH) is None
    extended = Policy(village_least_in_communities=True)
    thin = judge_village_thin(HOUTANG, VillageKind.COMMUNITY, 0, extended, THE_20TH)
    assert thin is not None
    assert thin.short
