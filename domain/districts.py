"""区划: the tree of districts; an office answers for one node and all below it."""

import re
from collections.abc import Iterable
from datetime import date

from domain.errors import Refused
from domain.model import Model

EVERYWHERE = 0
"""The place above all districts: what is said there holds wherever nobody says otherwise."""
LEVELS = (2, 4, 6, 9, 12)
"""Digits of a code that name a province, a city, a county, a street and a village."""
COUNTY = 6
WHOLE = 12


def steps_of(path: str | None) -> tuple[int, ...]:
    """The ids on a path from the root down: `(1, 4)` of `/1/4/`, none where there is no path."""
    return tuple(int(step) for step in (path or "").split("/") if step)


class District(Model):
    """`path` is the chain of ids from the root, `/1/4/`: below means path starts with path.

    A street began on a day; None: it has always been there.
    """

    id: int
    code: str
    name: str
    parent_id: int | None = None
    path: str
    began_on: date | None = None

    def covers(self, other_path: str) -> bool:
        return other_path.startswith(self.path)

    @property
    def chain(self) -> tuple[int, ...]:
        """Everywhere, then from the root down to this one."""
        return EVERYWHERE, *steps_of(self.path)


def lowest(districts: Iterable[District]) -> list[District]:
    """Those with nothing below them: streets, also while they have no village yet."""
    every = list(districts)
    parents = {district.parent_id for district in every}
    return [district for district in every if district.id not in parents]


class PlaceRefused(Refused):
    """What is asked of a place can't be, or it is not clear of which."""


class DistrictCodeWrong(PlaceRefused):
    """A code is 2, 4, 6, 9 or 12 digits, with zeros behind or without."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class DistrictKnown(PlaceRefused):
    """There is one of this code already."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class DistrictNotBelow(PlaceRefused):
    """A district can't lie below itself or below what lies below it."""


class PlaceUnclear(PlaceRefused):
    """Several places may be meant: `names` are some of them."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = tuple(names)


class PlaceUnknown(PlaceRefused):
    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


def whole_code(code: str) -> str:
    """A code with its zeros, as it is stored. Raises DistrictCodeWrong."""
    if not re.fullmatch(r"[0-9]{2,12}", code) or len(code) not in LEVELS:
        raise DistrictCodeWrong(code)
    return code.ljust(WHOLE, "0")


def digits_of(code: str) -> str:
    """What of a code says where it is: 321183 of 321183000000."""
    said = next((n for n in LEVELS if not code[n:].strip("0")), WHOLE)
    return code[:said]


def codes_above(code: str) -> list[str]:
    """The whole codes of what should lie above, the nearest first."""
    own = len(digits_of(code))
    return [code[:n].ljust(WHOLE, "0") for n in reversed(LEVELS) if n < own and len(code) >= n]


def county_of(code: str) -> str | None:
    """The whole code of the county a street or village lies in."""
    above = digits_of(code)[:COUNTY]
    return above.ljust(WHOLE, "0") if COUNTY == len(above) < len(digits_of(code)) else None


def unnamed(code: str) -> str:
    """What a county is called until somebody says its name."""
    return f"{digits_of(code)}（名称待补）"
