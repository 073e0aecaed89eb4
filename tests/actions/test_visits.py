"""A visit recorded or refused, what is kept of it, and who is asked and who may look."""

from datetime import date

import pytest

from actions.visit_rights import own_visit
from actions.visits import record_visit, withdraw_visit
from domain.errors import NotAllowed, NotFound
from domain.notices import VisitToConfirm
from domain.people import Role
from domain.policy import ConfirmationRule, Policy
from domain.visits import (
    CrossesMidnight,
    EndsBeforeStart,
    InTheFuture,
    MonthClosed,
    NotAssigned,
    NotRecorded,
    Overlaps,
    Source,
    TooLong,
    TooShort,
    Visit,
)
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, SINCE, Town, at, build, figures, noted, stay, told, visited

NOW = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")


async def test_a_visit_is_kept_noted_judged_and_its_village_asked(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        visit = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
    async with storage.reading() as unit:
        assert await unit.visits.get(visit.id) == visit
        assert (visit.source, visit.recorded_at) == (Source.AFTERWARDS, NOW)
        (note,) = await unit.audit.of("visit", visit.id)
        assert (note["actor_id"], note["action"], note["at"]) == (town.lin.person_id, "record", NOW)
        assert note["before"] is None
        assert Visit.model_validate(note["after"]) == visit
        asked = VisitToConfirm(
            visit_id=visit.id,
            village="后塘村",
            adviser="林晓",
            day=date(2026, 11, 3),
            minutes=120,
        )
        assert await told(unit, VisitToConfirm) == {town.lao_zhou.person_id: [asked]}
        assert await figures(unit) == {town.houtang.id: 120}


@pytest.mark.parametrize(
    ("start", "minutes", "error"),
    [
        ("2026-11-18 14:00", -30, EndsBeforeStart),
        ("2026-11-18 14:00", 0, EndsBeforeStart),
        ("2026-11-18 14:00", 9, TooShort),
        ("2026-11-18 07:00", 721, TooLong),
        ("2026-11-20 19:00", 61, InTheFuture),
        ("2026-11-18 23:00", 61, CrossesMidnight),
        ("2025-12-31 14:00", 60, MonthClosed),
    ],
)
async def test_what_no_village_could_confirm_is_refused_and_leaves_nothing(
    sqlite_storage: Storage, town: Town, start: str, minutes: int, error: type[NotRecorded]
):
    with pytest.raises(error):
        async with sqlite_storage.unit() as unit:
            await record_visit(unit, town.lin, stay(town.lin, town.houtang, start, minutes), NOW)
    async with sqlite_storage.reading() as unit:
        assert await unit.visits.count_of_adviser(town.lin.person_id) == 0
        assert await told(unit, VisitToConfirm) == {}


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        ("2026-11-18 14:00", 10),
        ("2026-11-18 07:00", 720),
        ("2026-11-20 19:00", 60),
        ("2026-11-18 23:00", 59),
        ("2026-11-01 14:00", 60),
    ],
)
async def test_what_just_keeps_to_the_rules_is_recorded(
    sqlite_storage: Storage, town: Town, start: str, minutes: int
):
    async with sqlite_storage.unit() as unit:
        visit = await record_visit(
            unit, town.lin, stay(town.lin, town.houtang, start, minutes), NOW
        )
        assert visit.minutes == minutes


async def test_only_who_serves_the_village_that_day_visits_it(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        with pytest.raises(NotAssigned) as refused:
            await record_visit(unit, town.lin, stay(town.lin, town.nanxiang), NOW)
        assert refused.value.day == date(2026, 11, 3)
        (served,) = await unit.advisers.assignments_of(town.lin.person_id, town.houtang.id)
        await unit.advisers.end(served.id, date(2026, 11, 3))
        await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        with pytest.raises(NotAssigned):
            await record_visit(
                unit, town.lin, stay(town.lin, town.houtang, "2026-11-04 09:00"), NOW
            )


async def test_nobody_is_in_two_villages_at_once_and_the_other_visit_is_named(
    storage: Storage,
):
    town = await build(storage)
    async with storage.unit() as unit:
        await unit.advisers.assign(town.zhou.person_id, town.houtang.id, SINCE)
        first = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        with pytest.raises(Overlaps) as refused:
            late = stay(town.lin, town.houxin, "2026-11-03 15:59")
            await record_visit(unit, town.lin, late, NOW)
        assert refused.value.other == first
        await record_visit(unit, town.lin, stay(town.lin, town.houxin, "2026-11-03 16:00"), NOW)
        await record_visit(unit, town.zhou, stay(town.zhou, town.houtang), NOW)
        await withdraw_visit(unit, town.lin, first.id, NOW)
        await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)


