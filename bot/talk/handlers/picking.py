"""Places and people that the office names or chooses among, within its own."""

import re
from datetime import date, datetime, timedelta
from typing import TypeVar

from actions.mingbairen import own_grid
from actions.people.access import check_office_of_village
from actions.places.names import grid_names
from bot.talk.dialogues import Talk
from bot.talk.entries.place import PlaceEntry
from bot.talk.handlers.villages import villages_named
from domain.changes import LONGEST_REASON
from domain.model import Model
from domain.months import local_day
from domain.places import PlaceKind
from domain.reasons import is_no_reason
from domain.understanding import match_grids, read_date

E = TypeVar("E", bound=Model)
PLACES = 12
"""Villages or grids on one page."""
HALF_A_YEAR = timedelta(days=183)
_YEAR = re.compile(r"\d{4}|年")


def day_said(said: str, now: datetime) -> date | None:
    """A day without its year is the nearest one: said in November, 12月1日 has yet to come."""
    day = read_date(said, now)
    if day is None or _YEAR.search(said) or local_day(now) - day < HALF_A_YEAR:
        return day
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day


def with_reason(entry: E, text: str) -> E | None:
    """The entry with its reason, if the text gives one."""
    told = {"reason": text.strip()[:LONGEST_REASON]}
    return None if is_no_reason(text) else entry.model_copy(update=told)


async def village_said(said: str, talk: Talk) -> list[int]:
    return [village.id for village in await villages_named(said, talk.unit, talk.actor)]


def is_grid(said: str) -> bool:
    """A name that is no village's."""
    return "网格" in said


async def grids_said(said: str, talk: Talk, village_id: int | None = None) -> list[int]:
    """The grids a text names, by a former name too; of the village, if one is given."""
    covers = await talk.unit.grids.cover_below(talk.actor.offices)
    grids = [c.grid for c in covers if village_id in (None, c.grid.village_id)]
    known = await grid_names(talk.unit, grids)
    exact = {id_ for id_, name in known if name == said}
    if len(exact) == 1:
        return list(exact)
    return [id_ for id_, _ in match_grids(said, known)]


async def grid_name(grid_id: int | None, talk: Talk) -> str:
    grid = await talk.unit.grids.get(grid_id or 0)
    return grid.name if grid else ""


async def check_own_places(entry: PlaceEntry, talk: Talk) -> None:
    """Where a place is merged into, or its people go, is the office's own: its name is shown."""
    grids = [entry.home_id] if entry.home_id else []
    if entry.into_id and entry.kind is PlaceKind.VILLAGE:
        await check_office_of_village(talk.unit, talk.actor, entry.into_id)
    elif entry.into_id:
        grids.append(entry.into_id)
    for grid_id in grids:
        await own_grid(talk.unit, talk.actor, grid_id)


async def choices_for(part: str, entry: PlaceEntry, talk: Talk) -> list[tuple[int, str]]:
    """Ids and names to choose from for one part of a change."""
    unit, of_village = talk.unit, entry.kind is PlaceKind.VILLAGE
    if part == "village" or (part == "into" and of_village):
        return await _villages(entry if part == "into" else None, talk)
    if part == "chosen" and not of_village:
        roll = await unit.mingbairen.of_grids([entry.grid_id or 0])
        return [(person.id, person.name) for person in roll]
    if part == "grid" and entry.candidates:
        return [(g.id, g.name) for g in await unit.grids.of_ids(entry.candidates)]
    grids = await unit.grids.of_village(entry.village_id or 0)
    if part == "people" and of_village:
        return []
    others = part in ("into", "people")
    return [(g.id, g.name) for g in grids if not (others and g.id == entry.grid_id)]


async def _villages(but: PlaceEntry | None, talk: Talk) -> list[tuple[int, str]]:
    """The office's own; to be merged into, those of the same street."""
    known = await talk.unit.villages.below(talk.actor.offices)
    if but is None:
        return [(village.id, village.name) for village in known]
    home = next((v.district_id for v in known if v.id == but.village_id), 0)
    return [(v.id, v.name) for v in known if v.district_id == home and v.id != but.village_id]
