"""Advisers and the assignments in force: both their days included."""

from datetime import date

from domain.advisers import Adviser, AdviserKind
from storage.engine import Storage
from tests.storage.conftest import Town

JULY_1, JULY_31 = date(2026, 7, 1), date(2026, 7, 31)


async def test_an_adviser_is_a_person(storage: Storage, town: Town):
    lin = Adviser(id=town.lin.id, name="林晓", kind=AdviserKind.LAWYER)
    async with storage.unit() as unit:
        assert await unit.advisers.get(town.lin.id) == lin
        assert await unit.advisers.get(town.chen.id) is None
        await unit.advisers.save_kind(town.lin.id, AdviserKind.LEGAL_WORKER)
        kinds = [(a.name, a.kind) for a in await unit.advisers.all()]
    assert kinds == [("林晓", AdviserKind.LEGAL_WORKER), ("周航", AdviserKind.LAWYER)]


async def test_an_assignment_holds_from_its_first_to_its_last_day(storage: Storage, town: Town):
    async with storage.unit() as unit:
        await unit.advisers.assign(town.lin.id, town.houtang.id, JULY_1, JULY_31)
        served = {
            day: [v.name for v in await unit.advisers.villages_of(town.lin.id, day)]
            for day in (date(2026, 6, 30), JULY_1, JULY_31, date(2026, 8, 1))
        }
    assert list(served.values()) == [[], ["后塘村"], ["后塘村"], []]


async def test_an_open_assignment_ends_when_told(storage: Storage, town: Town):
    async with storage.unit() as unit:
        made = await unit.advisers.assign(town.lin.id, town.houtang.id, JULY_1)
        assert await unit.advisers.villages_of(town.lin.id, date(2030, 1, 1)) == [town.houtang]
        await unit.advisers.end(made.id, JULY_31)
        assert await unit.advisers.villages_of(town.lin.id, date(2030, 1, 1)) == []
        (kept,) = await unit.advisers.assignments_of(town.lin.id, town.houtang.id)
        assert kept == made.model_copy(update={"until": JULY_31})


async def test_a_village_assigned_twice_is_served_once(storage: Storage, town: Town):
    async with storage.unit() as unit:
        await unit.advisers.assign(town.lin.id, town.houtang.id, JULY_1)
        await unit.advisers.assign(town.lin.id, town.houtang.id, JULY_31)
        assert await unit.advisers.villages_of(town.lin.id, JULY_31) == [town.houtang]


async def test_a_retired_village_is_served_by_nobody(storage: Storage, town: Town):
    async with storage.unit() as unit:
        await unit.advisers.assign(town.lin.id, town.houtang.id, JULY_1)
        await unit.villages.save(town.houtang.model_copy(update={"retired_on": JULY_31}))
        assert await unit.advisers.villages_of(town.lin.id, JULY_31) == []


async def test_assignments_between_two_days_touch_at_least_one(storage: Storage, town: Town):
    async with storage.unit() as unit:
        for village, since, until in (
            (town.houtang, date(2026, 1, 1), date(2026, 6, 30)),
            (town.houtang, date(2026, 1, 1), JULY_1),
            (town.houxin, JULY_31, None),
            (town.faraway, date(2026, 8, 1), None),
        ):
            await unit.advisers.assign(town.lin.id, village.id, since, until)
        found = await unit.advisers.assignments_between(JULY_1, JULY_31)
        of_village = await unit.advisers.assignments_of_village(town.houtang.id)
        of_lin = await unit.advisers.assignments_by(town.lin.id)
        of_zhou = await unit.advisers.assignments_by(town.zhou.id)
    assert [(a.village_id, a.since, a.until) for a in found] == [
        (town.houtang.id, date(2026, 1, 1), JULY_1),
        (town.houxin.id, JULY_31, None),
    ]
    assert [a.until for a in of_village] == [date(2026, 6, 30), JULY_1]
    assert len(of_lin) == 4
    assert of_zhou == []
