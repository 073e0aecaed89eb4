"""村(社区): where law must reach. Renamed or retired, never deleted."""

from datetime import date
from enum import StrEnum

from domain.model import Model


class VillageKind(StrEnum):
    VILLAGE = "village"
    COMMUNITY = "community"


class Village(Model):
    id: int
    district_id: int
    name: str
    kind: VillageKind = VillageKind.VILLAGE
    code: str | None = None
    retired_on: date | None = None
