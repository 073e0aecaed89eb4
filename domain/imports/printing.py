"""The rolls as the tables they came from: what is stored, row by row, to be imported again."""

from datetime import date
from typing import NamedTuple

from domain.imports.rows import AdviserRow, GridRow, InSheet, MingbairenRow
from domain.imports.stored import Stored
from domain.mingbairen import Mingbairen, Stage
from domain.villages import Village

_NOWHERE = {"sheet": "", "row": 0}


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
    grids = {g.id: g for g in stored.grids if g.retired_on is None and g.village_id in villages}
    names = {person.id: person for person in stored.people}
    worker = {grid: names.get(person) for grid, person in reversed(stored.looking_after)}
    return Rolls(
        advisers=tuple(
            row for village in villages.values() for row in _served(stored, village, today)
        ),
        grids=tuple(
            GridRow(
                village=villages[grid.village_id].name,
                name=grid.name,
                code=grid.code if grid.code != grid.name else None,
                worker=who.name if (who := worker.get(grid.id)) else None,
                phone=who.phone if who else None,
                households=grid.households,
                **_NOWHERE,
            )
            for grid in grids.values()
        ),
        mingbairen=tuple(
            _of_roll(
                person, villages[grids[person.grid_id].village_id].name, grids[person.grid_id].name
            )
            for person in stored.mingbairen
            if person.stage is not Stage.LEFT and person.grid_id in grids
        ),
    )


def _served(stored: Stored, village: Village, today: date) -> list[AdviserRow]:
    """A row for each who serves the village today, or one that says that nobody does."""
    place = {"village": village.name, "village_kind": village.kind, "code": village.code}
    names = {person.id: person for person in stored.people}
    kinds = {adviser.id: adviser.kind for adviser in stored.advisers}
    rows = [
        AdviserRow(
            name=names[a.adviser_id].name,
            kind=kinds[a.adviser_id],
            phone=names[a.adviser_id].phone,
            since=a.since,
            until=a.until,
            **place,
            **_NOWHERE,
        )
        for a in stored.assignments
        if a.village_id == village.id and a.covers(a.adviser_id, village.id, today)
    ]
    return rows or [AdviserRow(**place, **_NOWHERE)]


def _of_roll(person: Mingbairen, village: str, grid: str) -> MingbairenRow:
    said = person.model_dump(include=set(MingbairenRow.__dataclass_fields__) - {"grid"})
    return MingbairenRow(village=village, grid=grid, **said, **_NOWHERE)
