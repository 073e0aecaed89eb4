"""What is short about a place that ends: it goes on as that of another place, or ends with it."""

from domain.changes import Change
from domain.months import Month, local_day
from domain.shortfalls import STANDING, Shortfall, State, Subject, Transition
from storage.unit import Unit


async def rows_follow(
    unit: Unit, change: Change, subject: Subject, merged_id: int, into_id: int
) -> list[int]:
    """Every row that is not over, with its case and who was told of it; ids of those people.

    Where the other place has a row of the same kind and period, the two become one.
    """
    people: set[int] = set()
    for row in await unit.shortfalls.lasting_of(subject, merged_id, Month.of(change.day)):
        people |= await _told(unit, row.id)
        twin = await _twin(unit, change, row, into_id)
        if twin is None:
            await unit.shortfalls.give_to(into_id, row.id)
        else:
            await _join(unit, change, row, twin)
    return sorted(people)


async def rows_end(unit: Unit, change: Change, subject: Subject, place_id: int) -> list[int]:
    """Nothing is wanted of the place any more; ids of the people who had been told."""
    people: set[int] = set()
    for row in await unit.shortfalls.lasting_of(subject, place_id, Month.of(change.day)):
        people |= await _told(unit, row.id)
        await _end(unit, change, row)
    return sorted(people)


async def _twin(unit: Unit, change: Change, row: Shortfall, into_id: int) -> Shortfall | None:
    if row.kind in STANDING:
        today = local_day(change.now)
        return (await unit.shortfalls.standing_of(row.kind, [into_id], today)).get(into_id)
    there = await unit.shortfalls.of_subjects(row.subject, [into_id], Month.parse(row.period))
    return next((each for each in there if each.kind is row.kind), None)


async def _join(unit: Unit, change: Change, row: Shortfall, twin: Shortfall) -> None:
    told = (await unit.told.of([row.id])).get(row.id, [])
    await unit.told.mark([(twin.id, person_id) for person_id in told], change.now)
    case = await unit.cases.get(row.id)
    moves = case is not None and case.closed_at is None and twin.state is not State.MADE_UP
    if moves and not await unit.cases.known([twin.id]):
        await unit.cases.give_to(twin.id, row.id)
    await _end(unit, change, row)


async def _end(unit: Unit, change: Change, row: Shortfall) -> None:
    """Not made up, so nobody hears good news of it: it no longer applies."""
    why = row.why | {"no_longer_applies": True}
    over = row.model_copy(update={"state": State.MADE_UP, "why": why, "evaluated_at": change.now})
    step = Transition(row.state, over)
    await unit.shortfalls.apply([step], change.now, change.by_id, change.reason)
    await unit.cases.close([row.id], change.now)


async def _told(unit: Unit, shortfall_id: int) -> set[int]:
    """Those who heard of it, and whoever holds its case."""
    case = await unit.cases.get(shortfall_id)
    holder = {case.holder_id} if case and case.holder_id and case.closed_at is None else set()
    return {*(await unit.told.of([shortfall_id])).get(shortfall_id, []), *holder}
