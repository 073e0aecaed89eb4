"""Cases: shortfalls that reached the office; answered, handed over, taken to the leader."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from actions.month.lines import lines_of
from actions.people.access import check_office_of_district
from domain.cases import Case, CaseState, check_case_answer
from domain.errors import NotAllowed, NotFound
from domain.months import Month, local_day
from domain.notices import CaseHandedOver, ShortLine
from domain.people import Actor, Person
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit


class CaseEntry(NamedTuple):
    case: Case
    shortfall: Shortfall
    line: ShortLine


class CasePage(NamedTuple):
    """Some cases of an office, and how many there are in all."""

    entries: list[CaseEntry]
    total: int


async def open_cases(
    unit: Unit, month: Month | None, now: datetime, streets: Collection[int] | None = None
) -> list[Shortfall]:
    """What is short and no case yet becomes one: the month's, or the standing kinds' (None); in
    these streets, or in all.

    Opening twice opens nothing. Returns the shortfalls of the new cases.
    """
    rows = await unit.shortfalls.without_case(month)
    districts = await _districts_of(unit, rows)
    if streets is not None:
        districts = {row: street for row, street in districts.items() if street in streets}
    opened = [row for row in rows if row.id in districts]
    await unit.cases.open_all(districts, now)
    return opened


async def receive(unit: Unit, actor: Actor, shortfall_id: int, now: datetime) -> Case:
    """收到."""
    return await _answer(unit, actor, shortfall_id, CaseState.RECEIVED, now)


async def arrange(
    unit: Unit, actor: Actor, shortfall_id: int, planned_on: date, now: datetime
) -> Case:
    """已安排, for a day. Raises PlannedDayPast."""
    return await _answer(unit, actor, shortfall_id, CaseState.ARRANGED, now, planned_on=planned_on)


async def explain(unit: Unit, actor: Actor, shortfall_id: int, text: str, now: datetime) -> Case:
    """情况说明. Raises AnswerIncomplete for an empty one."""
    words = text.strip()[:500]
    return await _answer(unit, actor, shortfall_id, CaseState.EXPLAINED, now, explanation=words)


async def hand_over(
    unit: Unit,
    actor: Actor,
    shortfall_id: int,
    to_person: int,
    now: datetime,
    note: str | None = None,
) -> Case:
    """转交 to a colleague of the office, who hears of it. Raises NotAllowed for anybody else."""
    if to_person not in {person.id for person in await colleagues(unit, actor, shortfall_id)}:
        raise NotAllowed
    case = await _answer(unit, actor, shortfall_id, CaseState.HANDED_OVER, now, holder_id=to_person)
    row = await _shortfall(unit, shortfall_id)
    line = (await lines_of(unit, [row]))[row.id]
    notice = CaseHandedOver(line=line, by_name=actor.name, note=(note or "").strip() or None)
    await unit.outbox.put(to_person, notice, now)
    await unit.told.mark([(shortfall_id, to_person)], now)
    return case


async def colleagues(unit: Unit, actor: Actor, shortfall_id: int) -> list[Person]:
    """To whom the actor may hand this case: the others answering for its district."""
    case = await own_case(unit, actor, shortfall_id)
    district = await unit.districts.get(case.district_id)
    people = await unit.people.answering_for(district.path if district else "")
    return [person for person in people if person.id != actor.person_id]


async def own_case(unit: Unit, actor: Actor, shortfall_id: int) -> Case:
    """A case of the actor's office, or in the actor's hands. Raises NotAllowed."""
    case = await unit.cases.get(shortfall_id)
    if case is None:
        raise NotAllowed
    if case.holder_id != actor.person_id:
        await check_office_of_district(unit, actor, case.district_id)
    return case


async def cases_of(unit: Unit, actor: Actor, limit: int = 50, offset: int = 0) -> CasePage:
    """The actor's cases, unanswered ones first, then the oldest."""
    found = await unit.cases.page_of(actor.offices, actor.person_id, limit, offset)
    rows = {row.id: row for row in await unit.shortfalls.of_ids([c.shortfall_id for c in found])}
    lines = await lines_of(unit, list(rows.values()))
    entries = [CaseEntry(c, rows[c.shortfall_id], lines[c.shortfall_id]) for c in found]
    return CasePage(entries, await unit.cases.count_of(actor.offices, actor.person_id))


async def case_entry(unit: Unit, actor: Actor, shortfall_id: int) -> CaseEntry:
    case = await own_case(unit, actor, shortfall_id)
    row = await _shortfall(unit, shortfall_id)
    return CaseEntry(case, row, (await lines_of(unit, [row]))[row.id])


async def _answer(
    unit: Unit, actor: Actor, shortfall_id: int, answer: CaseState, now: datetime, **given: Any
) -> Case:
    before = await own_case(unit, actor, shortfall_id)
    check_case_answer(before.state, answer, local_day(now), **given)
    after = before.model_copy(update={"state": answer, "answered_at": now, **given})
    await unit.cases.change(shortfall_id, state=answer, answered_at=now, **given)
    await unit.audit.note(
        actor.person_id,
        f"case_{answer}",
        "shortfall",
        shortfall_id,
        now,
        before=before.model_dump(mode="json"),
        after=after.model_dump(mode="json"),
    )
    return after


async def _shortfall(unit: Unit, shortfall_id: int) -> Shortfall:
    row = await unit.shortfalls.get(shortfall_id)
    if row is None:
        raise NotFound
    return row


async def _districts_of(unit: Unit, rows: Iterable[Shortfall]) -> dict[int, int]:
    """The street whose office answers for each."""
    homes = await unit.villages.homes()
    grids = {row.subject_id for row in rows if row.subject is Subject.GRID}
    places = await unit.grids.places_of(grids) if grids else {}
    found: dict[int, int] = {}
    for row in rows:
        if row.subject is Subject.VILLAGE:
            found[row.id] = homes[row.subject_id]
        elif row.subject is Subject.GRID:
            found[row.id] = places[row.subject_id].street_id
        elif row.place_id:
            found[row.id] = row.place_id
    return found
