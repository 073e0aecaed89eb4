"""What a digest lists first: the village that is worst off, and in it what is worst."""

from collections.abc import Iterable
from typing import TypeVar

from domain.notices import ShortLine
from domain.shortfalls import ShortfallKind

Line = TypeVar("Line", bound=ShortLine)

MOST_LINES = 60
"""A digest carries this many lines and the number of the others; a list holds them all."""

GRAVITY = (
    ShortfallKind.NO_ADVISER,
    ShortfallKind.NO_VISIT,
    ShortfallKind.HOURS,
    ShortfallKind.GRID_UNCOVERED,
    ShortfallKind.VILLAGE_THIN,
)
"""Of two that have nothing at all, the one comes first whose mending takes the office longest."""


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """Grouped by village, the villages by their worst line; what is as bad stays in its order."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(group_of(line), []).append(line)
    for group in groups.values():
        group.sort(key=_worse)
    ordered = sorted(groups.values(), key=lambda group: _worse(group[0]))
    return [line for group in ordered for line in group]


def group_of(line: ShortLine) -> str:
    """The village, or the adviser whose hours are those of several villages together."""
    return line.village or line.subject


def _worse(line: ShortLine) -> tuple[float, int]:
    reached = line.figure / line.wanted if line.wanted else 1.0
    return reached, GRAVITY.index(line.kind)
