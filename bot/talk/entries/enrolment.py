"""A 明白人 while being registered: what is known, what is missing, what a text adds."""

from datetime import date

from actions.mingbairen import Enrolment
from bot.talk.filling import Unfinished
from domain.mingbairen import Category, Stage
from domain.understanding import UnderstoodMingbairen

TOLD = ("category", "phone", "certificate", "certificate_until", "stage")


class EnrolmentEntry(Unfinished):
    """`candidates` are grids when two or more fit, `names` people when several are named."""

    name: str | None = None
    names: tuple[str, ...] = ()
    grid_id: int | None = None
    candidates: tuple[int, ...] = ()
    category: Category | None = None
    stage: Stage | None = None
    phone: str | None = None
    certificate: str | None = None
    certificate_until: date | None = None

    @property
    def missing(self) -> str | None:
        if self.name is None:
            return "name"
        if self.grid_id is None:
            return "grid"
        if self.category is None:
            return "category"
        return "stage" if self.stage is None else None

    def told(self, said: UnderstoodMingbairen) -> "EnrolmentEntry":
        """The entry with everything a text said; what it did not say stays."""
        parts = {part: value for part in TOLD if (value := getattr(said, part)) is not None}
        if said.name or said.names:
            parts |= {"name": said.name, "names": said.names}
        if said.grid_id is not None:
            parts |= {"grid_id": said.grid_id, "candidates": ()}
        elif said.grids:
            parts |= {"grid_id": None, "candidates": tuple(each for each, _ in said.grids)}
        return self.model_copy(update=parts)

    def with_part(self, part: str, value: str) -> "EnrolmentEntry":
        """The entry with what a button said; raises ValueError for what no button says."""
        if part == "grid":
            return self.model_copy(update={"grid_id": int(value), "candidates": ()})
        if part == "name":
            if int(value) not in range(len(self.names)):
                raise ValueError(value)
            return self.model_copy(update={"name": self.names[int(value)], "names": ()})
        category = part == "category"
        said = {"category": Category(value)} if category else {"stage": Stage(value)}
        return self.model_copy(update=said)

    def asked(self) -> Enrolment:
        assert self.name and self.grid_id and self.category and self.stage
        return Enrolment(
            self.grid_id,
            self.name,
            self.category,
            self.stage,
            self.phone,
            self.certificate,
            self.certificate_until,
        )
