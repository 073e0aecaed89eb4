"""未达标: one subject short in one period, its states and its reasons (规则 4.1, 规则 4.4)."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from domain.errors import Refused
from domain.model import Model
from domain.months import local_day
from domain.reasons import is_no_reason
from domain.steps import Steps


class ShortfallKind(StrEnum):
    HOURS = "hours"
    NO_ADVISER = "no_adviser"
    NO_VISIT = "no_visit"
    GRID_UNCOVERED = "grid_uncovered"
    VILLAGE_THIN = "village_thin"


class Subject(StrEnum):
    VILLAGE = "village"
    ADVISER = "adviser"
    GRID = "grid"


class State(StrEnum):
    AT_RISK = "at_risk"
    SHORT = "short"
    MADE_UP = "made_up"
    WAIVED = "waived"
    FINAL = "final"


STANDING = frozenset({ShortfallKind.GRID_UNCOVERED, ShortfallKind.VILLAGE_THIN})
"""Kinds without a month: a row lasts from the day it began until it is made up."""

MONTHLY = frozenset(ShortfallKind) - STANDING

OPEN_STATES = frozenset({State.AT_RISK, State.SHORT})

STEPS = Steps(
    {
        State.AT_RISK: (State.SHORT, State.MADE_UP, State.WAIVED, State.FINAL),
        State.SHORT: (State.MADE_UP, State.WAIVED, State.FINAL),
        State.MADE_UP: (State.AT_RISK, State.SHORT, State.FINAL),
        State.WAIVED: (State.MADE_UP,),
        State.FINAL: (State.MADE_UP, State.WAIVED),
    }
)
"""Made up falls back when a visit is withdrawn or sent back. Final moves only after the month was
reopened. Waived ends only for standing kinds, so that the waiver of one gap never hides the next.
"""


class Shortfall(Model):
    """`period` is `2026-11` for the monthly kinds and the day it began for the standing ones.

    `figure` and `wanted` are minutes for hours, people for grids and villages, days with an
    assignment for no_adviser, counted visits for no_visit.
    `why` holds what the evaluation saw: enough to answer without recomputing (规则 4.12).
    """

    id: int
    kind: ShortfallKind
    subject: Subject
    subject_id: int
    period: str
    state: State
    figure: int
    wanted: int
    began_on: date
    evaluated_at: datetime
    why: dict[str, Any]
    waived_reason: str | None = None
    place_id: int = 0
    """Of an adviser, who is judged in every street served: which of them. Else 0."""


class WaiverUnexplained(Refused):
    """豁免 needs a reason."""


def check_transition(state: State, wanted: State, reason: str | None = None) -> None:
    STEPS.check(state, wanted)
    if wanted is State.WAIVED and is_no_reason(reason):
        raise WaiverUnexplained


class Judgement(NamedTuple):
    """What one evaluation says of one subject.

    `behind`: the month still runs and is not on pace. Standing kinds are never merely behind.
    `why` makes plain JSON (no tuples, no dates), and only where a row needs it: of a province's
    150,000 judgements few become one.
    """

    kind: ShortfallKind
    subject: Subject
    subject_id: int
    period: str
    figure: int
    wanted: int
    behind: bool
    why: Callable[[], dict[str, Any]]
    place_id: int = 0

    @property
    def short(self) -> bool:
        return self.figure < self.wanted


class Transition(NamedTuple):
    """One row to write. `before` is None for a new row, whose id is 0, and equals the state of
    `row` when only figures or reasons were updated."""

    before: State | None
    row: Shortfall


def reconcile(
    existing: Shortfall | None,
    judgement: Judgement | None,
    now: datetime,
    *,
    ended: bool = False,
    closed: bool = False,
) -> Transition | None:
    """What an evaluation changes; evaluating twice changes nothing (规则 4.3).

    `existing` is the row of the same kind and subject: the month's, or the latest for a standing
    kind. `judgement` is None when the kind no longer applies to the subject (a retired grid, an
    appointment entered late). `ended`: the month is over; `closed`: this evaluation freezes it,
    or it is frozen. The moment alone is no change: `evaluated_at` is when the row last changed.
    """
    kind = existing.kind if existing else judgement.kind if judgement else None
    before = existing.state if existing else None
    if kind in STANDING:
        after = _standing_state(before, judgement)
    else:
        after = _monthly_state(before, judgement, ended, closed)
    if after is None:
        return None
    if judgement is not None and (existing is None or _begins_anew(existing, judgement)):
        return Transition(None, _new_row(judgement, after, now))
    return _updated(existing, judgement, after, now) if existing else None


def _monthly_state(
    before: State | None, judgement: Judgement | None, ended: bool, closed: bool
) -> State | None:
    """None leaves the row as it is. At risk stays until the hours are complete, for a pace that
    swings with every visit would alert and reassure by turns."""
    if before is State.WAIVED or (closed and before is State.FINAL):
        return None
    if judgement is None or not judgement.short:
        return State.MADE_UP if before in OPEN_STATES or before is State.FINAL else None
    if closed or before is State.FINAL:
        return State.FINAL
    if ended or before is State.SHORT:
        return State.SHORT
    return State.AT_RISK if judgement.behind or before is State.AT_RISK else None


def _standing_state(before: State | None, judgement: Judgement | None) -> State | None:
    if judgement is None or not judgement.short:
        return None if before in (None, State.MADE_UP) else State.MADE_UP
    return None if before is State.WAIVED else State.SHORT


def _begins_anew(existing: Shortfall, judgement: Judgement) -> bool:
    """A standing kind lost again on a later day is a new row; on the same day it goes on."""
    over = existing.kind in STANDING and existing.state is State.MADE_UP
    return over and existing.period != judgement.period


def _new_row(judgement: Judgement, state: State, now: datetime) -> Shortfall:
    return Shortfall(
        id=0,
        kind=judgement.kind,
        subject=judgement.subject,
        subject_id=judgement.subject_id,
        period=judgement.period,
        state=state,
        figure=judgement.figure,
        wanted=judgement.wanted,
        began_on=local_day(now),
        evaluated_at=now,
        why=judgement.why(),
        place_id=judgement.place_id,
    )


def _updated(
    existing: Shortfall, judgement: Judgement | None, state: State, now: datetime
) -> Transition | None:
    figure, wanted = existing.figure, existing.wanted
    why = existing.why | {"no_longer_applies": True}
    if judgement is not None:
        figure, wanted, why = judgement.figure, judgement.wanted, judgement.why()
    seen = (existing.state, existing.figure, existing.wanted, existing.why)
    if seen == (state, figure, wanted, why):
        return None
    values = {"state": state, "figure": figure, "wanted": wanted, "why": why, "evaluated_at": now}
    return Transition(existing.state, existing.model_copy(update=values))
