"""A plan in the making: what all kinds of rows add their changes to."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache

from domain.imports.changes import ImportChange, Note, RecordKind, SavePerson, Step, Verb
from domain.imports.fields import columns_of, labelled
from domain.imports.names import one_spelling
from domain.imports.phones import is_masked, is_mobile, same_phone
from domain.imports.places import Villages, canonical_grid
from domain.imports.renamed import Renamed
from domain.imports.rows import AdviserRow, GridRow, MingbairenRow
from domain.imports.stored import Stored
from domain.imports.tables import BaseTables, Problem
from domain.model import Model
from domain.people import Person
from domain.villages import Village

NOT_IN_TABLE = "未在表中（或所在行有问题），保持不变"


class Draft:
    def __init__(
        self, tables: BaseTables, stored: Stored, today: date, renamed: Renamed = Renamed.ASK
    ) -> None:
        self.tables, self.stored, self.today = tables, stored, today
        self.renamed = renamed
        self.questions: list[tuple[str, str]] = []
        self.left_out: set[str] = set()
        self.renamed_ids: set[int] = set()
        self.changes: list[ImportChange] = []
        self.notes: list[Note] = []
        self.problems: list[Problem] = []
        self.unchanged: Counter[RecordKind] = Counter()
        self.village_ids = {v.name: v.id for v in stored.villages}
        self.names = {v.id: v.name for v in stored.villages}
        self.grid_ids, self.merged_ids = _grid_ids(stored, self.names)
        self.homes = {grid.code: grid.village_id for grid in stored.grids}
        self.places: set[tuple[str, str]] = set(self.grid_ids)
        self.advisers = {adviser.id: adviser for adviser in stored.advisers}
        self.serving_here = {assignment.adviser_id for assignment in stored.assignments}
        self._people = {person.id: person for person in stored.people}
        self._named = {a.name for a in tables.advisers} | {w.worker for w in tables.workers}
        self._by_mobile: dict[str, list[int]] = {}
        for person in stored.people:
            self._list_mobile(person)

    def add(self, kind: RecordKind, label: str, after: Mapping[str, str], step: Step) -> None:
        self.changes.append(ImportChange(kind, Verb.ADD, label, {}, after, step))

    def end(self, kind: RecordKind, label: str, after: Mapping[str, str], step: Step) -> None:
        self.changes.append(ImportChange(kind, Verb.END, label, {}, after, step))

    def change(
        self,
        kind: RecordKind,
        label: str,
        before: Mapping[str, str],
        after: Mapping[str, str],
        step: Step,
        verb: Verb = Verb.CHANGE,
    ) -> None:
        """Keeps only what differs; nothing that does is one more left as it is."""
        fields = [f for f in {**before, **after} if before.get(f, "") != after.get(f, "")]
        if fields:
            old, new = ({f: said.get(f, "") for f in fields} for said in (before, after))
            self.changes.append(ImportChange(kind, verb, label, old, new, step))
        else:
            self.unchanged[kind] += 1

    def note(self, kind: RecordKind, label: str, text: str = NOT_IN_TABLE) -> None:
        self.notes.append(Note(kind, label, text))

    def blame(self, sheet: str, row: int, value: str, reason: str, suggestion: str) -> None:
        self.problems.append(Problem(sheet, row, "", value, reason, suggestion))

    def blame_masked(self, row: AdviserRow | GridRow | MingbairenRow, phone: str) -> None:
        reason = "电话遮掩了中间几位，与系统里的对不上"
        self.blame(
            row.sheet, row.row, phone, reason, "请填写完整的号码；没有改动的，请照导出时的样子留着"
        )

    def person(self, person_id: int) -> Person:
        return self._people[person_id]

    def with_mobile(self, phone: str | None, name: str) -> Person | None:
        """Whose number it is, under this name or one that the table no longer has: a number
        passed on to a successor does not make one person of two."""
        found = [self._people[i] for i in self._by_mobile.get(phone or "", [])]
        found = [
            p
            for p in found
            if p.phone == phone and (one_spelling(p.name) in {name} | self._unnamed(p))
        ]
        return min(found, key=lambda p: (one_spelling(p.name) != name, p.id), default=None)

    def _unnamed(self, person: Person) -> set[str]:
        return {one_spelling(person.name)} - self._named

    def call(self, village: Village, name: str) -> None:
        """A village has another name from now on: its grids are those of that name."""
        self.renamed_ids.add(village.id)
        self.names[village.id] = name
        for (place, full), id_ in list(self.grid_ids.items()):
            if place == village.name:
                rest = full.removeprefix(village.name)
                self.grid_ids[name, f"{name}{rest}"] = id_
                self.places.add((name, f"{name}{rest}"))

    def full_phone(self, said: str | None, known: str | None) -> str | None:
        """What the table says, or the number it shows only masked; None where that is another."""
        if said and is_masked(said):
            return known if known and same_phone(said, known) else None
        return said

    def meet(self, kind: RecordKind, person: Person, name: str, phone: str | None) -> Person:
        """A stored person as the table has them; what differs becomes one change."""
        same = one_spelling(person.name) == name
        update = {"name": person.name if same else name, "phone": phone or person.phone}
        met = person.model_copy(update=update)
        if met != person:
            self._people[person.id] = met
            self._list_mobile(met)
            before = labelled(AdviserRow, name=person.name, phone=person.phone)
            after = labelled(AdviserRow, name=met.name, phone=met.phone)
            if met.phone != person.phone:
                tell_apart(AdviserRow, before, after)
            self.change(kind, person.name, before, after, SavePerson(met))
        return met

    def _list_mobile(self, person: Person) -> None:
        if person.phone and is_mobile(person.phone):
            self._by_mobile.setdefault(person.phone, []).append(person.id)


Names = dict[tuple[str, str], int]
"""Ids of grids by village and full name."""


def _grid_ids(stored: Stored, names: Mapping[int, str]) -> tuple[Names, Names]:
    """All grids there are, by the names they have and had; and those that took others in, by the
    names of these. A grid that is in another village now is found by the village it was in, too."""
    living = (v.name for v in stored.villages if v.retired_on is None)
    villages = Villages(living, dict(stored.former_villages))
    homes = {grid.id: names[grid.village_id] for grid in stored.grids if grid.retired_on is None}
    ids: Names = {}
    for grid in stored.grids:
        if home := homes.get(grid.id):
            ids.setdefault((home, canonical_grid(home, grid.name, villages)), grid.id)
    merged: Names = {}
    for grid_id, name, merged_id in stored.former_grids:
        home = homes.get(grid_id, "")
        full = (home, canonical_grid(home, name, villages))
        for place in {full, villages.bearing(name, home)} if home else ():
            if ids.setdefault(place, grid_id) == grid_id and merged_id is not None:
                merged[place] = grid_id
    return ids, merged


def shown(model: Model, row: type, **more: str) -> dict[str, str]:
    """What a row tells of a model, and more: as a person reads it, empty fields left out."""
    said = {name: getattr(model, name) for name in _told_of(type(model), row)}
    said = {name: value for name, value in said.items() if value not in (None, "")}
    return labelled(row, **said, **more)


@cache
def _told_of(model: type[Model], row: type) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if name in columns_of(row))


def tell_apart(row: type, before: Mapping[str, str], after: dict[str, str]) -> None:
    """Another phone may read the same as the one before: both are masked."""
    label = columns_of(row)["phone"].label
    if before.get(label) == after.get(label):
        after[label] = f"{after.get(label, '')}（中间几位不同）"
