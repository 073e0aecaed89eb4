"""A visit corrected and withdrawn: both values are kept, and both villages judged again."""

import pytest

from actions.visits import correct_visit, record_visit, withdraw_visit
from domain.errors import NotAllowed, NotFound
from domain.mingbairen import ReasonMissing
from domain.months import Month
from domain.notices import VisitToConfirm
from domain.policy import Policy
from domain.visits import (
    Confirmation,
    InTheFuture,
    MonthClosed,
    NotAssigned,
    Overlaps,
    Source,
    TooShort,
    Visit,
)
from storage.engine import Storage
from tests.actions.cast import NOVEMBER, Town, at, build, figures, noted, stay, told, visited

NOW = at("2026-11-20 20:00")
LATER = at("2026-11-21 10:00")

WHY = "与签到表不符"


async def test_a_correction_keeps_both_values_and_asks_the_village_again(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        before = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        confirmed = before.model_copy(
            update={"confirmation": Confirmation.CONFIRMED, "confirmed_minutes": 120}
        )
        await unit.visits.save(confirmed)
        longer = stay(town.lin, town.houtang, "2026-11-03 14:00", 150)
        after = await correct_visit(unit, town.lin, before.id, longer, LATER)
    async with storage.reading() as unit:
        assert await unit.visits.get(before.id) == after
        assert (after.minutes, after.recorded_at) == (150, NOW)
        assert (after.confirmation, after.confirmed_minutes) == (Confirmation.NONE, None)
        note = (await unit.audit.of("visit", before.id))[-1]
        assert (note["actor_id"], note["action"]) == (town.lin.person_id, "correct")
        assert Visit.model_validate(note["before"]) == confirmed
        assert Visit.model_validate(note["after"]) == after
        asked = (await told(unit, VisitToConfirm))[town.lao_zhou.person_id]
        assert [notice.minutes for notice in asked] == [120, 150]
        assert await figures(unit) == {town.houtang.id: 150}


async def test_a_visit_moved_to_another_village_is_judged_in_both(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        visit = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        await correct_visit(unit, town.lin, visit.id, stay(town.lin, town.houxin), LATER)
        assert await figures(unit) == {town.houtang.id: 0, town.houxin.id: 120}


async def test_what_was_seen_on_the_spot_stays_so_until_its_place_or_time_is_changed(
    sqlite_storage: Storage, town: Town
):
    async with sqlite_storage.unit() as unit:
        live = stay(town.lin, town.houtang).model_copy(update={"source": Source.LIVE})
        visit = await record_visit(unit, town.lin, live, NOW)
        told_more = stay(town.lin, town.houtang).model_copy(update={"people": 42})
        visit = await correct_visit(unit, town.lin, visit.id, told_more, NOW)
        assert (visit.people, visit.source) == (42, Source.LIVE)
        longer = stay(town.lin, town.houtang, "2026-11-03 14:00", 121)
        visit = await correct_visit(unit, town.lin, visit.id, longer, NOW)
        assert visit.source is Source.AFTERWARDS


async def test_a_correction_keeps_to_the_same_rules(sqlite_storage: Storage, town: Town):
    async with sqlite_storage.unit() as unit:
        first = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        second = stay(town.lin, town.houxin, "2026-11-03 16:00")
        await record_visit(unit, town.lin, second, NOW)
        await unit.months.close(Month(2026, 10), town.street.id, Policy(), "通报", NOW)
        for start, minutes, error in (
            ("2026-11-03 14:30", 120, Overlaps),
            ("2026-11-03 14:00", 5, TooShort),
            ("2026-11-20 19:30", 60, InTheFuture),
            ("2026-10-31 14:00", 120, MonthClosed),
        ):
            draft = stay(town.lin, town.houtang, start, minutes)
            with pytest.raises(error):
                await correct_visit(unit, town.lin, first.id, draft, NOW)
        with pytest.raises(NotAssigned):
            await correct_visit(unit, town.lin, first.id, stay(town.lin, town.nanxiang), NOW)
        assert await unit.visits.get(first.id) == first


async def test_a_withdrawn_visit_counts_no_more_and_stays_known(storage: Storage):
    town = await build(storage)
    async with storage.unit() as unit:
        before = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        gone = await withdraw_visit(unit, town.lin, before.id, LATER)
    async with storage.unit() as unit:
        assert await unit.visits.get(before.id) == gone
        assert gone == before.model_copy(update={"withdrawn_at": LATER})
        note = (await unit.audit.of("visit", before.id))[-1]
        assert (note["action"], Visit.model_validate(note["before"])) == ("withdraw", before)
        assert await figures(unit) == {town.houtang.id: 0}
        for again in (
            withdraw_visit(unit, town.lin, before.id, LATER),
            correct_visit(unit, town.lin, before.id, stay(town.lin, town.houtang), LATER),
        ):
            with pytest.raises(NotFound):
                await again


async def test_only_the_adviser_and_the_office_above_correct_and_withdraw(
    sqlite_storage: Storage, town: Town
):
    draft = stay(town.lin, town.houtang, minutes=90)
    async with sqlite_storage.unit() as unit:
        visit = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        far = await visited(unit, town.zhou, town.nanxiang)
        others = (town.zhou, town.wang, town.lao_zhou, town.stranger)
        for actor, id_ in [(other, visit.id) for other in others] + [
            (town.chen, far.id),
            (town.chen, 404),
            (town.lin, 404),
        ]:
            with pytest.raises((NotAllowed, NotFound)):
                await correct_visit(unit, actor, id_, draft, LATER)
            with pytest.raises((NotAllowed, NotFound)):
                await withdraw_visit(unit, actor, id_, LATER)
        assert await unit.visits.get(visit.id) == visit
        with pytest.raises(NotAllowed):
            abroad = stay(town.lin, town.nanxiang)
            await correct_visit(unit, town.chen, visit.id, abroad, LATER)
        with pytest.raises(ReasonMissing):
            await correct_visit(unit, town.chen, visit.id, draft, LATER)
        with pytest.raises(ReasonMissing):
            await withdraw_visit(unit, town.chen, visit.id, LATER, reason="点错了")
        changed = await correct_visit(unit, town.chen, visit.id, draft, LATER, reason=WHY)
        assert (changed.adviser_id, changed.minutes) == (town.lin.person_id, 90)
        assert changed.source is Source.AFTERWARDS
        await withdraw_visit(unit, town.zheng, visit.id, LATER, reason=WHY)
        who = [town.lin, town.chen, town.zheng]
        words = ["record", "correct", "withdraw"]
        expected = list(zip([actor.person_id for actor in who], words, strict=True))
        assert await noted(unit, "visit", visit.id) == expected


async def test_after_closing_only_the_office_changes_a_visit_and_only_once_it_is_reopened(
    sqlite_storage: Storage, town: Town
):
    draft = stay(town.lin, town.houtang, minutes=90)
    async with sqlite_storage.unit() as unit:
        visit = await record_visit(unit, town.lin, stay(town.lin, town.houtang), NOW)
        await unit.months.close(NOVEMBER, town.street.id, Policy(), "通报", LATER)
        for actor in (town.lin, town.chen, town.zheng):
            with pytest.raises(MonthClosed):
                await correct_visit(unit, actor, visit.id, draft, LATER)
            with pytest.raises(MonthClosed):
                await withdraw_visit(unit, actor, visit.id, LATER)
        await unit.months.reopen(NOVEMBER, town.street.id, town.li.person_id, "记错时间", LATER)
        with pytest.raises(MonthClosed):
            await withdraw_visit(unit, town.lin, visit.id, LATER)
        assert (
            await correct_visit(unit, town.chen, visit.id, draft, LATER, reason=WHY)
        ).minutes == 90
        assert (
            await withdraw_visit(unit, town.chen, visit.id, LATER, reason=WHY)
        ).withdrawn_at == LATER
