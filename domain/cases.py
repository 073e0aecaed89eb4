"""A shortfall that reached the office: what may be answered, and when it goes to the leader."""

from datetime import date, datetime
from enum import StrEnum

from domain.errors import Refused
from domain.model import Model
from domain.months import instant, local
from domain.policy import Policy
from domain.reasons import is_no_reason
from domain.steps import NotNext, Steps
from domain.working_days import WorkCalendar


class CaseState(StrEnum):
    """All but waiting and closed are answers of a person: 收到, 已安排, 情况说明, 转交."""

    WAITING = "waiting"
    RECEIVED = "received"
    ARRANGED = "arranged"
    EXPLAINED = "explained"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


_WORK = (CaseState.ARRANGED, CaseState.EXPLAINED, CaseState.HANDED_OVER)
STEPS = Steps(
    {
        CaseState.WAITING: (CaseState.RECEIVED, *_WORK, CaseState.CLOSED),
        CaseState.RECEIVED: (*_WORK, CaseState.CLOSED),
        CaseState.ARRANGED: (*_WORK, CaseState.CLOSED),
        CaseState.EXPLAINED: (*_WORK, CaseState.CLOSED),
        CaseState.HANDED_OVER: (CaseState.RECEIVED, *_WORK, CaseState.CLOSED),
        CaseState.CLOSED: (CaseState.WAITING,),
    }
)
"""A closed case waits again when its shortfall comes back, as by a withdrawn visit."""

ANSWERS = frozenset({CaseState.RECEIVED, *_WORK})
UNANSWERED = frozenset({CaseState.WAITING, CaseState.HANDED_OVER})
"""Handing over is an answer of the one who gives, and begins the patience with the other."""


class Case(Model):
    """`answered_at` is the last answer; `holder_id` the person it was handed to, if any."""

    shortfall_id: int
    district_id: int
    state: CaseState = CaseState.WAITING
    opened_at: datetime
    answered_at: datetime | None = None
    planned_on: date | None = None
    explanation: str | None = None
    holder_id: int | None = None
    escalated_at: datetime | None = None
    closed_at: datetime | None = None


class AnswerIncomplete(Refused):
    """已安排 needs a day, 情况说明 its words, 转交 a person: `answer` says which was wanted."""

    def __init__(self, answer: CaseState) -> None:
        super().__init__()
        self.answer = answer


class PlannedDayPast(Refused):
    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day


def check_case_answer(
    state: CaseState,
    answer: CaseState,
    today: date,
    *,
    planned_on: date | None = None,
    explanation: str | None = None,
    holder_id: int | None = None,
) -> None:
    """Whether this answer can be given now, and says all it must."""
    if answer not in ANSWERS:
        raise NotNext(state, answer)
    STEPS.check(state, answer)
    given = {
        CaseState.RECEIVED: True,
        CaseState.ARRANGED: planned_on is not None,
        CaseState.EXPLAINED: not is_no_reason(explanation),
        CaseState.HANDED_OVER: holder_id is not None,
    }
    if not given[answer]:
        raise AnswerIncomplete(answer)
    if answer is CaseState.ARRANGED and planned_on is not None and planned_on < today:
        raise PlannedDayPast(planned_on)


def case_due_at(case: Case, policy: Policy, calendar: WorkCalendar) -> datetime:
    """The UTC moment an unanswered case goes to the leader: the policy's working days after it was
    opened or handed over, at the same time of day, so that an evening costs nobody a day."""
    since = local(case.answered_at or case.opened_at)
    day = calendar.add_working_days(since.date(), policy.case_patience)
    return instant(day, since.time())


def case_overdue(case: Case, now: datetime, policy: Policy, calendar: WorkCalendar) -> bool:
    """Whether the case goes to the leader now: it does so once."""
    waiting = case.state in UNANSWERED and case.escalated_at is None
    return waiting and now >= case_due_at(case, policy, calendar)


class Age(StrEnum):
    """How long a case waits for its answer."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    FRESH = "fresh"
    ANSWERED = "answered"


def age_of(case: Case, today: date, policy: Policy, calendar: WorkCalendar) -> Age:
    """In working days since it was opened or handed over."""
    if case.state not in UNANSWERED:
        return Age.ANSWERED
    days = calendar.working_days_between(local(case.answered_at or case.opened_at).date(), today)
    if days <= 0:
        return Age.FRESH
    return Age.WAITING if days < policy.case_patience else Age.OVERDUE
