"""Where the month stands, for a village, an adviser and an office."""

from datetime import date

import pytest

from actions.month.standings import (
    adviser_standing,
    adviser_standings,
    standings_below,
    village_standing,
)
from domain.errors import NotFound
from domain.months import MonthPhase
from domain.policy import Policy, QuotaBasis
from domain.visits import Activity, Confirmation
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, visited

MID = at("2026-11-18 20:00")


async def test_a_villages_month_in_numbers(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        first = await visited(unit, town.lin, town.houtang, minutes=180)
        await unit.visits.save(first.model_copy(update={"confirmation": Confirmation.CONFIRMED}))
        await visited(unit, town.lin, town.houtang, "2026-11-06 19:00", 150)
        await visited(unit, town.lin, town.houtang, "2026-11-07 19:00", 90, Activity.ONLINE)
        found = await village_standing(unit, town.houtang.id, NOVEMBER, MID)
    assert (found.counted, found.confirmed, found.unconfirmed, found.quota) == (330, 180, 150, 480)
    assert (found.progress.missing, found.progress.working_days_left) == (150, 8)
    assert found.progress.projected == 550
    assert [adviser.name for adviser in found.advisers] == ["林晓"]
    assert (found.phase, found.basis) == (MonthPhase.OPEN, QuotaBasis.VILLAGE)
    assert len(found.hours.visits) == 3


async def test_two_advisers_give_the_village_the_union_and_each_their_own(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        await unit.advisers.assign(town.zhou.person_id, town.houtang.id, date(2026, 11, 1))
        await visited(unit, town.lin, town.houtang, "2026-11-03 14:00", 120)
        await visited(unit, town.zhou, town.houtang, "2026-11-03 15:00", 120)
        (_, houtang) = await adviser_standings(unit, town.zhou.person_id, NOVEMBER, MID)
        own, far = await adviser_standing(unit, town.zhou.person_id, NOVEMBER, MID)
    assert (houtang.counted, houtang.own) == (180, 120)
    assert [adviser.name for adviser in houtang.advisers] == ["林晓", "周航"]
    assert (own.street, far.street) == (town.street, town.other_street)
    assert (own.hours.counted, own.progress.missing) == (120, 360)


async def test_an_adviser_sees_every_village_furthest_behind_first(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        policy = Policy(basis=QuotaBasis.ADVISER)
        await unit.policies.set(policy, NOVEMBER, None, at("2026-10-01 09:00"))
        await visited(unit, town.lin, town.houtang, minutes=300)
        found = await adviser_standings(unit, town.lin.person_id, NOVEMBER, MID)
        (whole,) = await adviser_standing(unit, town.lin.person_id, NOVEMBER, MID)
    assert [s.village.name for s in found] == ["后莘社区", "后塘村"]
    assert {s.basis for s in found} == {QuotaBasis.ADVISER}
    assert (whole.hours.counted, whole.progress.quota, whole.basis) == (
        300,
        480,
        QuotaBasis.ADVISER,
    )


async def test_an_office_sees_its_villages_worst_first_and_those_unserved_before_all(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        lonely = await unit.villages.add(town.street.id, "北山村")
        await visited(unit, town.lin, town.houxin, minutes=60)
        street = await standings_below(unit, town.chen.offices, NOVEMBER, MID)
        city = await standings_below(unit, town.li.offices, NOVEMBER, MID)
    assert [s.village.name for s in street] == ["北山村", "后塘村", "后莘社区"]
    assert len(city) == 4
    assert street[0].village == lonely
    assert (street[0].advisers, street[0].quota) == ((), 0)


async def test_a_village_that_is_not_there(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        with pytest.raises(NotFound):
            await village_standing(unit, 404, NOVEMBER, MID)
