"""Places live on: a village or grid is renamed, merged, split, retired (规则 2.11)."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from domain.errors import Refused, Stale
from domain.model import Model
from domain.villages import Village


class PlaceKind(StrEnum):
    VILLAGE = "village"
    GRID = "grid"


class Happening(StrEnum):
    """What can happen to a place."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class FormerName(Model):
    """A name by which a place is still understood. Of a renamed place `until` is the day it got
    another one; where `merged_id` is set, it was the name of a place merged into this one."""

    id: int
    place: PlaceKind
    place_id: int
    name: str
    until: date
    merged_id: int | None = None


LONGEST_NAME = 40
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9·（）()\-]{2,}")


class NotAPlaceName(Refused):
    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


class NameTaken(Refused):
    """Another living place beside it has this name, or for a grid any other this code."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class NotTogether(Refused):
    """These two can't become one: they are one, or not of the same street, or of one village."""


class PlaceRetired(Refused):
    """Nothing can happen any more to a place that was retired or merged into another."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class PeopleRemain(Refused):
    """明白人 of a grid that is to be retired: it has to be said what becomes of them."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class AlreadyLooksAfter(Stale):
    """The grid has this worker and no other."""


class NothingChosen(Refused):
    """A split without anything, or with everything, that moves into the new place."""


def place_name(said: str) -> str:
    """A name as it will be kept. Raises NotAPlaceName."""
    name = "".join(
        unicodedata.normalize("NFKC", said).replace("(", "（").replace(")", "）").split()
    )
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or name.isdigit():
        raise NotAPlaceName(said)
    return name


def follows_village(grid: str, village: str, renamed: str, taken: Collection[str]) -> str:
    """A grid that bears the name of its village bears the new one, too: `后塘村第一网格`. Not so
    where another grid has that name (`taken`) already."""
    name = renamed + grid.removeprefix(village) if grid.startswith(village) else grid
    return told_apart(grid, village, taken) if name in taken else name


def in_full(grid: str, village: str) -> str:
    """`后塘村第一网格`, as people and tables call it that name village and grid."""
    return grid if grid.startswith(village) else f"{village}{grid}"


def told_apart(grid: str, village: str, taken: Collection[str]) -> str:
    """The name under which a grid of a merged village goes on beside those of the other."""
    if grid not in taken:
        return grid
    name, number = f"{village}{grid}", 2
    while name in taken:
        name, number = f"{village}{grid}{number}", number + 1
    return name


def new_code(name: str, taken: Collection[str]) -> str:
    """A grid without a code is known by its name, as in an import."""
    code, number = name, 2
    while code in taken:
        code, number = f"{name}-{number}", number + 1
    return code


def known_by(
    villages: Iterable[Village], former: Iterable[FormerName], day: date
) -> dict[str, Village]:
    """Every name under which one of these villages is known on a day; a name of today goes before
    the same one of former times."""
    by_id = {village.id: village for village in villages}
    names = {each.name: by_id[each.place_id] for each in former if each.place_id in by_id}
    lasting = (v for v in by_id.values() if v.retired_on is None or day < v.retired_on)
    return names | {village.name: village for village in lasting}


def as_named(villages: Iterable[Village], names: Mapping[int, str]) -> list[Village]:
    """The villages under the names they had, where they had another."""
    return [v.model_copy(update={"name": names.get(v.id, v.name)}) for v in villages]
