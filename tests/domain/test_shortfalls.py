from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shortfalls import (
    STANDING,
    STEPS,
    Judgement,
    Shortfall,
    ShortfallKind,
    State,
    Subject,
    Transition,
    WaiverUnexplained,
    check_transition,
    reconcile,
)
from domain.steps import NotNext
from tests.domain.cast import HOUTANG, at

NOW = at("2026-11-20 08:07")
LATER = at("2026-11-21 08:07")


def hours(figure: int = 120, *, behind: bool = True, **why: Any) -> Judgement:
    kind, period = ShortfallKind.HOURS, "2026-11"
    return Judgement(kind, Subject.VILLAGE, HOUTANG, period, figure, 480, behind, lambda: why)


def grid(registered: int, day: str = "2026-11-20") -> Judgement:
    kind = ShortfallKind.GRID_UNCOVERED
    why = {"registered": registered}
    return Judgement(kind, Subject.GRID, 5, day, registered, 1, False, lambda: why)


def row(state: State, seen: Judgement | None = None, **changes: Any) -> Shortfall:
    change = reconcile(None, seen or hours(), NOW, ended=True)
    assert change is not None
    return change.row.model_copy(update={"id": 1, "state": state} | changes)


def moved(change: Transition | None) -> tuple[State | None, State]:
    assert change is not None
    return change.before, change.row.state


def test_a_village_behind_its_pace_is_at_risk() -> None:
    change = reconcile(None, hours(figure=120), NOW)
    assert moved(change) == (None, State.AT_RISK)
    assert change is not None
    new = change.row
    assert (new.figure, new.wanted, str(new.began_on)) == (120, 480, "2026-11-20")
    assert new.evaluated_at == NOW


def test_a_village_on_its_pace_is_nothing_yet() -> None:
    assert reconcile(None, hours(behind=False), NOW) is None


def test_the_month_of_a_village_that_stays_short() -> None:
    at_risk = row(State.AT_RISK)
    short = reconcile(at_risk, hours(behind=False), LATER, ended=True)
    assert moved(short) == (State.AT_RISK, State.SHORT)
    assert short is not None
    final = reconcile(short.row, hours(behind=False), LATER, ended=True, closed=True)
    assert moved(final) == (State.SHORT, State.FINAL)


def test_a_month_seen_only_at_its_closing_is_final_at_once() -> None:
    change = reconcile(None, hours(behind=False), LATER, ended=True, closed=True)
    assert moved(change) == (None, State.FINAL)


@pytest.mark.parametrize("state", [State.AT_RISK, State.SHORT])
def test_when_the_hours_come_in_it_is_made_up(state: State) -> None:
    change = reconcile(row(state), hours(figure=480, behind=False), LATER)
    assert moved(change) == (state, State.MADE_UP)
    assert change is not None
    assert change.row.figure == 480


def test_at_risk_stays_until_the_hours_are_complete() -> None:
    change = reconcile(row(State.AT_RISK), hours(figure=470, behind=False), LATER)
    assert moved(change) == (State.AT_RISK, State.AT_RISK)


def test_short_is_never_at_risk_again() -> None:
    change = reconcile(row(State.SHORT), hours(figure=200), LATER)
    assert moved(change) == (State.SHORT, State.SHORT)


def test_made_up_falls_back_when_a_visit_is_withdrawn() -> None:
    made_up = row(State.MADE_UP)
    assert reconcile(made_up, hours(behind=False), LATER) is None
    assert moved(reconcile(made_up, hours(), LATER)) == (State.MADE_UP, State.AT_RISK)
    assert moved(reconcile(made_up, hours(), LATER, ended=True)) == (State.MADE_UP, State.SHORT)
    closing = reconcile(made_up, hours(), LATER, ended=True, closed=True)
    assert moved(closing) == (State.MADE_UP, State.FINAL)


def test_a_village_that_fell_back_keeps_its_row() -> None:
    change = reconcile(row(State.MADE_UP), hours(), LATER, ended=True)
    assert change is not None
    assert change.row.id == 1


@pytest.mark.parametrize("figure", [0, 480])
def test_waived_stays_waived(figure: int) -> None:
    waived = row(State.WAIVED)
    assert reconcile(waived, hours(figure), LATER, ended=True, closed=True) is None
    assert reconcile(waived, None, LATER) is None


def test_closed_figures_are_frozen_and_move_only_after_reopening() -> None:
    final = row(State.FINAL)
    assert reconcile(final, hours(500), LATER, ended=True, closed=True) is None
    assert moved(reconcile(final, hours(500), LATER, ended=True)) == (State.FINAL, State.MADE_UP)
    corrected = reconcile(final, hours(200), LATER, ended=True)
    assert moved(corrected) == (State.FINAL, State.FINAL)
    assert corrected is not None
    assert corrected.row.figure == 200


def test_a_new_reason_is_an_update_but_another_moment_is_not() -> None:
    short = row(State.SHORT, hours(visits=[1]))
    assert reconcile(short, hours(visits=[1]), LATER, ended=True) is None
    change = reconcile(short, hours(visits=[1, 2]), LATER, ended=True)
    assert moved(change) == (State.SHORT, State.SHORT)
    assert change is not None
    assert change.row.evaluated_at == LATER
    assert change.row.began_on == short.began_on


