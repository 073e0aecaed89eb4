"""The runner, with jobs that only note in the audit that they ran: an effect like any other."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.months import Month
from domain.policy import Policy
from scheduler.due import JobUnknown, rules_of
from scheduler.jobs import Run
from scheduler.runner import ATTEMPTS, BACKOFF, NotYetDue, overview, run_due, run_one
from scheduler.timetable import CatchUp, Job, after_month_end, closings, daily
from storage.engine import Storage, open_storage
from storage.jobs import RunState
from storage.tables import audit
from tests.databases import SqliteFiles
from tests.domain.cast import at

MINUTE = timedelta(minutes=1)
INSTALLED: datetime = at("2026-11-10 12:00")


def noting(name: str) -> Callable[[Run], Awaitable[None]]:
    async def tell(run: Run) -> None:
        await run.unit.audit.note(None, name, "job", None, run.now, after={"period": run.period})

    return tell


REPORT = Job("report", "月报", time(8, 11), CatchUp.EACH, after_month_end, tell=noting("report"))
CLOSE = Job("close", "月结", time(23, 52), CatchUp.EACH, closings, tell=noting("close"))
COUNT = Job("count", "每日核算", time(6, 17), CatchUp.LATEST, daily, tell=noting("count"))
JOBS = (COUNT, REPORT, CLOSE)


class Trouble:
    """Makes a job fail as often as it is told to, after it has already done its work."""

    def __init__(self, times: int, error: type[BaseException] = ValueError) -> None:
        self.times, self.error = times, error

    def in_job(self, job: Job) -> Job:
        async def tell(run: Run) -> None:
            await job.tell(run)
            if self.times:
                self.times -= 1
                raise self.error("the printer is out of paper")

        return Job(job.name, job.title, job.at, job.catch_up, job.dates, tell=tell)


async def effects(storage: Storage) -> list[tuple[str, str]]:
    async with storage.reading() as unit:
        rows = await unit.audit.all_rows(select(audit).order_by(audit.c.id))
    return [(row.action, row.after["period"]) for row in rows if row.subject == "job"]


async def installed(storage: Storage, moment: datetime = INSTALLED) -> None:
    assert await run_due(storage, moment, JOBS) == []


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


async def test_a_job_that_kills_its_process_each_time_is_given_up(
    sqlite_storage: Storage,
) -> None:
    await installed(sqlite_storage)
    morning = at("2026-11-11 06:17")
    deadly = (Trouble(100, asyncio.CancelledError).in_job(COUNT), CLOSE)
    for n in range(ATTEMPTS):
        with pytest.raises(asyncio.CancelledError):
            await run_due(sqlite_storage, morning + n * MINUTE, deadly)
    assert await run_due(sqlite_storage, morning + ATTEMPTS * MINUTE, deadly) == []
    async with sqlite_storage.reading() as unit:
        assert [run.job for run in await unit.job_runs.failed()] == ["count"]


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


async def test_one_run_can_be_asked_for_by_hand(sqlite_storage: Storage) -> None:
    now = at("2026-12-02 10:00")
    run = await run_one(sqlite_storage, "report", "2026-10", now, JOBS)
    assert (run.state, run.period) == (RunState.DONE, "2026-10")
    latest = await run_one(sqlite_storage, "count", None, now, JOBS)
    assert latest.period == "2026-12-02"
    again = await run_one(sqlite_storage, "report", "2026-10", now, JOBS)
    assert (again.state, again.attempts) == (RunState.DONE, 2)


async def test_a_run_by_hand_says_what_is_wrong(sqlite_storage: Storage) -> None:
    now = at("2026-12-02 10:00")
    with pytest.raises(NotYetDue) as early:
        await run_one(sqlite_storage, "close", "2026-11", now, JOBS)
    assert early.value.at == at("2026-12-07 23:52")
    for name, period in (("nonsense", None), ("close", "2026-13"), ("close", "2026-11-05")):
        with pytest.raises(JobUnknown):
            await run_one(sqlite_storage, name, period, now, JOBS)
    failed = await run_one(sqlite_storage, "count", None, now, (Trouble(1).in_job(COUNT),))
    assert (failed.state, failed.error) == (
        RunState.WAITING,
        "ValueError: the printer is out of paper",
    )


async def test_the_overview_tells_the_last_run_and_the_next(sqlite_storage: Storage) -> None:
    await installed(sqlite_storage)
    now = at("2026-12-02 10:00")
    await run_due(sqlite_storage, now, JOBS)
    lines = {line.name: line for line in await overview(sqlite_storage, now, JOBS)}
    report, close = lines["report"], lines["close"]
    assert report.title == "月报"
    assert report.last is not None and report.last.period == "2026-11"
    assert close.last is None
    assert close.next_due is not None and close.next_due.at == at("2026-12-07 23:52")


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
