"""Whoever leaves is let in nowhere and told nothing; what they did stays."""

from datetime import date

import pytest
from sqlalchemy import select

from actions.month.cases import cases_of, hand_over, open_cases
from actions.month.evaluation import evaluate_month
from actions.people.leaving import leave
from actions.people.links import SESSION_LIFE, enter, make_link
from actions.people.people import invite, join
from domain.advisers import VisitsLeftBehind
from domain.cases import CaseState
from domain.change_notices import PersonLeft
from domain.changes import Change
from domain.errors import NotAllowed, NotFound, Stale
from domain.notices import CaseHandedOver
from domain.people import InvitationInvalid, LinkInvalid, Role
from storage.engine import Storage
from storage.tables import outbox
from tests.actions.cast import NOVEMBER, Town, at, build, noted, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


@pytest.fixture
async def both(storage: Storage) -> Town:
    return await build(storage)


def by(actor, day: date = TODAY, reason: str = "调离") -> Change:
    return Change(actor, day, reason, NOW)


async def test_an_adviser_who_left_serves_nobody_and_is_told_nothing(storage: Storage, both: Town):
    async with storage.unit() as unit:
        visit = await visited(unit, both.lin, both.houtang)
        left = await leave(unit, by(both.chen), both.lin.person_id)
        assert left.villages == ("后塘村", "后莘社区")
        ends = {a.until for a in await unit.advisers.assignments_by(both.lin.person_id)}
        assert ends == {TODAY}
        notice = PersonLeft(name="某人", day=TODAY, reason="无")
        assert not await unit.outbox.put(both.lin.person_id, notice, NOW)
        assert (await unit.people.actor(both.lin.person_id)).grants == ()
        assert (await unit.visits.get(visit.id)).adviser_id == both.lin.person_id
        assert (both.chen.person_id, "leave") in await noted(unit, "person", both.lin.person_id)
        heard = await told(unit, PersonLeft)
    assert set(heard) == {both.zheng.person_id, both.li.person_id}
    (notice,) = heard[both.zheng.person_id]
    assert (notice.name, notice.villages, notice.reason) == (
        "林晓",
        ("后塘村", "后莘社区"),
        "调离",
    )


async def test_no_door_stays_open(storage: Storage, both: Town):
    async with storage.unit() as unit:
        lin = both.lin.person_id
        await unit.people.link_account(lin, "wecom", "lin-at-wecom", NOW)
        code = (await invite(unit, both.chen, lin, NOW)).code
        person = await unit.people.get(lin)
        secret = await make_link(unit, both.chen, person, NOW)
        waiting = PersonLeft(name="某人", day=TODAY, reason="无")
        await unit.outbox.put(lin, waiting, NOW)
        await leave(unit, by(both.chen), lin)
        assert (await unit.events.arriving("wecom", "lin-at-wecom", "e1")).actor is None
        with pytest.raises(InvitationInvalid):
            await join(unit, "telegram", "1", code, NOW)
        with pytest.raises(LinkInvalid):
            await enter(unit, secret, NOW, SESSION_LIFE)
        mine = select(outbox.c.id).where(outbox.c.person_id == lin)
        assert not await unit.outbox.all_rows(mine)
        for again in (invite(unit, both.chen, lin, NOW), make_link(unit, both.chen, person, NOW)):
            with pytest.raises((NotAllowed, NotFound)):
                await again
        assert not [d for d in await unit.doors.closed() if d.person_id == lin]


async def test_a_village_and_a_grid_without_anybody_are_named(storage: Storage, both: Town):
    async with storage.unit() as unit:
        left = await leave(unit, by(both.chen), both.wang.person_id)
        assert left.grids == ("第一网格",)
        left = await leave(unit, by(both.chen), both.lao_zhou.person_id)
        assert left.confirming == ("后塘村",)


async def test_cases_in_their_hands_go_back_to_the_office(storage: Storage, both: Town):
    await evaluate_month(storage, NOVEMBER, at("2026-12-01 00:30"))
    now = at("2026-12-01 08:00")
    async with storage.unit() as unit:
        (row, *_) = await open_cases(unit, NOVEMBER, now)
        await hand_over(unit, both.zheng, row.id, both.chen.person_id, now)
        assert await told(unit, CaseHandedOver)
        change = Change(both.zheng, date(2026, 12, 1), "调离", now)
        left = await leave(unit, change, both.chen.person_id)
        assert left.cases == 1
        case = await unit.cases.get(row.id)
        assert (case.state, case.holder_id) == (CaseState.WAITING, None)
        assert row.id in {e.case.shortfall_id for e in (await cases_of(unit, both.zheng)).entries}


async def test_whoever_comes_back_is_the_same_person(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await leave(unit, by(both.chen), both.wang.person_id)
        with pytest.raises(Stale):
            await leave(unit, by(both.chen), both.wang.person_id)
        await unit.people.grant(both.wang.person_id, Role.GRID_WORKER, both.grid.id, NOW)
        assert (await unit.people.get(both.wang.person_id)).left_on is None
        code = (await invite(unit, both.chen, both.wang.person_id, NOW)).code
        assert (await join(unit, "telegram", "7", code, NOW)).person_id == both.wang.person_id


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("chen", "zheng"),  # a clerk ends no leader
        ("chen", "li"),
        ("chen", "zhou"),  # who serves another street
        ("chen", "chen"),
        ("zheng", "zheng"),
        ("zheng", "li"),
        ("lin", "wang"),
        ("wang", "lao_zhou"),
        ("stranger", "lin"),
        ("chen", "stranger"),
    ],
)
async def test_nobody_ends_who_may_do_more_or_is_of_another_place(
    storage: Storage, both: Town, who: str, whom: str
):
    async with storage.unit() as unit:
        with pytest.raises(NotAllowed):
            await leave(unit, by(getattr(both, who)), getattr(both, whom).person_id)


async def test_who_serves_two_streets_is_ended_by_the_one_above(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await unit.advisers.assign(both.lin.person_id, both.nanxiang.id, date(2026, 1, 1))
        with pytest.raises(NotAllowed):
            await leave(unit, by(both.chen), both.lin.person_id)
        await leave(unit, by(both.li), both.lin.person_id)


async def test_not_before_their_last_visit(storage: Storage, both: Town):
    async with storage.unit() as unit:
        await visited(unit, both.lin, both.houtang, "2026-11-18 14:00")
        with pytest.raises(VisitsLeftBehind):
            await leave(unit, by(both.chen, date(2026, 11, 17)), both.lin.person_id)
        await leave(unit, by(both.chen, date(2026, 11, 18)), both.lin.person_id)
