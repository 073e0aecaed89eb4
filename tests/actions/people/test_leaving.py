"""Whoever leaves is let in nowhere and told nothing; what they did stays."""

from datetime import date

import pytest
from sqlalchemy import select

from actions.advisers import end_appointment
from actions.check_ins import check_in
from actions.month.cases import cases_of, hand_over, open_cases
from actions.month.closing import close_month
from actions.month.evaluation import evaluate_month
from actions.people.leaving import leave
from actions.people.links import SESSION_LIFE, enter, make_link
from actions.people.people import invite, join
from domain.advisers import SinceClosedMonth, VisitsLeftBehind
from domain.cases import CaseState
from domain.change_notices import PersonLeft
from domain.changes import Change
from domain.errors import NotAllowed, NotFound, Stale
from domain.months import Month
from domain.notices import CaseHandedOver
from domain.people import InvitationInvalid, LinkInvalid, Role
from domain.shortfalls import ShortfallKind, State
from storage.engine import Storage
from storage.tables import outbox
from tests.actions.cast import NOVEMBER, Town, at, build, noted, told, visited

NOW = at("2026-11-20 20:00")
TODAY = date(2026, 11, 20)


@pytest.fixture
async def both(storage: Storage) -> Town:
    return await build(storage)


OPEN = (State.AT_RISK, State.SHORT)


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


async def test_whose_appointments_had_ended_can_still_leave(storage: Storage, both: Town):
    """First the appointments, then the person; what was open of theirs asks nobody any more."""
    async with storage.unit() as unit:
        lin = both.lin.person_id
        await check_in(unit, both.lin, both.houtang.id, NOW)
        for village in (both.houtang, both.houxin):
            await end_appointment(unit, by(both.chen), village.id, lin)
        with pytest.raises(NotAllowed):
            await leave(unit, by(both.wang), lin)
        await leave(unit, by(both.chen), lin)
        assert (await unit.people.get(lin)).left_on == TODAY
        assert await unit.check_ins.open_of(lin) is None


async def test_nobody_leaves_back_in_a_month_that_was_closed(storage: Storage, both: Town):
    """An appointment never ends in a month that was judged with it."""
    await close_month(storage, Month(2026, 10), both.street.id, at("2026-11-05 23:47"))
    async with storage.unit() as unit:
        with pytest.raises(SinceClosedMonth):
            await leave(unit, by(both.chen, date(2026, 10, 15)), both.lin.person_id)
    async with storage.unit() as unit:
        served = await unit.advisers.assignments_by(both.lin.person_id)
        assert {a.until for a in served} == {None}
        await leave(unit, by(both.chen, date(2026, 11, 1)), both.lin.person_id)


async def test_the_month_of_the_last_day_is_judged_again(storage: Storage, both: Town):
    """Told late: who left on the first day served no village in the month that is still open."""
    await evaluate_month(storage, NOVEMBER, at("2026-12-02 08:00"))
    now = at("2026-12-02 09:00")
    async with storage.unit() as unit:
        change = Change(both.chen, date(2026, 10, 31), "调离", now)
        await leave(unit, change, both.lin.person_id)
        rows = await unit.shortfalls.of_month(NOVEMBER)
    missing = {r.subject_id for r in rows if r.kind is ShortfallKind.NO_ADVISER and r.state in OPEN}
    assert {both.houtang.id, both.houxin.id} <= missing
