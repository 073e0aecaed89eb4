"""聘任: who serves a village from when on; one adviser replaced by another."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from actions.month.shortfalls import reconsider_village
from actions.people.access import check_office_of_village, the_village
from domain.advisers import (
    Adviser,
    AlreadyServes,
    Assignment,
    SinceClosedMonth,
    VisitsLeftBehind,
    running_from,
)
from domain.months import Month, instant
from domain.people import Actor, Role
from domain.shortfalls import Subject
from storage.unit import Unit


class Serving(NamedTuple):
    adviser: Adviser
    villages: tuple[str, ...]


async def advisers_here(unit: Unit, actor: Actor, since: date) -> list[Serving]:
    """Everybody who has served a village of the actor's office on some day since then."""
    below = {village.id: village.name for village in await unit.villages.below(actor.offices)}
    served: dict[int, dict[str, None]] = {}
    for each in await unit.advisers.assignments_between(since, date.max):
        if each.village_id in below:
            served.setdefault(each.adviser_id, {})[below[each.village_id]] = None
    known = await unit.advisers.of_ids(served)
    return [Serving(known[id_], tuple(names)) for id_, names in sorted(served.items())]


async def replace_adviser(
    unit: Unit, actor: Actor, village_id: int, adviser: Adviser, since: date, now: datetime
) -> Assignment:
    """The adviser serves the village from `since` on; whoever did ends the day before.

    Raises VisitsLeftBehind, SinceClosedMonth, AlreadyServes.
    """
    await check_office_of_village(unit, actor, village_id)
    await the_village(unit, village_id)
    await _check_open_since(unit, village_id, since)
    known = await unit.advisers.assignments_of_village(village_id)
    running = running_from(known, since)
    kept = next((a for a in running if a.adviser_id == adviser.id and a.since <= since), None)
    others = [a for a in running if a is not kept]
    if kept is not None and kept.until is None and not others:
        raise AlreadyServes
    await _check_nothing_left_behind(unit, village_id, adviser.id, since)
    await _end(unit, others, since)
    if kept is None or kept.until is not None:
        if kept is not None:
            await _end(unit, [kept], since)
        kept = await unit.advisers.assign(adviser.id, village_id, since)
    await unit.people.grant(adviser.id, Role.ADVISER, None, now)
    await _note(unit, actor, village_id, others, kept, now)
    await _reconsider(unit, village_id, since, now)
    return kept


async def _check_open_since(unit: Unit, village_id: int, since: date) -> None:
    frame = await unit.frames.of_village(Month.of(since), village_id)
    if frame.closed:
        raise SinceClosedMonth(frame.month)


async def _check_nothing_left_behind(
    unit: Unit, village_id: int, adviser_id: int, since: date
) -> None:
    start = instant(since, time(0))
    visits = await unit.visits.of_village_since(village_id, start)
    waiting = await unit.check_ins.waiting_in(village_id, start)
    stays = [(v.adviser_id, v.day) for v in visits] + [(c.adviser_id, c.day) for c in waiting]
    left = [stay for stay in stays if stay[0] != adviser_id]
    if left:
        whose, last = max(left, key=lambda entry: entry[1])
        person = await unit.people.get(whose)
        raise VisitsLeftBehind(person.name if person else "", last, len(left))


async def _end(unit: Unit, ending: Iterable[Assignment], since: date) -> None:
    for each in ending:
        if each.since < since:
            await unit.advisers.end(each.id, since - timedelta(days=1))
        else:
            await unit.advisers.drop(each.id)


async def _note(
    unit: Unit,
    actor: Actor,
    village_id: int,
    ended: Iterable[Assignment],
    new: Assignment,
    now: datetime,
) -> None:
    await unit.audit.note(
        actor.person_id,
        "replace_adviser",
        "village",
        village_id,
        now,
        before={"assignments": [each.model_dump(mode="json") for each in ended]},
        after={"assignment": new.model_dump(mode="json")},
    )


async def _reconsider(unit: Unit, village_id: int, since: date, now: datetime) -> None:
    """This month, and earlier ones that were evaluated: the others were before our time."""
    month = Month.at(now)
    await reconsider_village(unit, village_id, month, now)
    for _ in range(12):
        month = month.plus(-1)
        if month < Month.of(since):
            return
        if await unit.shortfalls.of_subjects(Subject.VILLAGE, [village_id], month):
            await reconsider_village(unit, village_id, month, now)
