from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.hours import (
    Counted,
    Hours,
    Progress,
    Reason,
    behind_pace,
    counted,
    hours_of,
    progress,
    projected,
    quota_for,
    union_minutes,
)
from domain.months import Month
from domain.policy import ConfirmationRule, Policy
from domain.visits import Activity, Confirmation, Visit
from domain.working_days import WorkCalendar
from tests.domain.cast import ZHOU, at, visit

NOVEMBER = Month(2026, 11)
PACE_DAY = date(2026, 11, 15)
calendar = WorkCalendar()
policy = Policy()
required = Policy(confirmation=ConfirmationRule.REQUIRED)
off = Policy(confirmation=ConfirmationRule.OFF)

Span = tuple[datetime, datetime]
moments = st.datetimes(
    datetime(2026, 11, 3), datetime(2026, 11, 5), timezones=st.just(UTC), allow_imaginary=False
)
spans = st.tuples(moments, moments).map(lambda span: (min(span), max(span)))


def minutes(span: Span) -> int:
    return union_minutes([span])


def test_two_advisers_at_one_event_give_the_village_the_union_of_their_time() -> None:
    both = [visit(), visit(start="15:00", end="17:00", id=2, adviser=ZHOU)]
    assert hours_of(both, policy).counted == 180


def test_an_advisers_own_visits_add_up() -> None:
    own = [visit(), visit("2026-11-04", "09:00", "10:30", id=2), visit(start="16:00", end="16:30")]
    assert hours_of(own, policy).counted == 120 + 90 + 30


def test_nobody_came() -> None:
    assert hours_of([], policy) == Hours(0, 0, ())


CONFIRMED, SENT_BACK = Confirmation.CONFIRMED, Confirmation.SENT_BACK


@pytest.mark.parametrize(
    ("seen", "under", "counts"),
    [
        (visit(), policy, Counted(120)),
        (visit(activity=Activity.MEDIATION), policy, Counted(0, Reason.ACTIVITY)),
        (visit(withdrawn=True), policy, Counted(0, Reason.WITHDRAWN)),
        (visit(withdrawn=True), off, Counted(0, Reason.WITHDRAWN)),
        (visit(confirmation=SENT_BACK), policy, Counted(0, Reason.SENT_BACK)),
        (visit(confirmation=SENT_BACK), required, Counted(0, Reason.SENT_BACK)),
        (visit(confirmation=SENT_BACK), off, Counted(120)),
        (visit(), required, Counted(0, Reason.UNCONFIRMED)),
        (visit(confirmation=CONFIRMED), required, Counted(120)),
        (visit(confirmation=CONFIRMED, confirmed=120), policy, Counted(120)),
        (visit(confirmation=CONFIRMED, confirmed=90), policy, Counted(90, Reason.CONFIRMED_FEWER)),
        (visit(confirmation=CONFIRMED, confirmed=0), policy, Counted(0, Reason.CONFIRMED_FEWER)),
        (visit(confirmation=CONFIRMED, confirmed=500), policy, Counted(120)),
        (visit(confirmation=CONFIRMED, confirmed=90), off, Counted(120)),
    ],
)
def test_what_of_a_visit_counts(seen: Visit, under: Policy, counts: Counted) -> None:
    assert counted(seen, under) == counts


@pytest.mark.parametrize("activity", Activity)
def test_five_of_the_activities_count_by_default(activity: Activity) -> None:
    counts = activity in {"lecture", "consultation", "campaign", "training", "door_to_door"}
    assert (counted(visit(activity=activity), policy).minutes == 120) is counts


def test_a_switch_of_the_policy_makes_mediation_count() -> None:
    lenient = Policy(counting=frozenset({"mediation"}))
    assert counted(visit(activity=Activity.MEDIATION), lenient) == Counted(120)


def test_what_the_village_confirmed_is_shown_apart() -> None:
    seen = [visit(confirmation=CONFIRMED), visit("2026-11-04", "09:00", "10:30", id=2)]
    hours = hours_of(seen, policy)
    assert (hours.counted, hours.confirmed, hours.unconfirmed) == (210, 120, 90)


def test_a_visit_confirmed_shorter_counts_from_its_start() -> None:
    fewer = visit(start="14:00", end="16:00", confirmation=CONFIRMED, confirmed=60)
    other = visit(start="15:00", end="16:00", id=2, adviser=ZHOU)
    assert hours_of([fewer, other], policy).counted == 120


def test_where_the_village_is_not_asked_nothing_is_confirmed() -> None:
    assert hours_of([visit(confirmation=CONFIRMED)], off).confirmed == 0


def test_every_visit_is_there_with_its_reason() -> None:
    mediation = visit(id=2, activity=Activity.MEDIATION)
    hours = hours_of([visit(), mediation], policy)
    assert hours.counted == 120
    assert [(v.id, part.reason) for v, part in hours.visits] == [(1, None), (2, Reason.ACTIVITY)]


@given(st.lists(spans, max_size=8))
def test_the_union_lies_between_the_longest_and_the_sum(some: list[Span]) -> None:
    each = [minutes(span) for span in some]
    assert max(each, default=0) <= union_minutes(some) <= sum(each)


