"""未达标: one subject short in one period, its states and its reasons (domain.md section 4)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.errors import Refused
from domain.model import Model


class Kind(StrEnum):
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


OPEN_STATES = frozenset({State.AT_RISK, State.SHORT})


class Shortfall(Model):
    """`period` is `2026-11` for the monthly kinds and the day it began for the standing ones.

    `figure` and `wanted` are minutes for hours, people for grids and villages.
    `why` holds what the evaluation saw: enough to answer without recomputing.
    """

    id: int
    kind: Kind
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


class TransitionNotAllowed(Refused):
    def __init__(self, state: State, wanted: State) -> None:
        super().__init__()
        self.state, self.wanted = state, wanted
