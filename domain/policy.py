"""口径: every threshold and switch, effective from a month (规则 1.4)."""

from enum import StrEnum

from pydantic import Field

from domain.errors import Refused
from domain.model import Model
from domain.months import Month


class QuotaBasis(StrEnum):
    VILLAGE = "village"
    ADVISER = "adviser"


class ConfirmationRule(StrEnum):
    OFF = "off"
    ADVISORY = "advisory"
    REQUIRED = "required"


class Policy(Model):
    """A past month keeps the policy it was closed under. Times are minutes."""

    quota: int = Field(default=480, ge=0)
    basis: QuotaBasis = QuotaBasis.VILLAGE
    confirmation: ConfirmationRule = ConfirmationRule.ADVISORY
    counting: frozenset[str] = frozenset(
        {"lecture", "consultation", "campaign", "training", "door_to_door"}
    )
    """Code words of the activities that count; never imports Activity, which imports us."""
    shortest_visit: int = Field(default=10, ge=1, le=1440)
    longest_visit: int = Field(default=720, ge=1, le=1440)
    pro_rata: bool = False
    """An assignment that starts or ends inside the month lowers the quota by days."""
    pro_rata_step: int = Field(default=30, ge=1)

    grid_least: int = Field(default=1, ge=0)
    village_least: int = Field(default=3, ge=0)
    village_least_in_communities: bool = False
    """Whether village_thin applies to 社区 too."""
    certificate_warning_days: int = Field(default=30, ge=0)

    reminder_days: tuple[int, ...] = (15, -10)
    """Days of the month; a negative one counts back from the last day T."""
    digest_day: int = Field(default=-3, ge=-27, le=28)
    closing_day: int = Field(default=5, ge=1, le=28)
    """Of the following month, moved to the next working day when it is a day off."""
    case_patience: int = Field(default=3, ge=1)
    """Working days the office may leave a case unanswered."""
    check_out_after_hours: int = Field(default=4, ge=1, le=24)
    check_out_evening_hour: int = Field(default=21, ge=0, le=23)

    odd_same_length: int = 4
    """From this many visits on, one length for all of them is worth a look (规则 3.10)."""
    odd_last_days: int = 2
    odd_gap: int = 10
    """Minutes between two villages that hardly allow for the way."""


def counting_alone(policy: Policy) -> Policy:
    """What of it decides which minutes count: streets that differ in the rest are added up
    together."""
    return Policy(
        counting=policy.counting, confirmation=policy.confirmation, pro_rata=policy.pro_rata
    )


class MonthFrozen(Refused):
    """A closed month keeps the policy it was closed under."""

    def __init__(self, month: Month) -> None:
        super().__init__()
        self.month = month
