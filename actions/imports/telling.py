"""Whose appointment or place a table changes hears of it, as of any other change (规则 2.8)."""

from datetime import datetime

from actions.people.access import the_village
from actions.places.ground import concerned, tell, told_of
from domain.change_notices import AppointmentChanged
from domain.changes import Change
from domain.imports.changes import (
    Assign,
    ImportPlan,
    PutGrid,
    PutVillage,
    SaveAssignment,
    Steps,
    Verb,
)
from domain.imports.fields import columns_of
from domain.imports.rows import AdviserRow
from domain.months import local_day
from domain.people import Person
from domain.places import Happening, PlaceKind
from storage.unit import Unit
from words.imports import BY_A_TABLE

_END = columns_of(AdviserRow)["until"].label


async def tell_of_import(unit: Unit, plan: ImportPlan, actor_id: int | None, now: datetime) -> None:
    """Those who were there before. A street imported for the first time tells nobody; grids that
    follow their village are told with it."""
    actor = await unit.people.actor(actor_id) if actor_id else None
    change = Change(actor, local_day(now), BY_A_TABLE, now)
    made = plan.by_step()
    await _tell_advisers(unit, change, made)
    villages = [(c, s.village) for c, s in made.get(PutVillage, []) if c.verb is Verb.RENAME]
    for each, village in villages:
        grids = [grid.id for grid in await unit.grids.of_village(village.id)]
        notice = told_of(
            change, Happening.RENAMED, PlaceKind.VILLAGE, each.label, village.name, village.name
        )
        await tell(unit, change, notice, await concerned(unit, change, [village.id], grids))
    told = {village.name for _, village in villages}
    for each, put in made.get(PutGrid, []):
        if each.verb is Verb.RENAME and put.village not in told:
            notice = told_of(
                change, Happening.RENAMED, PlaceKind.GRID, each.label, put.village, put.grid.name
            )
            await tell(unit, change, notice, await concerned(unit, change, [], [put.grid.id]))


async def _tell_advisers(unit: Unit, change: Change, made: Steps) -> None:
    said = {"by_name": change.by_name, "reason": change.reason}
    for each, ending in made.get(SaveAssignment, []):
        if _END in each.after and ending.assignment.until is not None:
            village = await the_village(unit, ending.assignment.village_id)
            until = ending.assignment.until
            notice = AppointmentChanged(village=village.name, until=until, **said)
            await unit.outbox.put(ending.assignment.adviser_id, notice, change.now)
    for _, begun in made.get(Assign, []):
        if isinstance(begun.who, Person):
            notice = AppointmentChanged(village=begun.village, since=begun.since, **said)
            await unit.outbox.put(begun.who.id, notice, change.now)
