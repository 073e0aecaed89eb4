"""The village's word on a visit: confirmed, confirmed for fewer minutes, sent back."""

from datetime import date

import pytest

from actions.confirmations import confirm_visit, send_back_visit
from actions.visits import (
    correct_visit,
    record_visit,
    withdraw_visit,
)
from domain.errors import NotAllowed, NotFound
from domain.notices import VisitAnswered
from domain.people import Role
from domain.policy import ConfirmationRule, Policy
from domain.visits import Confirmation, ConfirmsTooMany, MonthClosed, Visit
from storage.engine import Storage
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, build, figures, noted, stay, told

NOW = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")


async def _recorded(unit: Unit, town: Town) -> Visit:
    """林晓 was in 后塘村 for two hours."""
    return await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)


async def test_all_minutes_confirmed_is_kept_noted_and_told_to_nobody(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        before = await _recorded(unit, town)
        after = await confirm_visit(unit, town.lao_zhou, before.id, None, LATER)
    async with storage.reading() as unit:
        assert await unit.visits.get(before.id) == after
        assert after.confirmation is Confirmation.CONFIRMED
        assert (after.confirmed_minutes, after.confirmed_by) == (120, town.lao_zhou.person_id)
        note = (await unit.audit.of("visit", before.id))[-1]
        assert (note["actor_id"], note["action"]) == (town.lao_zhou.person_id, "confirm")
        assert Visit.model_validate(note["before"]) == before
        assert Visit.model_validate(note["after"]) == after
        assert await told(unit, VisitAnswered) == {}


async def test_fewer_minutes_keep_both_values_count_and_are_told(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        visit = await _recorded(unit, town)
        after = await confirm_visit(unit, town.lao_zhou, visit.id, 90, LATER)
        assert (after.minutes, after.confirmed_minutes) == (120, 90)
        answered = VisitAnswered(
            visit_id=visit.id,
            village="后塘村",
            day=date(2026, 11, 3),
            minutes=120,
            confirmed_minutes=90,
        )
        assert await told(unit, VisitAnswered) == {town.lin.person_id: [answered]}
        assert await figures(unit) == {town.houtang.id: 90}


async def test_as_many_minutes_as_recorded_are_not_fewer(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        assert (await confirm_visit(unit, town.lao_zhou, visit.id, 120, LATER)).confirmed_minutes
        assert await told(unit, VisitAnswered) == {}


@pytest.mark.parametrize("minutes", [-30, 0, 121])
async def test_more_minutes_than_recorded_or_none_are_refused(
    sqlite_storage: Storage, town: Town, minutes: int
):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        with pytest.raises(ConfirmsTooMany) as refused:
            await confirm_visit(unit, town.lao_zhou, visit.id, minutes, LATER)
        assert refused.value.minutes == 120
        assert await unit.visits.get(visit.id) == visit


async def test_where_the_village_must_confirm_a_visit_counts_from_then_on(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        required = Policy(confirmation=ConfirmationRule.REQUIRED)
        await unit.policies.set(required, NOVEMBER, None, NOW)
        visit = await _recorded(unit, town)
        assert await figures(unit) == {town.houtang.id: 0}
        await confirm_visit(unit, town.lao_zhou, visit.id, None, LATER)
        assert await figures(unit) == {town.houtang.id: 120}


async def test_a_visit_sent_back_counts_no_more_and_the_adviser_reads_why(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        before = await _recorded(unit, town)
        after = await send_back_visit(unit, town.lao_zhou, before.id, "当天没有来村", LATER)
        assert (after.confirmation, after.sent_back_reason) == (
            Confirmation.SENT_BACK,
            "当天没有来村",
        )
        note = (await unit.audit.of("visit", before.id))[-1]
        assert (note["actor_id"], note["action"]) == (town.lao_zhou.person_id, "send_back")
        (answered,) = (await told(unit, VisitAnswered))[town.lin.person_id]
        assert (answered.reason, answered.confirmed_minutes) == ("当天没有来村", None)
        assert await figures(unit) == {town.houtang.id: 0}


async def test_sent_back_and_corrected_it_counts_and_is_answered_again(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        await send_back_visit(unit, town.lao_zhou, visit.id, "时间不对", LATER)
        shorter = stay(town.lin, town.houtang, minutes=60)
        visit = await correct_visit(unit, town.lin, visit.id, shorter, LATER)
        assert (visit.confirmation, visit.sent_back_reason) == (Confirmation.NONE, None)
        assert await figures(unit) == {town.houtang.id: 60}
        await send_back_visit(unit, town.lao_zhou, visit.id, "还是不对", LATER)
        visit = await confirm_visit(unit, town.lao_zhou, visit.id, None, LATER)
        assert (visit.confirmed_minutes, visit.sent_back_reason) == (60, None)
        actions = [action for _, action in await noted(unit, "visit", visit.id)]
        assert actions == ["record", "send_back", "correct", "send_back", "confirm"]


async def test_a_long_reason_is_cut(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        after = await send_back_visit(unit, town.lao_zhou, visit.id, "没" * 400, LATER)
        assert after.sent_back_reason == "没" * 300


async def test_only_a_confirmer_of_the_village_answers_and_never_the_adviser(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        for actor in (town.lin, town.zhou, town.wang, town.chen, town.zheng, town.stranger):
            with pytest.raises(NotFound):
                await confirm_visit(unit, actor, visit.id, None, LATER)
            with pytest.raises(NotFound):
                await send_back_visit(unit, actor, visit.id, "当天没有来村", LATER)
        with pytest.raises(NotFound):
            await confirm_visit(unit, town.lao_zhou, 404, None, LATER)
        place, role = town.houtang.id, Role.VILLAGE_CONFIRMER
        await unit.people.grant(town.lin.person_id, role, place, NOW)
        both = await unit.people.actor(town.lin.person_id)
        with pytest.raises(NotAllowed):
            await confirm_visit(unit, both, visit.id, None, LATER)
        assert await unit.visits.get(visit.id) == visit


async def test_a_withdrawn_visit_and_one_of_a_closed_month_are_not_answered(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        visit = await _recorded(unit, town)
        gone = await record_visit(
            unit, town.lin, stay(town.lin, town.houtang, "2026-11-04 09:00"), NOW
        )
        await withdraw_visit(unit, town.lin, gone.id, NOW)
        with pytest.raises(NotFound):
            await confirm_visit(unit, town.lao_zhou, gone.id, None, LATER)
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "通报", LATER)
        with pytest.raises(MonthClosed):
            await confirm_visit(unit, town.lao_zhou, visit.id, None, LATER)
        await unit.months.reopen(NOVEMBER, town.street.id, town.li.person_id, "漏记一次", LATER)
        with pytest.raises(MonthClosed):
            await send_back_visit(unit, town.lao_zhou, visit.id, "当天没有来村", LATER)