def test_a_kind_that_no_longer_applies_is_closed_and_says_so() -> None:
    change = reconcile(row(State.AT_RISK, hours(visits=[1])), None, LATER)
    assert moved(change) == (State.AT_RISK, State.MADE_UP)
    assert change is not None
    assert change.row.why == {"visits": [1], "no_longer_applies": True}
    assert reconcile(None, None, LATER) is None


def test_a_grid_that_falls_empty_begins_a_row_on_that_day() -> None:
    change = reconcile(None, grid(0), NOW)
    assert moved(change) == (None, State.SHORT)
    assert change is not None
    assert change.row.period == "2026-11-20"


def test_an_empty_grid_seen_the_next_day_is_the_same_row() -> None:
    assert reconcile(row(State.SHORT, grid(0)), grid(0, "2026-11-21"), LATER) is None


def test_a_grid_lost_again_later_begins_a_new_row() -> None:
    covered = reconcile(row(State.SHORT, grid(0)), grid(1), LATER)
    assert moved(covered) == (State.SHORT, State.MADE_UP)
    assert covered is not None
    again = reconcile(covered.row, grid(0, "2026-12-03"), LATER + timedelta(days=12))
    assert moved(again) == (None, State.SHORT)
    assert again is not None
    assert (again.row.id, again.row.period) == (0, "2026-12-03")


def test_a_grid_lost_again_on_the_same_day_goes_on() -> None:
    change = reconcile(row(State.MADE_UP, grid(0)), grid(0), NOW)
    assert moved(change) == (State.MADE_UP, State.SHORT)
    assert change is not None
    assert change.row.id == 1


def test_the_waiver_of_a_grid_ends_with_its_gap() -> None:
    waived = row(State.WAIVED, grid(0))
    assert reconcile(waived, grid(0, "2026-11-21"), LATER) is None
    assert moved(reconcile(waived, grid(1), LATER)) == (State.WAIVED, State.MADE_UP)


def test_a_retired_grid_is_no_longer_short() -> None:
    change = reconcile(row(State.SHORT, grid(0)), None, LATER)
    assert moved(change) == (State.SHORT, State.MADE_UP)


def test_a_leader_waives_with_a_reason() -> None:
    check_transition(State.SHORT, State.WAIVED, "村部搬迁")
    with pytest.raises(WaiverUnexplained):
        check_transition(State.SHORT, State.WAIVED, "  ")


def test_what_is_made_up_cannot_be_waived() -> None:
    with pytest.raises(NotNext) as caught:
        check_transition(State.MADE_UP, State.WAIVED, "村部搬迁")
    assert (caught.value.now, caught.value.wanted) == (State.MADE_UP, State.WAIVED)


visits = st.lists(st.integers(1, 3), max_size=2)
reasons = visits.map(lambda ids: lambda: {"visits": ids})
monthly = st.builds(
    Judgement,
    st.just(ShortfallKind.HOURS),
    st.just(Subject.VILLAGE),
    st.just(HOUTANG),
    st.just("2026-11"),
    st.integers(0, 600),
    st.integers(0, 480),
    st.booleans(),
    reasons,
)
standing = st.builds(
    Judgement,
    st.just(ShortfallKind.GRID_UNCOVERED),
    st.just(Subject.GRID),
    st.just(5),
    st.sampled_from(["2026-11-20", "2026-11-21"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.just(False),
    reasons,
)
later = st.timedeltas(timedelta(0), timedelta(days=40)).map(lambda gone: NOW + gone)
kinds = st.sampled_from(
    [(monthly, list(State)), (standing, [State.SHORT, State.MADE_UP, State.WAIVED])]
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Shortfall | None, Judgement | None]:
    judgements, states = draw(kinds)
    state = draw(st.none() | st.sampled_from(states))
    existing = None if state is None else row(state, draw(judgements.filter(lambda j: j.short)))
    return existing, draw(st.none() | judgements)


@given(situations(), later, later, st.booleans(), st.booleans())
def test_evaluating_twice_changes_nothing(
    situation: tuple[Shortfall | None, Judgement | None],
    first: datetime,
    second: datetime,
    ended: bool,
    closed: bool,
) -> None:
    existing, judgement = situation
    change = reconcile(existing, judgement, first, ended=ended, closed=closed)
    seen = change.row if change else existing
    assert reconcile(seen, judgement, second, ended=ended, closed=closed) is None


@given(situations(), st.booleans(), st.booleans())
def test_an_evaluation_moves_only_where_the_table_allows(
    situation: tuple[Shortfall | None, Judgement | None], ended: bool, closed: bool
) -> None:
    existing, judgement = situation
    change = reconcile(existing, judgement, LATER, ended=ended, closed=closed)
    if change is None or change.before is None:
        return
    after = change.row.state
    assert change.before is after or after in STEPS.after(change.before)
    assert after is not State.WAIVED
    assert change.row.kind not in STANDING or after in {State.SHORT, State.MADE_UP}


@given(situations(), st.booleans())
def test_after_the_closing_no_month_is_left_open(
    situation: tuple[Shortfall | None, Judgement | None], ended: bool
) -> None:
    existing, judgement = situation
    change = reconcile(existing, judgement, LATER, ended=ended, closed=True)
    seen = change.row if change else existing
    if seen is not None and seen.kind not in STANDING:
        assert seen.state not in {State.AT_RISK, State.SHORT}
