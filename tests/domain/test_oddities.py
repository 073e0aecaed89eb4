from domain.months import Month
from domain.oddities import Oddity, OddityKind, oddities
from domain.policy import Policy
from domain.visits import Visit
from tests.domain.cast import HOUTANG, LIN, NANXIANG, ZHOU, visit

NOVEMBER = Month(2026, 11)


def found(*visits: Visit) -> list[Oddity]:
    return oddities(visits, NOVEMBER, Policy())


def kinds(*visits: Visit) -> list[OddityKind]:
    return [oddity.kind for oddity in found(*visits)]


def weekly(count: int) -> list[Visit]:
    days = [f"2026-11-{1 + 7 * week:02d}" for week in range(count)]
    return [visit(day, id=id) for id, day in enumerate(days, start=1)]


def test_an_ordinary_month() -> None:
    assert found(visit("2026-11-03", id=1), visit("2026-11-10", end="16:30", id=2)) == []
    assert found() == []


def test_four_visits_of_the_same_length() -> None:
    assert found(*weekly(4)) == [Oddity(OddityKind.SAME_LENGTH, LIN, (1, 2, 3, 4), 120)]


def test_three_of_the_same_length_are_no_wonder() -> None:
    assert found(*weekly(3)) == []


def test_one_minute_more_is_enough_of_a_difference() -> None:
    assert found(*weekly(4), visit("2026-11-29", end="16:01", id=5)) == []


def test_all_visits_on_the_last_days() -> None:
    last = [visit("2026-11-29", id=1), visit("2026-11-30", end="18:00", id=2)]
    assert found(*last) == [Oddity(OddityKind.LAST_DAYS, LIN, (1, 2), 2)]


def test_a_single_visit_may_fall_on_the_last_day() -> None:
    assert found(visit("2026-11-30")) == []


def test_one_visit_before_is_enough() -> None:
    late = [visit("2026-11-30", id=1), visit("2026-11-30", "17:00", "18:00", id=2)]
    assert kinds(visit("2026-11-28", end="15:00", id=3), *late) == []


def test_two_villages_nine_minutes_apart() -> None:
    first = visit(start="14:00", end="15:00", id=1)
    second = visit(start="15:09", end="17:00", village=NANXIANG, id=2)
    assert found(second, first) == [Oddity(OddityKind.MINUTES_APART, LIN, (1, 2), 9)]


def test_ten_minutes_may_do_and_one_village_needs_none() -> None:
    first = visit(start="14:00", end="15:00", id=1)
    assert found(first, visit(start="15:10", end="17:00", village=NANXIANG, id=2)) == []
    assert found(first, visit(start="15:00", end="17:00", village=HOUTANG, id=2)) == []


def test_two_advisers_are_not_one() -> None:
    assert (
        found(visit(id=1), visit(start="16:05", end="17:00", adviser=ZHOU, village=NANXIANG)) == []
    )


def test_withdrawn_visits_are_left_out() -> None:
    assert found(*weekly(3), visit("2026-11-29", id=4, withdrawn=True)) == []
