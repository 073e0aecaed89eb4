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
        settings = await unit.policies.settings()
        assert [setting.since for setting in settings] == [NOVEMBER, Month(2027, 3)]


async def test_a_policy_set_again_for_its_month_replaces_the_first(
    storage: Storage, town: Town, now: datetime
):
    async with storage.unit() as unit:
        await unit.policies.set(Policy(quota=600), NOVEMBER, town.chen.id, now)
        await unit.policies.set(Policy(quota=480), NOVEMBER, town.chen.id, now)
        (kept,) = await unit.policies.settings()
        assert (kept.since, kept.body) == (NOVEMBER, {"quota": 480})


async def test_a_place_keeps_nothing_but_what_it_says_itself(
    storage: Storage, town: Town, now: datetime
):
    november, street, other = NOVEMBER, town.street, town.other_street
    async with storage.unit() as unit:
        await unit.policies.set(Policy(quota=600), november, None, now, town.city.id)
        await unit.policies.set(Policy(closing_day=8), november, None, now, street.id)
        here = await unit.policies.of_month(november, street.chain)
        there = await unit.policies.of_month(november, other.chain)
        assert (here.quota, here.closing_day) == (600, 8)
        assert (there.quota, there.closing_day) == (600, 5)
        assert await unit.policies.of_month(november) == Policy()


async def test_a_month_is_open_closed_reopened_and_closed_again(
    storage: Storage, town: Town, now: datetime
):
    street, other = town.street.id, town.other_street.id
    async with storage.unit() as unit:
        months = unit.months
        assert not await months.is_closed(OCTOBER, street)
        await months.close(OCTOBER, street, Policy(quota=600), "十月通报", now)
        kept = await months.get(OCTOBER, street)
        assert (kept.closed, kept.closed_at, kept.bulletin) == (True, now, "十月通报")
        assert Policy.model_validate(kept.policy).quota == 600
        assert await months.bulletins(OCTOBER, [street, other]) == {street: "十月通报"}
        await months.reopen(OCTOBER, street, town.chen.id, "漏记一次", now)
        assert not await months.is_closed(OCTOBER, street)
        assert (await months.get(OCTOBER, street)).reason == "漏记一次"
        await months.close(OCTOBER, street, Policy(), "更正通报", now + timedelta(days=1))
        assert await months.is_closed(OCTOBER, street)
        assert not await months.is_closed(NOVEMBER, street)
        assert not await months.is_closed(OCTOBER, other)


async def test_a_month_no_job_ever_closed_can_be_opened_too(
    storage: Storage, town: Town, now: datetime
):
    street = town.street.id
    async with storage.unit() as unit:
        await unit.months.reopen(OCTOBER, street, town.chen.id, "漏记一次", now)
        frame = await unit.frames.of_street(OCTOBER, town.street)
        assert (frame.closed, frame.reopened, frame.frozen) == (False, True, False)
        await unit.months.forget(OCTOBER, street)
        assert (await unit.months.get(OCTOBER, street)).reason is None


async def test_frozen_figures_are_replaced_street_by_street(
    storage: Storage, town: Town, now: datetime
):
    street, other = town.street.id, town.other_street.id
    first = {town.houtang.id: Figures(300, 120, 480), town.houxin.id: Figures(0, 0, 480)}
    far = {town.faraway.id: Figures(60, 0, 480)}
    async with storage.unit() as unit:
        await unit.months.freeze(OCTOBER, street, first, now)
        await unit.months.freeze(OCTOBER, other, far, now)
        await unit.months.freeze(NOVEMBER, street, {}, now)
        assert await unit.months.frozen(OCTOBER) == first | far
        again = {town.houtang.id: Figures(480, 480, 480)}
        await unit.months.freeze(OCTOBER, street, again, now)
        assert await unit.months.frozen(OCTOBER) == again | far
        assert await unit.months.frozen(NOVEMBER) == {}


async def test_figures_are_of_villages_that_exist(storage: Storage, town: Town, now: datetime):
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.months.freeze(OCTOBER, town.street.id, {404: Figures(0, 0, 480)}, now)


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
        assert (await unit.calendar.at()).table == {spring: False, sunday: True}


async def test_a_street_may_work_where_all_others_rest(storage: Storage, town: Town):
    spring, sunday = date(2028, 1, 27), date(2028, 1, 23)
    async with storage.unit() as unit:
        await unit.calendar.replace({spring: False, sunday: False})
        await unit.calendar.replace({sunday: True}, town.street.id)
        here = await unit.calendar.at(town.street.chain)
        there = await unit.calendar.at(town.other_street.chain)
    assert [here.is_working_day(day) for day in (spring, sunday)] == [False, True]
    assert [there.is_working_day(day) for day in (spring, sunday)] == [False, False]
