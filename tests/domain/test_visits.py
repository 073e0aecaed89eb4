from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advisers import Assignment, assigned_days
from domain.months import Month
from domain.policy import Policy
from domain.visits import (
    CrossesMidnight,
    EndsBeforeStart,
    InTheFuture,
    NotAssigned,
    NotRecorded,
    Overlaps,
    TooLong,
    TooShort,
    Visit,
    VisitDraft,
    check_assigned,
    check_not_overlapping,
    check_times,
)
from tests.domain.cast import HOUTANG, LIN, NANXIANG, ZHOU, at, draft, visit

EVENING = at("2026-11-03 20:00")
policy = Policy()


def until(start: str, end: str) -> VisitDraft:
    return draft().model_copy(update={"started_at": at(start), "ended_at": at(end)})


@pytest.mark.parametrize(
    ("start", "end"),
    [("14:00", "16:00"), ("14:00", "14:10"), ("08:00", "20:00"), ("18:30", "20:00")],
    ids=["an afternoon", "the shortest", "the longest", "until this moment"],
)
def test_a_visit_that_can_be_recorded(start: str, end: str) -> None:
    check_times(draft(start=start, end=end), policy, EVENING)


def test_one_that_ends_at_midnight_is_of_its_own_day_and_month() -> None:
    late = until("2026-10-31 22:00", "2026-11-01 00:00")
    check_times(late, policy, EVENING)
    assert (late.day, late.month, late.minutes) == (date(2026, 10, 31), Month(2026, 10), 120)


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        ("2026-11-03 16:00", "2026-11-03 14:00", EndsBeforeStart),
        ("2026-11-03 16:00", "2026-11-03 16:00", EndsBeforeStart),
        ("2026-11-03 14:00", "2026-11-03 14:09", TooShort),
        ("2026-11-03 06:00", "2026-11-03 18:01", TooLong),
        ("2026-11-03 19:00", "2026-11-03 20:01", InTheFuture),
        ("2026-11-04 14:00", "2026-11-04 16:00", InTheFuture),
        ("2026-11-02 22:00", "2026-11-03 01:00", CrossesMidnight),
        ("2026-10-31 23:00", "2026-11-01 00:01", CrossesMidnight),
    ],
)
def test_a_visit_that_cannot(start: str, end: str, refusal: type[NotRecorded]) -> None:
    with pytest.raises(refusal):
        check_times(until(start, end), policy, EVENING)


def test_the_refusals_say_what_was_too_much_or_too_little() -> None:
    with pytest.raises(TooShort) as short:
        check_times(draft(start="14:00", end="14:05"), policy, EVENING)
    assert (short.value.minutes, short.value.least) == (5, 10)
    with pytest.raises(TooLong) as long:
        check_times(draft(start="06:00", end="19:00"), policy, EVENING)
    assert (long.value.minutes, long.value.most) == (780, 720)


def test_the_limits_are_the_policys() -> None:
    lenient = Policy(shortest_visit=5)
    check_times(draft(start="14:00", end="14:05"), lenient, EVENING)


def assignment(since: date, until: date | None = None, village: int = HOUTANG) -> Assignment:
    return Assignment(id=1, adviser_id=LIN, village_id=village, since=since, until=until)


def test_the_first_and_the_last_day_of_an_assignment_count() -> None:
    day = date(2026, 11, 3)
    check_assigned(draft(), [assignment(day, day)])
    check_assigned(draft(), [assignment(date(2026, 1, 1))])


@pytest.mark.parametrize(
    "other",
    [
        assignment(date(2026, 11, 4)),
        assignment(date(2026, 1, 1), date(2026, 11, 2)),
        assignment(date(2026, 1, 1), village=NANXIANG),
    ],
    ids=["not yet", "no more", "another village"],
)
def test_without_an_assignment_on_that_day_it_is_refused(other: Assignment) -> None:
    with pytest.raises(NotAssigned) as caught:
        check_assigned(draft(), [other])
    assert caught.value.day == date(2026, 11, 3)


def test_zhou_may_not_use_lins_assignment() -> None:
    with pytest.raises(NotAssigned):
        check_assigned(draft(adviser=ZHOU), [assignment(date(2026, 1, 1))])


def test_the_days_of_a_month_with_an_adviser_are_counted_once() -> None:
    held = [
        assignment(date(2026, 1, 1), date(2026, 11, 10)),
        assignment(date(2026, 11, 6), date(2026, 11, 12)),
        assignment(date(2026, 11, 30)),
        assignment(date(2026, 12, 1)),
    ]
    assert assigned_days(held, Month(2026, 11)) == 13
    assert assigned_days([], Month(2026, 11)) == 0


def test_an_overlap_names_the_other_visit() -> None:
    other = visit(start="15:59", end="17:00", village=NANXIANG, id=7)
    with pytest.raises(Overlaps) as caught:
        check_not_overlapping(draft(), [visit("2026-11-02"), other])
    assert caught.value.other.id == 7


@pytest.mark.parametrize(
    "other",
    [
        visit(start="16:00", end="17:00"),
        visit(start="13:00", end="14:00"),
        visit(adviser=ZHOU),
        visit(withdrawn=True),
    ],
    ids=["right after", "right before", "another adviser", "withdrawn"],
)
def test_what_does_not_overlap(other: Visit) -> None:
    check_not_overlapping(draft(), [other])


clock = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
spans = st.tuples(clock, clock).filter(lambda span: span[0] < span[1])


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    try:
        check_not_overlapping(draft(start=one[0], end=one[1]), [visit("2026-11-03", *other)])
    except Overlaps:
        return True
    return False


@given(spans, spans)
def test_overlapping_is_mutual(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert overlap(one, other) == overlap(other, one)


@given(spans, spans)
def test_overlapping_is_sharing_a_minute(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert overlap(one, other) == (max(one[0], other[0]) < min(one[1], other[1]))


@given(spans)
def test_a_visit_overlaps_itself(span: tuple[str, str]) -> None:
    assert overlap(span, span)
