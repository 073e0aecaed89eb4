"""A 明白人 while being registered: what is known, what is missing, what a text adds."""

from typing import Literal

from actions.mingbairen import Enrolment
from domain.mingbairen import Category, Stage
from domain.model import Model
from domain.understanding import UnderstoodMingbairen

Part = Literal["name", "grid", "category", "stage"]


class EnrolmentEntry(Model):
    """Kept in the dialogue as JSON. `candidates` are grids when two or more fit."""

    name: str | None = None
    grid_id: int | None = None
    candidates: tuple[int, ...] = ()
    category: Category | None = None
    stage: Stage | None = None
    phone: str | None = None

    @property
    def missing(self) -> Part | None:
        if self.name is None:
            return "name"
        if self.grid_id is None:
            return "grid"
        if self.category is None:
            return "category"
        return "stage" if self.stage is None else None

    def told(self, said: UnderstoodMingbairen) -> "EnrolmentEntry":
        """The entry with everything a text said; what it did not say stays."""
        parts = {
            part: value
            for part in ("name", "category", "phone", "stage")
            if (value := getattr(said, part)) is not None
        }
        if said.grid_id is not None:
            parts |= {"grid_id": said.grid_id, "candidates": ()}
        elif said.grids:
            parts |= {"grid_id": None, "candidates": tuple(each for each, _ in said.grids)}
        return self.model_copy(update=parts)

    def asked(self) -> Enrolment:
        assert self.name and self.grid_id and self.category and self.stage
        return Enrolment(self.grid_id, self.name, self.category, self.stage, self.phone)