@given(st.lists(spans, max_size=8), st.randoms(use_true_random=False))
def test_the_order_does_not_matter_nor_does_saying_it_twice(
    some: list[Span], random: Random
) -> None:
    shuffled = some + some
    random.shuffle(shuffled)
    assert union_minutes(shuffled) == union_minutes(some)


@given(st.lists(spans, max_size=6), spans, st.floats(0, 1))
def test_splitting_a_visit_in_two_changes_nothing(
    some: list[Span], span: Span, part: float
) -> None:
    start, end = span
    middle = start + (end - start) * part
    assert union_minutes([*some, (start, middle), (middle, end)]) == union_minutes([*some, span])


@given(st.lists(spans, max_size=6), spans)
def test_another_visit_never_takes_time_away(some: list[Span], span: Span) -> None:
    more = union_minutes([*some, span])
    assert union_minutes(some) <= more <= union_minutes(some) + minutes(span)


@given(st.lists(spans, max_size=6))
def test_the_union_counts_every_minute_once(some: list[Span]) -> None:
    covered = {
        minute
        for start, end in some
        for minute in range(int(start.timestamp()) // 60, int(end.timestamp()) // 60)
    }
    assert union_minutes(some) == len(covered)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(10, 45)), max_size=8))
def test_for_visits_that_do_not_overlap_the_union_is_the_sum(pieces: list[tuple[int, int]]) -> None:
    own, now = [], at("2026-11-03 08:00")
    for gap, length in pieces:
        start = now + timedelta(minutes=gap)
        now = start + timedelta(minutes=length)
        own.append(visit().model_copy(update={"started_at": start, "ended_at": now}))
    assert hours_of(own, policy).counted == sum(length for _, length in pieces)


seen_visits = st.builds(
    visit,
    day=st.dates(date(2026, 11, 1), date(2026, 11, 30)).map(str),
    start=st.sampled_from(["09:00", "10:00"]),
    end=st.sampled_from(["11:00", "17:30"]),
    activity=st.sampled_from(Activity),
    confirmation=st.sampled_from(Confirmation),
    confirmed=st.none() | st.integers(0, 600),
    withdrawn=st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(seen_visits, max_size=8), st.sampled_from([policy, required, off]))
def test_confirmed_is_a_part_of_counted(seen: list[Visit], under: Policy) -> None:
    hours = hours_of(seen, under)
    assert 0 <= hours.confirmed <= hours.counted
    assert hours.counted <= sum(part.minutes for _, part in hours.visits)
    assert under is not required or hours.unconfirmed == 0


def test_the_quota_is_whole_unless_the_policy_is_pro_rata() -> None:
    assert quota_for(policy, NOVEMBER, 3) == 480


@pytest.mark.parametrize(
    ("days", "quota"), [(30, 480), (15, 240), (16, 270), (1, 30), (0, 0), (29, 480)]
)
def test_pro_rata_is_by_days_rounded_up_to_half_an_hour(days: int, quota: int) -> None:
    assert quota_for(Policy(pro_rata=True), NOVEMBER, days) == quota


@given(st.integers(0, 30), st.integers(0, 1000))
def test_pro_rata_never_asks_more_than_the_whole_nor_less_than_the_part(
    days: int, whole: int
) -> None:
    quota = quota_for(Policy(pro_rata=True, quota=whole), NOVEMBER, days)
    assert whole * days / 30 <= quota <= whole


def test_where_the_month_stands_on_the_17th() -> None:
    stands = progress(330, 480, NOVEMBER, date(2026, 11, 17), calendar)
    assert stands == Progress(330, 480, missing=150, working_days_left=9, projected=582)


def test_the_first_week_foretells_nothing() -> None:
    assert progress(120, 480, NOVEMBER, date(2026, 11, 6), calendar).projected is None
    assert progress(120, 480, NOVEMBER, date(2026, 11, 7), calendar).projected == 514


def test_a_quota_reached_misses_nothing() -> None:
    assert progress(500, 480, NOVEMBER, date(2026, 11, 17), calendar).missing == 0


def test_a_month_that_is_over_foretells_nothing() -> None:
    late = progress(330, 480, NOVEMBER, date(2026, 12, 3), calendar)
    assert (late.missing, late.working_days_left, late.projected) == (150, 0, None)


def test_before_the_month_all_its_working_days_are_left() -> None:
    early = progress(0, 480, NOVEMBER, date(2026, 10, 20), calendar)
    assert (early.working_days_left, early.projected) == (21, None)


@pytest.mark.parametrize(
    ("today", "minutes", "behind"),
    [
        (date(2026, 11, 14), 0, False),
        (date(2026, 11, 15), 239, True),
        (date(2026, 11, 15), 240, False),
        (date(2026, 11, 30), 479, True),
        (date(2026, 11, 30), 480, False),
        (date(2026, 12, 1), 0, False),
    ],
    ids=["too early to say", "half the month, less than half", "half and half", "last day short",
         "last day done", "no longer running"],
)  # fmt: skip
def test_being_behind(today: date, minutes: int, behind: bool) -> None:
    assert behind_pace(minutes, 480, NOVEMBER, today, PACE_DAY) is behind


@given(st.integers(0, 1000), st.dates(date(2026, 11, 1), date(2026, 11, 30)))
def test_the_projection_never_falls_below_what_is_there(minutes: int, today: date) -> None:
    assert projected(minutes, NOVEMBER, today) >= minutes
