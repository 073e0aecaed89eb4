"""网格: belongs to exactly one village; split and merged by retiring, never deleted."""

from datetime import date

from domain.model import Model


class Grid(Model):
    id: int
    village_id: int
    name: str
    code: str
    households: int | None = None
    retired_on: date | None = None
