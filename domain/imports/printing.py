"""The rolls as the tables they came from: what is stored, row by row, to be imported again."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.advisers import Assignment
from domain.grids import Grid
from domain.imports.fields import columns_of
from domain.imports.rows import AdviserRow, GridRow, InSheet, MingbairenRow
from domain.imports.stored import Stored
from domain.mingbairen import Mingbairen, Stage
from domain.people import Person
from domain.villages import Village

_NOWHERE: dict[str, Any] = {"sheet": "", "row": 0}


class Rolls(NamedTuple):
    advisers: tuple[AdviserRow, ...]
    grids: tuple[GridRow, ...]
    mingbairen: tuple[MingbairenRow, ...]

    @property
    def tables(self) -> tuple[tuple[InSheet, ...], ...]:
        """In the order of the template's."""
        return (self.advisers, self.grids, self.mingbairen)


def rolls_of(stored: Stored, today: date) -> Rolls:
    """Villages and grids of today, whoever serves and looks after them, and the 明白人 who have
    not left. Importing them changes nothing."""
    villages = {v.id: v for v in stored.villages if v.retired_on is None}
    grids = [g for g in stored.grids if g.retired_on is None and g.village_id in villages]
    homes = {g.id: (villages[g.village_id].name, g.name) for g in grids}
    people = {person.id: person for person in stored.people}
    workers = {grid: people[person] for grid, person in reversed(stored.looking_after)}
    return Rolls(
        advisers=tuple(_served(stored, villages, people, today)),
        grids=tuple(_grid(grid, homes[grid.id][0], workers.get(grid.id)) for grid in grids),
        mingbairen=tuple(
            _of_roll(person, *homes[person.grid_id])
            for person in stored.mingbairen
            if person.stage is not Stage.LEFT and person.grid_id in homes
        ),
    )


def _served(
    stored: Stored, villages: Mapping[int, Village], people: Mapping[int, Person], today: date
) -> Iterator[AdviserRow]:
    """A row for each who serves a village today, or one that says that nobody does."""
    kinds = {adviser.id: adviser.kind for adviser in stored.advisers}
    serving: dict[int, list[Assignment]] = {}
    for each in stored.assignments:
        if each.covers(each.adviser_id, each.village_id, today):
            serving.setdefault(each.village_id, []).append(each)
    for village in villages.values():
        place = {"village": village.name, "village_kind": village.kind, "code": village.code}
        said: dict[str, Any] = place | _NOWHERE
        if village.id not in serving:
            yield AdviserRow(**said)
        for each in serving.get(village.id, []):
            who = people[each.adviser_id]
            term = {"since": each.since, "until": each.until}
            person = {"name": who.name, "phone": who.phone, "kind": kinds[who.id]}
            yield AdviserRow(**said | term | person)


def _grid(grid: Grid, village: str, worker: Person | None) -> GridRow:
    return GridRow(
        village=village,
        name=grid.name,
        code=grid.code if grid.code != grid.name else None,
        worker=worker.name if worker else None,
        phone=worker.phone if worker else None,
        households=grid.households,
        **_NOWHERE,
    )


def _of_roll(person: Mingbairen, village: str, grid: str) -> MingbairenRow:
    fields = set(columns_of(MingbairenRow)) - {"village", "grid"}
    said: dict[str, Any] = {name: getattr(person, name) for name in fields}
    return MingbairenRow(village=village, grid=grid, **said, **_NOWHERE)
