"""离任停用: whoever leaves is let in nowhere and told nothing; what they did stays (规则 2.7)."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from actions.appointments import (
    check_nothing_left_behind,
    check_open_since,
    end_before,
    reconsider_since,
    serving_on,
)
from actions.people.access import covers_district, covers_village
from domain.advisers import Assignment
from domain.cases import CaseState
from domain.change_notices import PersonLeft
from domain.changes import Change, checked
from domain.check_ins import CheckInState
from domain.errors import NotAllowed, NotFound, Stale
from domain.people import Actor, Grant, Person, Role
from storage.unit import Unit


class Left(NamedTuple):
    """Who left, and what has nobody from then on, by name."""

    person: Person
    villages: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    confirming: tuple[str, ...] = ()
    cases: int = 0


async def leave(unit: Unit, change: Change, person_id: int) -> Left:
    """Roles, appointments, invitations, links and doors end; open cases go back to the office.

    Raises NotAllowed, Stale for whoever has left already, VisitsLeftBehind, SinceClosedMonth.
    """
    change = checked(change)
    person, held, running = await _known(unit, change, person_id)
    await _appointments_end(unit, change, running)
    await _arrival_ends(unit, person_id)
    cases = await _cases_return(unit, change, person_id)
    await unit.leaving.leave(person_id, change.day, change.now)
    left = await _without(unit, change, person, held, running, cases)
    await _note(unit, change, held, running, left)
    await _tell(unit, change, held, running, left)
    return left


async def check_may_leave(unit: Unit, change: Change, person_id: int) -> None:
    """Nobody ends the roles of who may do more than they may, or belongs elsewhere too; nor
    their own (规则 2.6)."""
    await _known(unit, change, person_id)


async def _known(
    unit: Unit, change: Change, person_id: int
) -> tuple[Person, Actor, list[Assignment]]:
    person, held = await unit.people.get(person_id), await unit.people.actor(person_id)
    if person is None or held is None:
        raise NotFound
    if person.left_on is not None:
        raise Stale
    served = await unit.advisers.assignments_by(person_id)
    running = [a for a in served if a.until is None or a.until > change.day]
    actor = change.actor
    if actor is not None:
        places = [await _covered(unit, actor, grant) for grant in held.grants if grant.place_id]
        mine = running or _served_last(served)
        places += [await covers_village(unit, actor.offices, a.village_id) for a in mine]
        if not places or not all(places) or person_id == actor.person_id:
            raise NotAllowed
    return person, held, running


def _served_last(ended: Collection[Assignment]) -> list[Assignment]:
    """Where somebody belongs who serves nobody any more: first appointments end, then people
    leave."""
    last = max((each.until for each in ended if each.until), default=None)
    return [each for each in ended if last is not None and each.until == last]


async def _covered(unit: Unit, actor: Actor, grant: Grant) -> bool:
    place_id = grant.place_id or 0
    if grant.role is Role.LEADER:
        return await covers_district(unit, actor.places(Role.LEADER), place_id)
    if grant.role is Role.OFFICE:
        return await covers_district(unit, actor.offices, place_id)
    if grant.role is Role.GRID_WORKER:
        grid = await unit.grids.get(place_id)
        return grid is not None and await covers_village(unit, actor.offices, grid.village_id)
    return await covers_village(unit, actor.offices, place_id)


async def _appointments_end(unit: Unit, change: Change, running: Iterable[Assignment]) -> None:
    following = change.day + timedelta(days=1)
    for each in running:
        await check_open_since(unit, each.village_id, change.day)
        village_id, adviser_id = each.village_id, each.adviser_id
        await check_nothing_left_behind(unit, village_id, following, whose=adviser_id)
    await end_before(unit, running, following)
    for village_id in {each.village_id for each in running}:
        await reconsider_since(unit, village_id, change.day, change.now)


async def _arrival_ends(unit: Unit, person_id: int) -> None:
    """Nobody can be asked any more when it ended."""
    open_one = await unit.check_ins.open_of(person_id)
    if open_one is not None:
        await unit.check_ins.move(open_one.id, CheckInState.DROPPED)


async def _cases_return(unit: Unit, change: Change, person_id: int) -> int:
    """They wait for an answer of the office, which has its working days for it again."""
    held = await unit.cases.held_by(person_id)
    for case in held:
        anew = {"state": CaseState.WAITING, "holder_id": None, "answered_at": change.now}
        await unit.cases.change(case.shortfall_id, **anew)
        await unit.audit.note(
            change.by_id,
            "case_returned",
            "shortfall",
            case.shortfall_id,
            change.now,
            before={"state": case.state.value, "holder_id": person_id},
            after={"state": CaseState.WAITING.value, "holder_id": None},
        )
    return len(held)


async def _without(
    unit: Unit,
    change: Change,
    person: Person,
    held: Actor,
    running: Collection[Assignment],
    cases: int,
) -> Left:
    following = change.day + timedelta(days=1)
    served = sorted({a.village_id for a in running})
    bare = [each for each in served if not await serving_on(unit, each, following)]
    grids = sorted(held.places(Role.GRID_WORKER))
    lonely = [g for g in grids if not await unit.people.holding(Role.GRID_WORKER, [g])]
    confirmed = sorted(held.places(Role.VILLAGE_CONFIRMER))
    silent = [v for v in confirmed if not await unit.people.holding(Role.VILLAGE_CONFIRMER, [v])]
    names = await unit.villages.of_ids({*bare, *silent})
    places = await unit.grids.places_of(lonely)
    return Left(
        person,
        tuple(names[each].name for each in bare),
        tuple(places[each].grid for each in lonely if each in places),
        tuple(names[each].name for each in silent),
        cases,
    )


async def _note(
    unit: Unit, change: Change, held: Actor, running: Iterable[Assignment], left: Left
) -> None:
    roles = [grant.model_dump(mode="json") for grant in held.grants]
    await unit.audit.note(
        change.by_id,
        "leave",
        "person",
        left.person.id,
        change.now,
        before={"roles": roles, "assignments": [a.model_dump(mode="json") for a in running]},
        after={"left_on": change.day.isoformat(), "reason": change.reason, "cases": left.cases},
    )


async def _tell(
    unit: Unit, change: Change, held: Actor, running: Iterable[Assignment], left: Left
) -> None:
    """Everybody of the offices whose places they served; not the one who did it."""
    notice = PersonLeft(
        name=left.person.name,
        day=change.day,
        by_name=change.by_name,
        reason=change.reason,
        villages=left.villages,
        grids=left.grids,
        confirming=left.confirming,
        cases=left.cases,
    )
    places = await unit.grids.places_of(held.places(Role.GRID_WORKER))
    villages = {place.village_id for place in places.values()}
    villages |= held.places(Role.VILLAGE_CONFIRMER) | {a.village_id for a in running}
    paths = {await unit.villages.district_path(each) for each in villages}
    for district_id in held.offices:
        district = await unit.districts.get(district_id)
        paths.add(district.path if district else None)
    people = {p.id for path in paths if path for p in await unit.people.answering_for(path)}
    for person_id in sorted(people - {change.by_id or 0}):
        await unit.outbox.put(person_id, notice, change.now)
