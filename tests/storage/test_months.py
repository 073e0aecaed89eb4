"""口径 from month to month, closed months with their figures, and the days off."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.months import Month
from domain.policy import ConfirmationRule, Policy, QuotaBasis
from storage.engine import Storage
from storage.months import Figures
from storage.tables import month_corrections
from tests.storage.conftest import Town

OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


async def test_a_policy_holds_from_its_month_until_the_next_one(
    storage: Storage, town: Town, now: datetime
):
    stricter = Policy(
        quota=600,
        basis=QuotaBasis.ADVISER,
        confirmation=ConfirmationRule.REQUIRED,
        counting={"lecture"},
    )
    async with storage.unit() as unit:
        await unit.policies.set(stricter, NOVEMBER, town.chen.id, now)
        await unit.policies.set(Policy(quota=300), Month(2027, 3), None, now)
        assert await unit.policies.of_month(OCTOBER) == Policy()
        assert await unit.policies.of_month(NOVEMBER) == stricter
        assert await unit.policies.of_month(Month(2027, 2)) == stricter
        assert (await unit.policies.of_month(Month(2027, 3))).quota == 300
        assert [month for month, _ in await unit.policies.all()] == [NOVEMBER, Month(2027, 3)]


async def test_a_policy_set_again_for_its_month_replaces_the_first(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.policies.set(Policy(quota=600), NOVEMBER, town.chen.id, now)
        await unit.policies.set(Policy(quota=480), NOVEMBER, town.chen.id, now)
        assert await unit.policies.all() == [(NOVEMBER, Policy(quota=480))]


async def test_a_month_is_open_closed_reopened_and_closed_again(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        assert not await unit.months.is_closed(OCTOBER)
        await unit.months.close(OCTOBER, Policy(quota=600), "十月通报", now)
        kept = await unit.months.get(OCTOBER)
        assert (kept.closed, kept.closed_at, kept.bulletin) == (True, now, "十月通报")
        assert Policy.model_validate(kept.policy).quota == 600
        await unit.months.reopen(OCTOBER, town.chen.id, "漏记一次", now)
        assert not await unit.months.is_closed(OCTOBER)
        assert (await unit.months.get(OCTOBER)).reason == "漏记一次"
        await unit.months.close(OCTOBER, Policy(), "更正通报", now + timedelta(days=1))
        assert await unit.months.is_closed(OCTOBER)
        assert not await unit.months.is_closed(NOVEMBER)


async def test_frozen_figures_are_replaced_as_a_whole(storage: Storage, town: Town, now: datetime):
    first = {town.houtang.id: Figures(300, 120, 480), town.houxin.id: Figures(0, 0, 480)}
    async with storage.unit() as unit:
        await unit.months.freeze(OCTOBER, first, now)
        await unit.months.freeze(NOVEMBER, {}, now)
        assert await unit.months.frozen(OCTOBER) == first
        await unit.months.freeze(OCTOBER, {town.houtang.id: Figures(480, 480, 480)}, now)
        assert await unit.months.frozen(OCTOBER) == {town.houtang.id: Figures(480, 480, 480)}
        assert await unit.months.frozen(NOVEMBER) == {}


async def test_figures_are_of_villages_that_exist(storage: Storage, town: Town, now: datetime):
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.months.freeze(OCTOBER, {404: Figures(0, 0, 480)}, now)


async def test_a_correction_keeps_both_values(storage: Storage, town: Town, now: datetime):
    async with storage.unit() as unit:
        await unit.months.correct(OCTOBER, town.houtang.id, 300, 480, "补录一次", town.chen.id, now)
        (row,) = (await unit.connection.execute(select(month_corrections))).all()
    assert (row.month, row.before, row.after, row.reason, row.corrected_by, row.corrected_at) == (
        "2026-10",
        300,
        480,
        "补录一次",
        town.chen.id,
        now,
    )


async def test_days_imported_again_replace_themselves_only(storage: Storage):
    spring, sunday = date(2028, 1, 27), date(2028, 1, 23)
    async with storage.unit() as unit:
        await unit.calendar.replace({})
        await unit.calendar.replace({spring: False, sunday: False})
        await unit.calendar.replace({sunday: True})
        assert await unit.calendar.table() == {spring: False, sunday: True}
