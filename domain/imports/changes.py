"""What an import would do: a list of changes to read first, each with the step that makes it so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from domain.advisers import AdviserKind, Assignment
from domain.districts import District
from domain.grids import Grid
from domain.imports.tables import Problem
from domain.mingbairen import Mingbairen
from domain.people import Person
from domain.villages import Village


class RecordKind(StrEnum):
    DISTRICT = "district"
    VILLAGE = "village"
    GRID = "grid"
    ADVISER = "adviser"
    ASSIGNMENT = "assignment"
    GRID_WORKER = "grid_worker"
    MINGBAIREN = "mingbairen"


class Verb(StrEnum):
    ADD = "add"
    CHANGE = "change"
    RENAME = "rename"
    END = "end"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody not stored yet. `near` tells apart namesakes of whom no phone is known."""

    name: str
    phone: str | None = None
    near: str = ""


Who = Person | NewPerson


@dataclass(frozen=True, slots=True)
class AddDistrict:
    """The street, after the county above it where that is new too."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PutVillage:
    """`village.id` is 0 for a new one; its district is the plan's."""

    village: Village


@dataclass(frozen=True, slots=True)
class PutGrid:
    """`grid.id` is 0 for a new one; it stands in the village of this name."""

    village: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class SavePerson:
    person: Person


@dataclass(frozen=True, slots=True)
class PutAdviser:
    who: Who
    kind: AdviserKind
    known: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    who: Who
    village: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SaveAssignment:
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class LookAfter:
    who: Who
    village: str
    grid: str


@dataclass(frozen=True, slots=True)
class Release:
    person_id: int
    grid_id: int


@dataclass(frozen=True, slots=True)
class PutMingbairen:
    """`person.id` is 0 for a new one; the grid is the one of this village and name."""

    village: str
    grid: str
    person: Mingbairen
    moved: bool = False


Step = (
    AddDistrict
    | PutVillage
    | PutGrid
    | SavePerson
    | PutAdviser
    | Assign
    | SaveAssignment
    | LookAfter
    | Release
    | PutMingbairen
)
S = TypeVar("S", bound=Step)


@dataclass(frozen=True, slots=True)
class ImportChange:
    """`before` and `after` hold only what differs, in office words, phones masked."""

    kind: RecordKind
    verb: Verb
    label: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    step: Step


@dataclass(frozen=True, slots=True)
class Note:
    """Something in the database that the table leaves as it is, and why."""

    kind: RecordKind
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """`district` is None when it has to be added. `village_ids` and `grid_ids` (by village and
    full name) are the stored ones; `unchanged` counts what is already as the tables say. Of each
    of `questions`, an old name and a new one, the office has to say whether it is a rename."""

    district: District | None
    changes: tuple[ImportChange, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    unchanged: Mapping[RecordKind, int]
    village_ids: Mapping[str, int]
    grid_ids: Mapping[tuple[str, str], int]
    questions: tuple[tuple[str, str], ...] = ()

    def count(self, kind: RecordKind, verb: Verb) -> int:
        return sum(change.kind is kind and change.verb is verb for change in self.changes)

    def by_step(self) -> "Steps":
        """The changes with their steps, by the kind of step."""
        made: Steps = {}
        for change in self.changes:
            made.setdefault(type(change.step), []).append((change, change.step))
        return made


Steps = dict[type, list[tuple[ImportChange, Any]]]
