"""What the forms of villages and grids share: a day, a reason, and whose place it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.people.access import check_office_of_village, the_village
from domain.advisers import SinceClosedMonth, VisitsLeftBehind
from domain.changes import Change, DayAhead
from domain.errors import DomainError, NotFound
from domain.grids import Grid
from domain.mingbairen import ReasonMissing
from domain.places import NameTaken, NotAPlaceName, NothingChosen, NotTogether, PeopleRemain
from domain.villages import Village
from web.desk.fields import Day, Words
from web.desk.rights import Asked

BLAMES: Mapping[type[DomainError], str] = {
    DayAhead: "day",
    SinceClosedMonth: "day",
    VisitsLeftBehind: "day",
    ReasonMissing: "reason",
    NameTaken: "name",
    NotAPlaceName: "name",
    NotTogether: "into",
    PeopleRemain: "people",
    NothingChosen: "chosen",
}


def day_field(label: str = "从哪天起") -> Day:
    return Day("day", label, required=True)


def reason_field() -> Words:
    return Words("reason", "原因", required=True, help_text="会写入留痕，并告诉有关人员。")


def change_of(asked: Asked, said: Mapping[str, Any]) -> Change:
    day: date = said["day"]
    return Change(asked.actor, day, said["reason"], asked.now)


async def living_village(asked: Asked, village_id: int) -> Village:
    """Raises NotAllowed, NotFound; of a retired one only its page is left."""
    await check_office_of_village(asked.unit, asked.actor, village_id)
    village = await the_village(asked.unit, village_id)
    if village.retired_on is not None:
        raise NotFound
    return village


async def living_grid(asked: Asked, grid_id: int) -> tuple[Grid, Village]:
    grid = await asked.unit.grids.get(grid_id)
    if grid is None or grid.retired_on is not None:
        raise NotFound
    return grid, await living_village(asked, grid.village_id)
