"""An appointment ends, with or without a successor; whoever it concerns is told."""

from datetime import date

import pytest

from actions.advisers import end_appointment, replace_adviser
from domain.advisers import VisitsLeftBehind
from domain.change_notices import AppointmentChanged
from domain.changes import Change
from domain.errors import NotAllowed, NotFound
from domain.mingbairen import ReasonMissing
from storage.engine import Storage
from tests.actions.cast import Town, at, build, noted, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


@pytest.fixture
async def both(storage: Storage) -> Town:
    return await build(storage)


def by(actor, day: date = TODAY, reason: str = "合同到期") -> Change:
    return Change(actor, day, reason, NOW)


async def test_an_appointment_ends_without_a_successor(storage: Storage, both: Town):
    async with storage.unit() as unit:
        lin = both.lin.person_id
        await end_appointment(unit, by(both.chen), both.houtang.id, lin)
        (served,) = await unit.advisers.assignments_of_village(both.houtang.id)
        assert served.until == TODAY
        heard = await told(unit, AppointmentChanged)
        noticed = await noted(unit, "village", both.houtang.id)
    (notice,) = heard[lin]
    assert (notice.village, notice.until, notice.reason) == ("后塘村", TODAY, "合同到期")
    assert not notice.adviser
    assert {notice.adviser for notice in heard[both.zheng.person_id]} == {"林晓"}
    assert both.chen.person_id not in heard
    assert (both.chen.person_id, "end_appointment") in noticed


async def test_the_office_is_not_alarmed_while_somebody_else_serves(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await unit.advisers.assign(both.zhou.person_id, both.houtang.id, date(2026, 1, 1))
        await end_appointment(unit, by(both.chen), both.houtang.id, both.lin.person_id)
        assert set(await told(unit, AppointmentChanged)) == {both.lin.person_id}


@pytest.mark.parametrize(
    ("change", "village", "error"),
    [
        (lambda t: by(t.lin), "houtang", NotAllowed),
        (lambda t: by(t.chen), "nanxiang", NotAllowed),
        (lambda t: by(t.li), "nanxiang", NotFound),
        (lambda t: by(t.chen, reason=""), "houtang", ReasonMissing),
        (lambda t: by(t.chen, date(2026, 11, 17)), "houtang", VisitsLeftBehind),
    ],
)
async def test_what_is_refused(storage: Storage, both: Town, change, village: str, error: type):
    async with storage.unit() as unit:
        await visited(unit, both.lin, both.houtang, "2026-11-18 14:00")
        with pytest.raises(error):
            place = getattr(both, village)
            await end_appointment(unit, change(both), place.id, both.lin.person_id)


async def test_the_one_replaced_and_the_one_who_follows_are_told(storage: Storage, both: Town):
    async with storage.unit() as unit:
        zhou = await unit.advisers.get(both.zhou.person_id)
        asked = (unit, both.chen, both.houtang.id, zhou, TODAY, NOW)
        with pytest.raises(ReasonMissing):
            await replace_adviser(*asked)
        await replace_adviser(*asked, "林晓调往外地")
        heard = await told(unit, AppointmentChanged)
    (gone,), (new,) = heard[both.lin.person_id], heard[both.zhou.person_id]
    assert (gone.until, gone.reason) == (date(2026, 11, 19), "林晓调往外地")
    assert (new.since, new.reason) == (TODAY, "")
