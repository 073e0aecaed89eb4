"""待办 as the desk lists it: every open case with its age, and who was told of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from actions.month.cases import CaseEntry, case_entry, cases_of, colleagues
from actions.month.shortfalls import Why, why
from actions.people.access import check_leader_of_district, check_office
from domain.cases import Age, age_of
from domain.months import Month, local_day
from domain.people import Actor, Person
from storage.unit import Unit

MOST = 2000
"""Of a province; an office has some dozens."""
OLDEST_FIRST = tuple(Age)


class Todo(NamedTuple):
    entry: CaseEntry
    age: Age
    told: Sequence[str]
    holder: str | None


class TodoPage(NamedTuple):
    """One case with why it is one."""

    todo: Todo
    why: Why


async def todos(unit: Unit, actor: Actor, now: datetime) -> list[Todo]:
    """Those that wait longest first. Raises NotAllowed for who has no office."""
    check_office(actor)
    found = await cases_of(unit, actor, MOST)
    rows = await _with_people(unit, found.entries, now)
    return sorted(rows, key=lambda t: (OLDEST_FIRST.index(t.age), t.entry.case.opened_at))


async def todo_page(unit: Unit, actor: Actor, shortfall_id: int, now: datetime) -> TodoPage:
    """Raises NotAllowed for another office's."""
    entry = await case_entry(unit, actor, shortfall_id)
    todo = (await _with_people(unit, [entry], now))[0]
    return TodoPage(todo, await why(unit, actor, shortfall_id))


async def chosen_cases(unit: Unit, actor: Actor, ids: Collection[int]) -> list[CaseEntry]:
    """Raises NotAllowed if one of them is not the actor's."""
    return [await case_entry(unit, actor, each) for each in ids]


async def takers(unit: Unit, actor: Actor, ids: Collection[int]) -> list[Person]:
    """To whom all of these may be handed over."""
    of_each = [await colleagues(unit, actor, each) for each in ids]
    first = of_each[0] if of_each else []
    return [p for p in first if all(p.id in {q.id for q in other} for other in of_each)]


async def check_may_waive(unit: Unit, actor: Actor, entries: Collection[CaseEntry]) -> None:
    """Raises NotAllowed for who does not lead each of their streets."""
    for district_id in {entry.case.district_id for entry in entries}:
        await check_leader_of_district(unit, actor, district_id)


async def _with_people(unit: Unit, entries: Sequence[CaseEntry], now: datetime) -> list[Todo]:
    frames = await unit.frames.of_some(Month.at(now), {e.case.district_id for e in entries})
    told = await unit.told.of([entry.shortfall.id for entry in entries]) if entries else {}
    holders = {e.case.holder_id for e in entries if e.case.holder_id}
    people = await unit.people.of_ids({each for ids in told.values() for each in ids} | holders)
    rows = []
    for entry in entries:
        case, frame = entry.case, frames[entry.case.district_id]
        age = age_of(case, local_day(now), frame.policy, frame.calendar)
        names = [people[each].name for each in told.get(entry.shortfall.id, ()) if each in people]
        holder = people.get(case.holder_id) if case.holder_id else None
        rows.append(Todo(entry, age, names, holder.name if holder else None))
    return rows
