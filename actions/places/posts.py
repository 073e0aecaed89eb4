"""Roles and appointments of a place that ends or is parted: they go along, or end with it."""

from datetime import date
from typing import NamedTuple

from actions.appointments import end_before
from domain.advisers import Assignment
from domain.changes import Change
from domain.people import Role
from storage.unit import Unit


class Moved(NamedTuple):
    """Ids, for the audit."""

    ended: list[int]
    begun: list[int]


async def roles_follow(
    unit: Unit, change: Change, role: Role, from_id: int, to_id: int, *, both: bool = False
) -> list[int]:
    """Who holds the role there holds it here; with `both`, there too. Held twice is held once."""
    people = await unit.people.holding(role, [from_id])
    for person in people:
        await unit.people.grant(person.id, role, to_id, change.now)
        if not both:
            await unit.people.revoke(person.id, role, from_id, change.now)
    return [person.id for person in people]


async def roles_end(unit: Unit, change: Change, role: Role, place_id: int) -> list[int]:
    people = await unit.people.holding(role, [place_id])
    for person in people:
        await unit.people.revoke(person.id, role, place_id, change.now)
    return [person.id for person in people]


async def appointments_end(unit: Unit, change: Change, village_id: int) -> list[Assignment]:
    running = await running_on(unit, village_id, change.day)
    await end_before(unit, running, change.day)
    return running


async def appointments_follow(
    unit: Unit, change: Change, appointed: list[Assignment], village_id: int
) -> list[int]:
    """Whoever was appointed there serves here from the day on; who does already goes on."""
    here = await running_on(unit, village_id, change.day)
    begun = []
    for each in appointed:
        since = max(each.since, change.day)
        if not any(_serves(known, each, since) for known in here):
            new = await unit.advisers.assign(each.adviser_id, village_id, since, each.until)
            here.append(new)
            begun.append(new.id)
    return begun


async def running_on(unit: Unit, village_id: int, day: date) -> list[Assignment]:
    """Appointments that run on that day or begin later."""
    known = await unit.advisers.assignments_of_village(village_id)
    return [each for each in known if each.until is None or each.until >= day]


def _serves(known: Assignment, wanted: Assignment, since: date) -> bool:
    """Whether the appointment there is already says all that the other would."""
    lasts = known.until is None or (wanted.until is not None and wanted.until <= known.until)
    return known.adviser_id == wanted.adviser_id and known.since <= since and lasts
