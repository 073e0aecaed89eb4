"""通报: the figures of the monthly written summary."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from domain.months import Month
from domain.policy import Policy


class Part(NamedTuple):
    """So many of so many."""

    met: int
    of: int


class ShortVillage(NamedTuple):
    """`counted` and `wanted` are minutes; `adviser` is False for 未配备."""

    name: str
    counted: int
    wanted: int
    adviser: bool = True


class Reopening(NamedTuple):
    """Of a closed month whose figures may change again."""

    day: date
    reason: str


class Correction(NamedTuple):
    """Counted minutes of a village, as frozen and as corrected after that."""

    village: str
    before: int
    after: int
    day: date
    reason: str


class BulletinNumbers(NamedTuple):
    """Figures as frozen. Villages without an adviser are among `villages.of`, never met."""

    month: Month
    policy: Policy
    at: datetime
    villages: Part
    advisers: Part
    counted: int
    confirmed: int
    unserved: int
    waived: int
    grids: Part
    thin: Part
    short: Sequence[ShortVillage]
