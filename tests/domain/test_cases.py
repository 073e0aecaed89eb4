from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import (
    ANSWERS,
    STEPS,
    AnswerIncomplete,
    Case,
    CaseState,
    PlannedDayPast,
    case_due_at,
    case_overdue,
    check_case_answer,
)
from domain.policy import Policy
from domain.steps import NotNext
from domain.working_days import WorkCalendar
from tests.domain.cast import ZHOU, at

TODAY = date(2026, 11, 3)
calendar = WorkCalendar()
policy = Policy()


def case(opened: str = "2026-11-02 09:07", state: CaseState = CaseState.WAITING) -> Case:
    return Case(shortfall_id=1, district_id=2, state=state, opened_at=at(opened))


def overdue(one: Case, now: str) -> bool:
    return case_overdue(one, at(now), policy, calendar)


def test_a_case_of_monday_morning_goes_to_the_leader_on_thursday_morning() -> None:
    assert case_due_at(case(), policy, calendar) == at("2026-11-05 09:07")
    assert not overdue(case(), "2026-11-05 09:06")
    assert overdue(case(), "2026-11-05 09:07")


def test_a_weekend_does_not_try_anybodys_patience() -> None:
    assert not overdue(case("2026-11-05 17:30"), "2026-11-10 09:00")
    assert overdue(case("2026-11-05 17:30"), "2026-11-10 17:30")


def test_a_case_opened_on_national_day_waits_for_the_office_to_be_back() -> None:
    opened = case("2026-10-01 08:07")
    assert not overdue(opened, "2026-10-08 12:00")
    assert overdue(opened, "2026-10-10 12:00"), "8th, 9th and the worked Saturday"


@pytest.mark.parametrize(
    "state", [CaseState.RECEIVED, CaseState.ARRANGED, CaseState.EXPLAINED, CaseState.CLOSED]
)
def test_an_answered_case_is_never_overdue(state: CaseState) -> None:
    assert not overdue(case(state=state), "2026-12-31 12:00")


def test_it_goes_to_the_leader_once() -> None:
    gone = case().model_copy(update={"escalated_at": at("2026-11-05 09:07")})
    assert not overdue(gone, "2026-12-31 12:00")


def test_handing_over_gives_the_other_their_own_three_days() -> None:
    handed = case(state=CaseState.HANDED_OVER).model_copy(
        update={"answered_at": at("2026-11-04 15:00"), "holder_id": ZHOU}
    )
    assert not overdue(handed, "2026-11-05 10:00")
    assert overdue(handed, "2026-11-09 15:00")


@pytest.mark.parametrize("state", [s for s in CaseState if s is not CaseState.CLOSED])
def test_an_open_case_can_be_arranged_explained_and_handed_over(state: CaseState) -> None:
    check_case_answer(state, CaseState.ARRANGED, TODAY, planned_on=TODAY)
    check_case_answer(state, CaseState.EXPLAINED, TODAY, explanation="顾问住院，已请周律师代班")
    check_case_answer(state, CaseState.HANDED_OVER, TODAY, holder_id=ZHOU)


@pytest.mark.parametrize("answer", [CaseState.ARRANGED, CaseState.EXPLAINED, CaseState.HANDED_OVER])
def test_an_answer_must_say_what_it_is_about(answer: CaseState) -> None:
    with pytest.raises(AnswerIncomplete) as caught:
        check_case_answer(CaseState.WAITING, answer, TODAY, explanation=" ")
    assert caught.value.answer is answer


def test_nothing_can_be_arranged_for_yesterday() -> None:
    with pytest.raises(PlannedDayPast):
        check_case_answer(
            CaseState.WAITING, CaseState.ARRANGED, TODAY, planned_on=date(2026, 11, 2)
        )


def test_what_was_received_is_not_received_again() -> None:
    check_case_answer(CaseState.WAITING, CaseState.RECEIVED, TODAY)
    check_case_answer(CaseState.HANDED_OVER, CaseState.RECEIVED, TODAY)
    with pytest.raises(NotNext) as caught:
        check_case_answer(CaseState.RECEIVED, CaseState.RECEIVED, TODAY)
    assert (caught.value.now, caught.value.wanted) == (CaseState.RECEIVED, CaseState.RECEIVED)


@pytest.mark.parametrize("answer", CaseState)
def test_a_closed_case_takes_no_answer(answer: CaseState) -> None:
    with pytest.raises(NotNext):
        check_case_answer(
            CaseState.CLOSED, answer, TODAY, planned_on=TODAY, explanation="情况", holder_id=ZHOU
        )


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("not_an_answer", [CaseState.WAITING, CaseState.CLOSED])
def test_nobody_closes_a_case_by_answering(state: CaseState, not_an_answer: CaseState) -> None:
    with pytest.raises(NotNext):
        check_case_answer(state, not_an_answer, TODAY)


def test_every_state_has_its_next_ones() -> None:
    assert {state for state in CaseState if STEPS.after(state)} == set(CaseState)
    assert set(CaseState) - {CaseState.WAITING, CaseState.CLOSED} == ANSWERS


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)))
def test_a_case_once_overdue_stays_so(opened: datetime) -> None:
    one = case(opened.isoformat(" ", "minutes"))
    due = case_due_at(one, policy, calendar)
    assert due > one.opened_at
    assert case_overdue(one, due, policy, calendar)
