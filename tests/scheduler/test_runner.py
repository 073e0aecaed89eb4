"""Each (job, period) once, whatever happened meanwhile."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.illnesses import illnesses_of
from domain.illnesses import JobCutOff
from domain.months import Month
from domain.policy import Policy
from domain.working_days import DAY
from scheduler.attempts import ATTEMPTS, BACKOFF
from scheduler.due import rules_of
from scheduler.jobs import Work
from scheduler.runner import run_due
from storage.engine import Storage, open_storage
from storage.job_claims import RunState
from tests.databases import SqliteFiles
from tests.domain.cast import at
from tests.scheduler.small_jobs import (
    CLOSE,
    COUNT,
    INSTALLED,
    JOBS,
    MINUTE,
    REPORT,
    Trouble,
    effects,
    installed,
)


async def test_the_first_start_does_not_make_up_for_the_past(sqlite_storage: Storage) -> None:
    await installed(sqlite_storage)
    assert await run_due(sqlite_storage, INSTALLED + MINUTE, JOBS) == []
    assert await effects(sqlite_storage) == []


async def test_what_is_due_is_done_once(storage: Storage) -> None:
    await installed(storage)
    assert await run_due(storage, at("2026-11-11 06:16"), JOBS) == []
    for moment in ("2026-11-11 06:17", "2026-11-11 06:18", "2026-11-11 20:00"):
        await run_due(storage, at(moment), JOBS)
    assert await effects(storage) == [("count", "2026-11-11")]


async def test_after_an_outage_each_month_is_done_and_only_the_latest_day(
    storage: Storage,
) -> None:
    await installed(storage)
    done = await run_due(storage, at("2027-02-03 10:00"), JOBS)
    assert done == [
        ("report", "2026-11"),
        ("close", "2026-11"),
        ("report", "2026-12"),
        ("close", "2026-12"),
        ("report", "2027-01"),
        ("count", "2027-02-03"),
    ]
    assert await effects(storage) == done


async def test_a_failing_job_does_not_keep_the_others_from_running(
    sqlite_storage: Storage,
) -> None:
    jobs = (Trouble(100).in_job(COUNT), REPORT, Trouble(100).in_job(CLOSE))
    await installed(sqlite_storage)
    done = await run_due(sqlite_storage, at("2026-12-08 00:10"), jobs)
    assert done == await effects(sqlite_storage) == [("report", "2026-11")]


async def test_a_failed_job_is_tried_again_later_and_its_effect_is_there_once(
    storage: Storage,
) -> None:
    jobs = (Trouble(2).in_job(COUNT),)
    await installed(storage)
    morning = at("2026-11-11 06:17")
    for minutes in (0, 0.5, 1, 2, 5, 6, 7, 60):
        await run_due(storage, morning + minutes * MINUTE, jobs)
    async with storage.reading() as unit:
        run = await unit.job_runs.get("count", "2026-11-11")
    assert run is not None and (run.state, run.attempts) == (RunState.DONE, 3)
    assert await effects(storage) == [("count", "2026-11-11")]


async def test_a_job_that_never_succeeds_is_given_up_and_seen(sqlite_storage: Storage) -> None:
    jobs = (Trouble(100).in_job(REPORT),)
    await installed(sqlite_storage)
    moment = at("2026-12-01 08:11")
    for wait in (timedelta(0), *BACKOFF, *BACKOFF):
        moment += wait
        await run_due(sqlite_storage, moment, jobs)
    async with sqlite_storage.reading() as unit:
        failed = await unit.job_runs.failed()
    assert [(run.period, run.attempts) for run in failed] == [("2026-11", ATTEMPTS)]
    assert failed[0].error == "ValueError: the printer is out of paper"


async def test_the_next_day_makes_up_for_a_failed_one(sqlite_storage: Storage) -> None:
    await installed(sqlite_storage)
    await run_due(sqlite_storage, at("2026-11-11 06:17"), (Trouble(1).in_job(COUNT),))
    await run_due(sqlite_storage, at("2026-11-12 06:17"), (COUNT,))
    assert await effects(sqlite_storage) == [("count", "2026-11-12")]
    async with sqlite_storage.reading() as unit:
        yesterday = await unit.job_runs.get("count", "2026-11-11")
    assert yesterday is not None and yesterday.state is RunState.SKIPPED


async def test_a_job_cut_off_in_the_middle_runs_again(storage: Storage) -> None:
    await installed(storage)
    morning = at("2026-11-11 06:17")
    with pytest.raises(asyncio.CancelledError):
        await run_due(storage, morning, (Trouble(1, asyncio.CancelledError).in_job(COUNT),))
    assert await effects(storage) == []
    assert await run_due(storage, morning + MINUTE, JOBS) == [("count", "2026-11-11")]
    assert await effects(storage) == [("count", "2026-11-11")]


async def test_being_cut_off_is_not_failing(sqlite_storage: Storage) -> None:
    """However often its process ends meanwhile: it waits its backoff, goes on, and is done."""
    await installed(sqlite_storage)
    moment = at("2026-12-01 08:11")
    deadly = (Trouble(100, asyncio.CancelledError).in_job(REPORT),)
    for wait in (timedelta(0), *BACKOFF, *BACKOFF[-1:] * 3):
        if wait:
            assert await run_due(sqlite_storage, moment + wait - MINUTE / 2, deadly) == []
        moment += wait
        with pytest.raises(asyncio.CancelledError):
            await run_due(sqlite_storage, moment, deadly)
    moment += BACKOFF[-1]
    with pytest.raises(asyncio.CancelledError):
        await run_due(sqlite_storage, moment, deadly)
    await run_due(sqlite_storage, moment + MINUTE, deadly)
    async with sqlite_storage.reading() as unit:
        assert await unit.job_runs.failed() == []
        heard = JobCutOff(job="report", period="2026-11", times=10)
        assert heard in (await illnesses_of(unit, moment)).ailing
    assert await run_due(sqlite_storage, moment + BACKOFF[-1], (REPORT,)) == [("report", "2026-11")]
    async with sqlite_storage.reading() as unit:
        run = await unit.job_runs.get("report", "2026-11")
        assert run is not None and (run.state, run.attempts, run.cut_offs) == (RunState.DONE, 1, 10)
        assert heard not in (await illnesses_of(unit, moment)).ailing


async def test_one_failure_after_many_cut_offs_is_one_failure(sqlite_storage: Storage) -> None:
    await installed(sqlite_storage)
    moment = at("2026-12-01 08:11")
    for wait in (timedelta(0), *BACKOFF, BACKOFF[-1]):
        moment += wait
        with pytest.raises(asyncio.CancelledError):
            await run_due(
                sqlite_storage, moment, (Trouble(1, asyncio.CancelledError).in_job(REPORT),)
            )
    moment += BACKOFF[-1]
    await run_due(sqlite_storage, moment, (Trouble(1).in_job(REPORT),))
    assert await run_due(sqlite_storage, moment + BACKOFF[-1], (REPORT,)) == [("report", "2026-11")]


async def test_another_process_does_not_begin_what_one_is_at(storage: Storage) -> None:
    await installed(storage)
    morning = at("2026-11-11 06:17")
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slowly(work: Work) -> None:
        begun.set()
        await may_end.wait()

    slow = (replace(COUNT, prepare=slowly),)
    async with asyncio.TaskGroup() as both:
        first = both.create_task(run_due(storage, morning, slow))
        await begun.wait()
        assert await run_due(storage, morning + MINUTE / 3, JOBS) == []
        may_end.set()
    assert first.result() == await effects(storage) == [("count", "2026-11-11")]


async def test_a_clock_put_back_delays_nothing(sqlite_storage: Storage) -> None:
    """Noted an hour ahead: what failed then, and what was cut off then, is done all the same."""
    await installed(sqlite_storage)
    ahead, right = at("2026-11-11 07:17"), at("2026-11-11 06:18")
    await run_due(sqlite_storage, ahead, (Trouble(1).in_job(COUNT),))
    assert await run_due(sqlite_storage, right, JOBS) == [("count", "2026-11-11")]
    with pytest.raises(asyncio.CancelledError):
        await run_due(
            sqlite_storage, ahead + DAY, (Trouble(1, asyncio.CancelledError).in_job(COUNT),)
        )
    assert await run_due(sqlite_storage, right + DAY, JOBS) == [("count", "2026-11-12")]


async def test_a_first_start_by_a_clock_a_year_ahead_begins_the_watch_again(
    sqlite_storage: Storage,
) -> None:
    await installed(sqlite_storage, at("2027-11-10 12:00"))
    await installed(sqlite_storage)
    assert await run_due(sqlite_storage, at("2026-11-11 06:17"), JOBS) == [("count", "2026-11-11")]


async def test_a_watch_kept_by_a_clock_a_year_ahead_misses_nothing_now(
    sqlite_storage: Storage,
) -> None:
    await installed(sqlite_storage)
    await run_due(sqlite_storage, at("2027-11-10 12:00"), (CLOSE,))
    assert await run_due(sqlite_storage, at("2026-11-11 06:17"), JOBS) == [("count", "2026-11-11")]


async def test_a_machine_that_wakes_up_in_1970_makes_up_for_no_past(
    sqlite_storage: Storage,
) -> None:
    await installed(sqlite_storage)
    assert await run_due(sqlite_storage, at("1970-01-02 12:00"), JOBS) == []
    assert await run_due(sqlite_storage, INSTALLED + MINUTE, JOBS) == []


async def test_two_processes_at_once_do_it_once(storage: Storage) -> None:
    await installed(storage)
    moment = at("2026-12-08 00:10")
    await run_due(storage, at("2026-12-08 00:09"), ())
    await asyncio.gather(
        *(run_due(storage, moment + n * MINUTE, JOBS) for n in range(3)), return_exceptions=True
    )
    await run_due(storage, moment + 5 * MINUTE, JOBS)
    counted = Counter(await effects(storage))
    assert set(counted.values()) == {1}
    assert counted.keys() == {
        ("count", "2026-12-07"),
        ("report", "2026-11"),
        ("close", "2026-11"),
    }


async def test_a_closing_day_brought_forward_still_closes_the_month(
    sqlite_storage: Storage,
) -> None:
    await installed(sqlite_storage)
    async with sqlite_storage.unit() as unit:
        await unit.policies.set(Policy(closing_day=20), Month(2026, 1), None, INSTALLED)
    await run_due(sqlite_storage, at("2026-12-10 12:00"), (CLOSE,))
    async with sqlite_storage.unit() as unit:
        await unit.policies.set(Policy(closing_day=8), Month(2026, 1), None, INSTALLED)
    assert await run_due(sqlite_storage, at("2026-12-10 12:01"), (CLOSE,)) == [("close", "2026-11")]


@settings(max_examples=12, deadline=None)
@given(
    steps=st.lists(
        st.floats(min_value=0.001, max_value=50, allow_nan=False), min_size=1, max_size=10
    )
)
def test_whatever_the_moments_of_running_each_period_is_done_exactly_once(
    sqlite_files: SqliteFiles, steps: list[float]
) -> None:
    """Steps are days between two runs: minutes of work, or weeks of outage."""

    async def live() -> None:
        storage = open_storage(await sqlite_files.fresh())
        moment = INSTALLED
        await installed(storage)
        done = []
        for step in steps:
            moment += timedelta(days=step)
            done += await run_due(storage, moment, JOBS)
        async with storage.reading() as unit:
            rules = await rules_of(unit)
        seen = await effects(storage)
        await storage.close()
        assert seen == done
        assert max(Counter(seen).values(), default=1) == 1
        for job in (REPORT, CLOSE):
            expected = [due.period for due in job.due(rules, INSTALLED, moment)]
            assert [period for name, period in seen if name == job.name] == expected
        days = [period for name, period in seen if name == "count"]
        assert days == sorted(days)
        latest = COUNT.due(rules, INSTALLED, moment)
        assert days[-1:] == [due.period for due in latest[-1:]]

    asyncio.run(live())
