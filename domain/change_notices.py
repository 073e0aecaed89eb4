"""What is told to those whose place, appointment or record somebody else has changed (规则 2.8)."""

from datetime import date
from typing import Literal

from domain.model import Model
from domain.places import Happening, PlaceKind
from domain.visits import Visit


class PlaceChanged(Model):
    """To whoever serves, confirms for or looks after a place, and whoever was told that it is
    short. `into` is its new name, the place it was merged into, or the one that came out of it;
    `village` is where a grid is. Without `by_name` it was done on the server."""

    about: Literal["place_changed"] = "place_changed"
    happening: Happening
    kind: PlaceKind
    place: str
    into: str = ""
    village: str = ""
    day: date
    by_name: str = ""
    reason: str


class AppointmentChanged(Model):
    """To an adviser: the appointment to a village ends with a day, or begins on one. To the
    office, with the `adviser`: nobody advises the village any more."""

    about: Literal["appointment_changed"] = "appointment_changed"
    village: str
    until: date | None = None
    since: date | None = None
    adviser: str = ""
    by_name: str = ""
    reason: str = ""


class RecordCorrected(Model):
    """To who looks after the grid of a 明白人 whose record somebody else has changed: field by
    field as a person reads it: label, before, after."""

    about: Literal["record_corrected"] = "record_corrected"
    mingbairen_id: int
    name: str
    grid: str
    changes: tuple[tuple[str, str, str], ...]
    by_name: str = ""
    reason: str = ""


class VisitByOffice(Model):
    """To the adviser of a visit that the office has corrected or, without `after`, withdrawn."""

    about: Literal["visit_by_office"] = "visit_by_office"
    before: Visit
    village: str
    after: Visit | None = None
    into: str = ""
    """The village it is of now."""
    by_name: str
    reason: str


class PersonLeft(Model):
    """To the office: who was deactivated, and what has nobody from then on."""

    about: Literal["person_left"] = "person_left"
    name: str
    day: date
    by_name: str = ""
    reason: str
    villages: tuple[str, ...] = ()
    """Without any adviser."""
    grids: tuple[str, ...] = ()
    """Without anybody who looks after them."""
    confirming: tuple[str, ...] = ()
    """Villages without anybody who confirms."""
    cases: int = 0
    """Open cases that go back to the office."""


class GridWorkerChanged(Model):
    """To who looks after a grid from a day on, or no longer does."""

    about: Literal["grid_worker_changed"] = "grid_worker_changed"
    grid: str
    village: str
    begins: bool
    day: date
    by_name: str = ""
    reason: str


ChangeNotice = (
    PlaceChanged
    | AppointmentChanged
    | RecordCorrected
    | VisitByOffice
    | PersonLeft
    | GridWorkerChanged
)
