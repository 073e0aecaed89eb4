"""到村登记: an adviser has arrived in a village and has not said yet when they left."""

from datetime import date, datetime
from enum import StrEnum

from domain.errors import Refused
from domain.model import Model
from domain.months import local_day


class CheckInState(StrEnum):
    OPEN = "open"
    DRAFT = "draft"
    ENDED = "ended"
    DROPPED = "dropped"


class CheckIn(Model):
    """A draft is one whose day passed without an end; it counts nothing until the end is given."""

    id: int
    adviser_id: int
    village_id: int
    started_at: datetime
    state: CheckInState
    asked_at: datetime | None = None

    @property
    def day(self) -> date:
        return local_day(self.started_at)


class AlreadyCheckedIn(Refused):
    """One open check-in per adviser (规则 3.6)."""

    def __init__(self, check_in: CheckIn, village: str) -> None:
        super().__init__()
        self.check_in, self.village = check_in, village
