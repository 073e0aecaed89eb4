"""What the office says of the places an import asks about: renamed, or new ones."""

from enum import StrEnum


class Renamed(StrEnum):
    """One answer for all of them."""

    ASK = "ask"
    YES = "renamed"
    NO = "new"