async def test_in_a_closed_month_nothing_is_recorded_and_in_a_reopened_one_by_the_office_alone(
    storage: Storage,
):
    town = await build(storage)
    draft = stay(town.lin, town.houtang)
    async with storage.unit() as unit:
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "通报", NOW)
        for actor in (town.lin, town.chen, town.zheng):
            with pytest.raises(MonthClosed) as refused:
                await record_visit(unit, actor, draft, LATER)
            assert refused.value.month == NOVEMBER
        await unit.months.reopen(NOVEMBER, town.street.id, town.li.person_id, "漏记一次", LATER)
        with pytest.raises(MonthClosed):
            await record_visit(unit, town.lin, draft, LATER)
        added = await record_visit(unit, town.chen, draft, LATER)
        assert added.source is Source.OFFICE


async def test_the_office_adds_a_visit_for_an_adviser_and_it_says_so(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        visit = await record_visit(unit, town.chen, stay(town.lin, town.houtang), NOW)
        assert (visit.adviser_id, visit.source) == (town.lin.person_id, Source.OFFICE)
        assert await noted(unit, "visit", visit.id) == [(town.chen.person_id, "record")]
        assert set(await told(unit, VisitToConfirm)) == {town.lao_zhou.person_id}
        for actor, start in ((town.zheng, "2026-11-04 09:00"), (town.li, "2026-11-05 09:00")):
            draft = stay(town.lin, town.houtang, start)
            assert (await record_visit(unit, actor, draft, NOW)).source is Source.OFFICE


async def test_nobody_else_records_for_an_adviser(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        for actor in (town.zhou, town.wang, town.lao_zhou, town.stranger):
            with pytest.raises(NotAllowed):
                await record_visit(unit, actor, stay(town.lin, town.houtang), NOW)
        with pytest.raises(NotAllowed):
            await record_visit(unit, town.chen, stay(town.zhou, town.nanxiang), NOW)
        with pytest.raises(NotAllowed):
            await record_visit(unit, town.stranger, stay(town.stranger, town.houtang), NOW)


async def test_who_is_asked_to_confirm(sqlite_storage: Storage, town: Town):
    """Every confirmer of the village but the adviser; nobody where the policy wants no answer."""
    async with sqlite_storage.unit() as unit:
        for actor in (town.lin, town.wang):
            place = town.houtang.id
            await unit.people.grant(actor.person_id, Role.VILLAGE_CONFIRMER, place, NOW)
        await record_visit(unit, town.lin, stay(town.lin, town.houxin), NOW)
        assert await told(unit, VisitToConfirm) == {}
        await record_visit(unit, town.lin, stay(town.lin, town.houtang, "2026-11-04 09:00"), NOW)
        asked = await told(unit, VisitToConfirm)
        assert set(asked) == {town.lao_zhou.person_id, town.wang.person_id}
        off = Policy(confirmation=ConfirmationRule.OFF)
        await unit.policies.set(off, NOVEMBER, None, NOW)
        await record_visit(unit, town.lin, stay(town.lin, town.houtang, "2026-11-05 09:00"), NOW)
        assert await told(unit, VisitToConfirm) == asked


async def test_who_may_look_at_a_visit(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        visit = await visited(unit, town.lin, town.houtang)
        for actor in (town.lin, town.lao_zhou, town.chen, town.zheng, town.li):
            assert await own_visit(unit, actor, visit.id) == visit
        for actor in (town.zhou, town.wang, town.stranger):
            with pytest.raises((NotAllowed, NotFound)):
                await own_visit(unit, actor, visit.id)
        with pytest.raises(NotFound):
            await own_visit(unit, town.lin, 404)
