"""Two streets of one county through a month: each on the days of its own rules."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from actions.visits import record_visit
from domain.illnesses import JobFailed
from domain.months import Month, local
from domain.notices import BulletinReady, Digest
from domain.policy import Policy
from domain.visits import MonthClosed
from scheduler import jobs
from scheduler.jobs import Run
from scheduler.runner import overview, run_due, run_one
from scheduler.timetable import JOBS
from storage.engine import Storage
from storage.job_claims import RunState
from tests.actions.cast import Town, at, build, stay, told

NOVEMBER = Month(2026, 11)
START = at("2026-11-20 12:00")


async def two_streets(storage: Storage) -> Town:
    """The other street closes on the 10th and has its digest eight days before the month ends."""
    town = await build(storage)
    async with storage.unit() as unit:
        policy = Policy(closing_day=10, digest_day=-8)
        long_ago = at("2026-01-01 09:00")
        await unit.policies.set(policy, NOVEMBER, None, long_ago, town.other_street.id)
    await run_due(storage, START)
    return town


async def live(storage: Storage, since: datetime, until: str) -> None:
    now = since
    while now < at(until):
        now = min(now + timedelta(hours=6), at(until))
        await run_due(storage, now)


async def closed(storage: Storage, town: Town) -> list[bool]:
    async with storage.reading() as unit:
        streets = (town.street.id, town.other_street.id)
        return [await unit.months.is_closed(NOVEMBER, each) for each in streets]


async def test_each_street_closes_on_its_own_day(storage: Storage) -> None:
    town = await two_streets(storage)
    await live(storage, START, "2026-12-08 00:00")
    assert await closed(storage, town) == [True, False]
    await live(storage, at("2026-12-08 00:00"), "2026-12-10 23:50")
    assert await closed(storage, town) == [True, False]
    await run_due(storage, at("2026-12-10 23:53"))
    assert await closed(storage, town) == [True, True]
    async with storage.reading() as unit:
        runs = await unit.job_runs.of_period("close", "2026-11")
        ready = await told(unit, BulletinReady)
    assert [f"{local(run.due_at):%m-%d}" for run in runs] == ["12-07", "12-10"]
    assert [bool(each.document) for each in ready[town.li.person_id]] == [True, True]
    assert len(ready[town.chen.person_id]) == 1


async def test_who_answers_for_both_hears_of_each_on_its_day_and_of_both_together(
    storage: Storage,
) -> None:
    town = await two_streets(storage)
    await live(storage, START, "2026-12-02 00:00")
    async with storage.reading() as unit:
        digests = await told(unit, Digest)
    of_li = [
        (each.occasion, sorted({x.village for x in each.lines}))
        for each in digests[town.li.person_id]
        if each.occasion != "grids_weekly"
    ]
    assert of_li == [
        ("before_month_end", ["南巷村"]),
        ("before_month_end", ["后塘村", "后莘社区"]),
        ("month_end", ["南巷村", "后塘村", "后莘社区"]),
    ]
    of_chen = [each for each in digests[town.chen.person_id] if each.occasion == "before_month_end"]
    assert len(of_chen) == 1
    until = {each.until for each in digests[town.zhou.person_id]}
    assert until == {date(2026, 12, 10)}


async def test_a_month_is_shut_by_its_date_when_no_job_has_run(storage: Storage) -> None:
    town = await two_streets(storage)
    morning = at("2026-12-08 09:00")
    async with storage.unit() as unit:
        near = stay(town.lin, town.houtang, "2026-11-28 09:00")
        with pytest.raises(MonthClosed):
            await record_visit(unit, town.lin, near, morning)
        far = stay(town.zhou, town.nanxiang, "2026-11-28 09:00")
        await record_visit(unit, town.zhou, far, morning)


async def test_the_trouble_of_one_street_keeps_no_other_from_its_month(storage: Storage) -> None:
    town = await two_streets(storage)
    async with storage.unit() as unit:
        await unit.policies.set(Policy(closing_day=5), NOVEMBER, None, START, town.other_street.id)

    async def troubled(work: jobs.Work) -> None:
        if town.street.id in work.streets:
            raise ValueError("the printer is out of paper")
        await jobs.close(work)

    close = next(job for job in JOBS if job.name == "close")
    mine = (replace(close, prepare=troubled),)
    for hours in range(40):
        await run_due(storage, at("2026-12-07 23:53") + timedelta(hours=hours), mine)
    assert await closed(storage, town) == [False, True]
    async with storage.reading() as unit:
        failed, done = await unit.job_runs.of_period("close", "2026-11")
    assert (failed.place_id, failed.state) == (town.street.id, RunState.FAILED)
    assert (done.place_id, done.state) == (town.other_street.id, RunState.DONE)
    async with storage.unit() as unit:
        illnesses = await Run(unit, "2026-11", at("2026-12-09 09:00"), START, []).illnesses()
    (said,) = [each for each in illnesses.ailing if isinstance(each, JobFailed)]
    assert (said.job, said.streets) == ("close", ("示例街道",))


async def test_a_street_added_later_begins_on_its_day(sqlite_storage: Storage) -> None:
    town = await two_streets(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        new = await unit.districts.add("321183005000", "新的街道", town.city, date(2026, 12, 2))
        await unit.villages.add(new.id, "新村")
    await live(sqlite_storage, START, "2026-12-20 12:00")
    async with sqlite_storage.reading() as unit:
        assert not await unit.months.is_closed(NOVEMBER, new.id)
        runs = [await unit.job_runs.get(job.name, "2026-11", new.id) for job in JOBS]
        rows = await unit.shortfalls.of_month(NOVEMBER)
    assert not any(runs)
    assert len(rows) == 3


async def test_by_hand_a_job_runs_in_every_street_where_it_is_due(sqlite_storage: Storage) -> None:
    town = await two_streets(sqlite_storage)
    now = at("2026-12-08 09:00")
    runs = await run_one(sqlite_storage, "close", "2026-11", now)
    assert [(run.place_id, run.state) for run in runs] == [(town.street.id, RunState.DONE)]
    lines = [line for line in await overview(sqlite_storage, now) if line.name == "close"]
    assert [
        (line.streets, f"{local(line.next_due.at):%m-%d}") for line in lines if line.next_due
    ] == [
        (("另一街道",), "12-10"),
        (("示例街道",), "01-05"),
    ]
    assert lines[1].last is not None and lines[1].last.period == "2026-11"
