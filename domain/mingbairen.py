"""法律明白人: a villager trained to help neighbours with the law, and the stages of the way."""

from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.model import Model
from domain.reasons import is_no_reason
from domain.steps import Steps


class Stage(StrEnum):
    CANDIDATE = "candidate"
    TRAINING = "training"
    PASSED = "passed"
    REGISTERED = "registered"
    SUSPENDED = "suspended"
    LEFT = "left"


STAGE_LABELS = {
    Stage.CANDIDATE: "候选",
    Stage.TRAINING: "培训中",
    Stage.PASSED: "考核合格",
    Stage.REGISTERED: "在册",
    Stage.SUSPENDED: "暂停",
    Stage.LEFT: "退出",
}
"""As rosters print it, and as it is read back."""


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


CATEGORY_LABELS = {
    Category.CADRE: "村干部",
    Category.WOMEN_FEDERATION: "村妇联执委",
    Category.MEDIATOR: "人民调解员",
    Category.AUXILIARY_POLICE: "驻村辅警",
    Category.GRID_WORKER: "网格员",
    Category.GROUP_LEADER: "村民小组长",
    Category.PARTY_MEMBER: "中共党员",
    Category.FIVE_ELDERS: "“五老”人员",
    Category.PROSPEROUS: "致富能手",
    Category.OTHER: "其他热心公益的村（居）民",
}
"""As rosters print it, and as it is read back."""


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


class AlreadyOnRoll(Refused):
    """Somebody of this name is on the roll of this grid already."""

    def __init__(self, known: Mingbairen) -> None:
        super().__init__()
        self.known = known


class ReasonMissing(Refused):
    pass


def check_stage(now: Stage, wanted: Stage, reason: str | None) -> None:
    """One step at a time, so that nobody is 在册 without an examination; leaving needs a reason."""
    STEPS.check(now, wanted)
    if (wanted is Stage.LEFT or reason is not None) and is_no_reason(reason):
        raise ReasonMissing
