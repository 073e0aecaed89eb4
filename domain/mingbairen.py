"""法律明白人: a villager trained to help neighbours with the law, and the stages of the way."""

from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.model import Model
from domain.steps import Steps


class Stage(StrEnum):
    CANDIDATE = "candidate"
    TRAINING = "training"
    PASSED = "passed"
    REGISTERED = "registered"
    SUSPENDED = "suspended"
    LEFT = "left"


STEPS = Steps(
    {
        Stage.CANDIDATE: (Stage.TRAINING, Stage.LEFT),
        Stage.TRAINING: (Stage.PASSED, Stage.CANDIDATE, Stage.LEFT),
        Stage.PASSED: (Stage.REGISTERED, Stage.TRAINING, Stage.LEFT),
        Stage.REGISTERED: (Stage.SUSPENDED, Stage.LEFT),
        Stage.SUSPENDED: (Stage.REGISTERED, Stage.LEFT),
        Stage.LEFT: (),
    }
)


class Category(StrEnum):
    """身份类别, as rosters print it."""

    CADRE = "cadre"
    WOMEN_FEDERATION = "women_federation"
    MEDIATOR = "mediator"
    AUXILIARY_POLICE = "auxiliary_police"
    GRID_WORKER = "grid_worker"
    GROUP_LEADER = "group_leader"
    PARTY_MEMBER = "party_member"
    FIVE_ELDERS = "five_elders"
    PROSPEROUS = "prosperous"
    OTHER = "other"


class Mingbairen(Model):
    id: int
    grid_id: int
    name: str
    category: Category = Category.OTHER
    phone: str | None = None
    stage: Stage = Stage.CANDIDATE
    stage_since: date
    certificate: str | None = None
    certificate_until: date | None = None
    gender: str | None = None
    born: str | None = None
    politics: str | None = None
    education: str | None = None
    note: str | None = None
    left_reason: str | None = None


class ReasonMissing(Refused):
    pass


def check_stage(now: Stage, wanted: Stage, reason: str | None) -> None:
    """One step at a time, so that nobody is 在册 without an examination; leaving needs a reason."""
    STEPS.check(now, wanted)
    if wanted is Stage.LEFT and not (reason or "").strip():
        raise ReasonMissing
