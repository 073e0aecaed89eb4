"""A small invented office for the demo, its figures as old as the demo's clock says."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from actions.month.closing import close_month
from actions.people.links import MESSENGER, address_of
from demo.office import ADVISERS, COUNTY, PEOPLE, STREET, VILLAGES, Played
from demo.visits import Plan, visits_of
from domain.districts import District
from domain.mingbairen import Mingbairen
from domain.months import Month, instant, local_day
from domain.people import Role
from domain.villages import Village
from domain.visits import Confirmation, Source, Visit, VisitDraft
from storage.engine import Storage
from storage.unit import Unit

WRITTEN_UP = timedelta(minutes=25)
"""After a visit its adviser records it."""


class DemoPerson(NamedTuple):
    """Somebody who can be played; `what_to_try` are sentences for the visitor. `at_desk`: works at
    the desk, too."""

    role: str
    name: str
    what_to_try: tuple[str, ...]
    person_id: int
    at_desk: bool = False


class Told(NamedTuple):
    """A message that the product sent by itself."""

    at: datetime
    name: str
    role: str
    text: str


def demo_start(today: date) -> datetime:
    """The 13th of this month at 9:40: early enough to see its whole life pass."""
    return instant(today.replace(day=13), time(9, 40))


async def fill_demo(storage: Storage, now: datetime) -> list[DemoPerson]:
    """The people who can be played; an office that is there already is left as it is."""
    async with storage.unit() as unit:
        if await unit.districts.by_code(STREET[0]) is None:
            await _fill(unit, now)
        return [await _playable(unit, played) for played in PEOPLE]


async def close_last_month(storage: Storage, now: datetime) -> None:
    """In every street."""
    async with storage.reading() as unit:
        streets = await unit.districts.streets()
    for street in streets:
        await close_month(storage, Month.at(now).plus(-1), street.id, now)


async def _playable(unit: Unit, played: Played) -> DemoPerson:
    person = (await unit.people.named(played.name))[0]
    at_desk = played.role in (Role.OFFICE, Role.LEADER)
    return DemoPerson(played.title, played.name, played.what_to_try, person.id, at_desk)


async def _fill(unit: Unit, now: datetime) -> None:
    county = await unit.districts.add(*COUNTY)
    street = await unit.districts.add(*STREET, parent=county)
    villages = {v.name: await unit.villages.add(street.id, v.name, v.kind) for v in VILLAGES}
    grids = await _fill_grids(unit, villages, now)
    ids = await _fill_people(unit, street, villages, grids, now)
    await _fill_assignments(unit, ids, villages, now)
    this_month = Month.at(now)
    for month in (this_month.plus(-1), this_month):
        for plan in visits_of(month, until=local_day(now), behind=month == this_month):
            await _fill_visit(unit, plan, ids, villages[plan.village])


async def _fill_grids(
    unit: Unit, villages: Mapping[str, Village], now: datetime
) -> dict[str, list[int]]:
    """Ids of the grids by village, each with its 明白人."""
    since = local_day(now) - timedelta(days=200)
    ids: dict[str, list[int]] = {}
    for number, village in enumerate(VILLAGES, 1):
        ids[village.name] = []
        for i, people in enumerate(village.grids, 1):
            name = f"{village.name}第{'一二三四五'[i - 1]}网格"
            code = f"{STREET[0]}{number:02d}{i:02d}"
            grid = await unit.grids.add(villages[village.name].id, name, code, 80 + 13 * i)
            ids[village.name].append(grid.id)
            for one in people:
                ends = one.certificate_days
                person = Mingbairen(
                    id=0,
                    grid_id=grid.id,
                    name=one.name,
                    category=one.category,
                    stage=one.stage,
                    stage_since=since,
                    certificate_until=local_day(now) + timedelta(days=ends) if ends else None,
                )
                await unit.mingbairen.add(person, None, now)
    return ids


async def _fill_people(
    unit: Unit,
    street: District,
    villages: Mapping[str, Village],
    grids: Mapping[str, list[int]],
    now: datetime,
) -> dict[str, int]:
    ids: dict[str, int] = {}
    for played in PEOPLE:
        person = await unit.people.add(played.name)
        ids[played.name] = person.id
        await unit.people.link_account(person.id, MESSENGER, address_of(person.id), now)
        for place_id in played.places(street.id, villages, grids):
            await unit.people.grant(person.id, played.role, place_id, now)
    return ids


async def _fill_assignments(
    unit: Unit, ids: Mapping[str, int], villages: Mapping[str, Village], now: datetime
) -> None:
    since = Month.at(now).plus(-6).first_day
    for adviser in ADVISERS:
        await unit.advisers.add(ids[adviser.name], adviser.kind)
        for name in adviser.villages:
            await unit.advisers.assign(ids[adviser.name], villages[name].id, since)


async def _fill_visit(unit: Unit, plan: Plan, ids: Mapping[str, int], village: Village) -> None:
    start = instant(plan.day, plan.start)
    draft = VisitDraft(
        adviser_id=ids[plan.adviser],
        village_id=village.id,
        started_at=start,
        ended_at=start + timedelta(minutes=plan.minutes),
        activity=plan.activity,
        topic=plan.topic,
        people=plan.people,
        leaflets=plan.people + 15,
        source=Source.LIVE if plan.live else Source.AFTERWARDS,
    )
    visit = await unit.visits.add(draft, draft.ended_at + WRITTEN_UP)
    if plan.confirmer:
        await unit.visits.save(_confirmed(visit, ids[plan.confirmer]))


def _confirmed(visit: Visit, by: int) -> Visit:
    return visit.model_copy(
        update={
            "confirmation": Confirmation.CONFIRMED,
            "confirmed_minutes": visit.minutes,
            "confirmed_by": by,
        }
    )
