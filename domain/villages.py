"""村(社区): where law must reach. Renamed or retired, never deleted."""

from datetime import date
from enum import StrEnum

from domain.model import Model


class VillageKind(StrEnum):
    VILLAGE = "village"
    COMMUNITY = "community"


VILLAGE_KIND_LABELS = {
    VillageKind.VILLAGE: "行政村",
    VillageKind.COMMUNITY: "社区",
}
"""As rosters print it, and as it is read back."""


def kind_by_name(name: str) -> VillageKind:
    """What a village is likely to be where nobody has said it."""
    return VillageKind.COMMUNITY if "社区" in name else VillageKind.VILLAGE


class Village(Model):
    id: int
    district_id: int
    name: str
    kind: VillageKind = VillageKind.VILLAGE
    code: str | None = None
    retired_on: date | None = None
