"""Shortfalls as digests list them, with the villages whose people they concern."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from actions.month.audience import Audience, Places
from actions.month.lines import lines_of
from domain.digests import MOST_LINES, worst_first
from domain.notices import ShortLine
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit

AT_ONCE = 5_000
"""Rows looked up in one statement; databases limit how many ids it may name."""


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


async def listed(unit: Unit, rows: Sequence[Shortfall], audience: Audience) -> list[Listed]:
    """What belongs to a village retired meanwhile is left out: nobody can mend it."""
    found = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        lines = await lines_of(unit, some)
        grids = [row.subject_id for row in some if row.subject is Subject.GRID]
        homes = await unit.grids.places_of(grids) if grids else {}
        for row in some:
            if row.subject is Subject.ADVISER:
                places = _served(row, audience)
            elif row.subject is Subject.GRID:
                places = frozenset({homes[row.subject_id].village_id})
            else:
                places = frozenset({row.subject_id})
            if living := places & audience.villages.keys():
                found.append(Listed(row, lines[row.id], living))
    return found


def _served(row: Shortfall, audience: Audience) -> frozenset[int]:
    """What an adviser serves in the street that judged them."""
    villages = audience.villages
    return frozenset(
        each
        for each in audience.advisers.get(row.subject_id, frozenset())
        if each in villages and villages[each].district_id == row.place_id
    )


def chosen(entries: Iterable[Listed]) -> Chosen:
    """Worst first, and no more lines than a message should carry."""
    kept = sorted(entries, key=lambda entry: entry.row.id)
    lines = worst_first(entry.line for entry in kept)
    ids = tuple(entry.row.id for entry in kept)
    return Chosen(tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES), ids)


def by_village(people: Places, entries: Iterable[Listed]) -> dict[int, list[Listed]]:
    """What concerns each person's villages; shared sets of villages are gone through once."""
    at: defaultdict[int, list[Listed]] = defaultdict(list)
    for entry in entries:
        for village in entry.villages:
            at[village].append(entry)
    found: dict[frozenset[int], list[Listed]] = {}
    for places in people.values():
        if places not in found:
            own = [entry for village in places & at.keys() for entry in at[village]]
            found[places] = list({entry.row.id: entry for entry in own}.values())
    return {person: found[places] for person, places in people.items()}


def merged(*parts: Mapping[int, list[Listed]]) -> dict[int, list[Listed]]:
    """One digest for a person of two roles, every shortfall in it once."""
    whole: defaultdict[int, dict[int, Listed]] = defaultdict(dict)
    for part in parts:
        for person, entries in part.items():
            whole[person].update((entry.row.id, entry) for entry in entries)
    return {person: list(entries.values()) for person, entries in whole.items()}
