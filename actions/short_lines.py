"""Shortfalls as digests list them, with the villages whose people they concern."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from actions.audience import Audience
from domain.digests import MOST_LINES, worst_first
from domain.notices import ShortLine
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit


class Listed(NamedTuple):
    """`villages`: one, or all that a short adviser serves."""

    row: Shortfall
    line: ShortLine
    villages: frozenset[int]


class Chosen(NamedTuple):
    """The lines of one recipient, the number left out, and the ids of all told of."""

    lines: tuple[ShortLine, ...]
    more: int
    shortfall_ids: tuple[int, ...]


async def listed(unit: Unit, rows: Collection[Shortfall], audience: Audience) -> list[Listed]:
    """What was retired meanwhile is left out: nobody can mend it."""
    names: dict[int, str] = {}
    homes: dict[int, int] = {}
    if any(row.subject is Subject.GRID for row in rows):
        for grid in await unit.grids.all():
            names[grid.id], homes[grid.id] = grid.name, grid.village_id
    short_advisers = {row.subject_id for row in rows if row.subject is Subject.ADVISER}
    advisers = await unit.advisers.of_ids(short_advisers)
    found = []
    for row in rows:
        id_ = row.subject_id
        if row.subject is Subject.ADVISER:
            places, name = audience.advisers.get(id_, frozenset()), advisers[id_].name
        elif row.subject is Subject.GRID:
            places, name = frozenset({homes.get(id_, 0)}), names.get(id_, "")
        else:
            places, name = frozenset({id_}), ""
        if living := places & audience.villages.keys():
            found.append(Listed(row, _line(row, name, living, audience), living))
    return found


def _line(row: Shortfall, name: str, places: frozenset[int], audience: Audience) -> ShortLine:
    shared = row.subject is Subject.ADVISER
    village = "" if shared else audience.villages[next(iter(places))].name
    return ShortLine(
        shortfall_id=row.id,
        kind=row.kind,
        village=village,
        subject=name or village,
        figure=row.figure,
        wanted=row.wanted,
    )


def chosen(entries: Iterable[Listed]) -> Chosen:
    """Worst first, and no more lines than a message should carry."""
    kept = list(entries)
    lines = worst_first(entry.line for entry in kept)
    ids = tuple(entry.row.id for entry in kept)
    return Chosen(tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES), ids)
