"""聘任 as they stand: who serves on a day, what is in the way of a change, who is told of one."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from actions.month.shortfalls import reconsider_village
from actions.people.access import the_village
from domain.advisers import Adviser, Assignment, SinceClosedMonth, VisitsLeftBehind
from domain.change_notices import AppointmentChanged
from domain.changes import Change
from domain.months import Month, instant
from domain.shortfalls import Subject
from storage.unit import Unit


async def serving_on(unit: Unit, village_id: int, day: date) -> list[Adviser]:
    """Whose appointment to the village runs on that day or begins later."""
    known = await unit.advisers.assignments_of_village(village_id)
    ids = {a.adviser_id for a in known if a.until is None or a.until >= day}
    return sorted((await unit.advisers.of_ids(ids)).values(), key=lambda each: each.id)


async def check_nothing_left_behind(
    unit: Unit, village_id: int, since: date, *, but_for: int = 0, whose: int = 0
) -> None:
    """Nobody but this one, or not the one in question, was there on that day or later."""
    start = instant(since, time(0))
    visits = await unit.visits.of_village_since(village_id, start)
    waiting = await unit.check_ins.waiting_in(village_id, start)
    stays = [(v.adviser_id, v.day) for v in visits] + [(c.adviser_id, c.day) for c in waiting]
    left = [stay for stay in stays if stay[0] != but_for and whose in (0, stay[0])]
    if left:
        adviser_id, last = max(left, key=lambda entry: entry[1])
        person = await unit.people.get(adviser_id)
        raise VisitsLeftBehind(person.name if person else "", last, len(left))


async def check_open_since(unit: Unit, village_id: int, since: date) -> None:
    """Raises SinceClosedMonth: appointments of closed months stand as they were judged."""
    frame = await unit.frames.of_village(Month.of(since), village_id)
    if frame.closed:
        raise SinceClosedMonth(frame.month)


async def end_before(unit: Unit, ending: Iterable[Assignment], since: date) -> None:
    """Their last day is the one before; what was to begin later never does."""
    for each in ending:
        if each.since < since:
            await unit.advisers.end(each.id, since - timedelta(days=1))
        else:
            await unit.advisers.drop(each.id)


async def reconsider_since(unit: Unit, village_id: int, since: date, now: datetime) -> None:
    """This month, and earlier ones that were evaluated: the others were before our time."""
    month = Month.at(now)
    await reconsider_village(unit, village_id, month, now)
    for _ in range(12):
        month = month.plus(-1)
        if month < Month.of(since):
            return
        if await unit.shortfalls.of_subjects(Subject.VILLAGE, [village_id], month):
            await reconsider_village(unit, village_id, month, now)


async def tell_appointed(
    unit: Unit,
    change: Change,
    village_id: int,
    ended: Iterable[Assignment],
    new: Assignment | None,
) -> None:
    """Each once: the one who begins, and those whose last day is the one before."""
    village = await the_village(unit, village_id)
    by_name, reason = change.by_name, change.reason
    said = AppointmentChanged(village=village.name, by_name=by_name, reason=reason)
    told: dict[int, AppointmentChanged] = {}
    for each in ended:
        until = change.day - timedelta(days=1)
        told[each.adviser_id] = said.model_copy(update={"until": until})
    if new is not None:
        told[new.adviser_id] = said.model_copy(update={"since": new.since, "reason": ""})
    for person_id, notice in told.items():
        if person_id != change.by_id:
            await unit.outbox.put(person_id, notice, change.now)


async def tell_unserved(unit: Unit, change: Change, village_id: int, adviser_id: int) -> None:
    """From the following day on nobody advises the village."""
    village, adviser = await the_village(unit, village_id), await unit.people.get(adviser_id)
    notice = AppointmentChanged(
        village=village.name,
        until=change.day,
        adviser=adviser.name if adviser else "",
        by_name=change.by_name,
        reason=change.reason,
    )
    path = await unit.villages.district_path(village_id) or ""
    for person in await unit.people.answering_for(path):
        if person.id != change.by_id:
            await unit.outbox.put(person.id, notice, change.now)
