"""What `shaodian jobs` asks of the runner."""

import pytest

from domain.month_days import JobUnknown, NotYetDue
from scheduler.runner import overview, run_due, run_one
from storage.engine import Storage
from storage.job_claims import RunState
from tests.domain.cast import at
from tests.scheduler.small_jobs import COUNT, JOBS, Trouble, installed


async def test_one_run_can_be_asked_for_by_hand(sqlite_storage: Storage) -> None:
    now = at("2026-12-02 10:00")
    (run,) = await run_one(sqlite_storage, "report", "2026-10", now, JOBS)
    assert (run.state, run.period) == (RunState.DONE, "2026-10")
    (latest,) = await run_one(sqlite_storage, "count", None, now, JOBS)
    assert latest.period == "2026-12-02"
    (again,) = await run_one(sqlite_storage, "report", "2026-10", now, JOBS)
    assert (again.state, again.attempts) == (RunState.DONE, 2)


async def test_a_run_by_hand_says_what_is_wrong(sqlite_storage: Storage) -> None:
    now = at("2026-12-02 10:00")
    with pytest.raises(NotYetDue) as early:
        await run_one(sqlite_storage, "close", "2026-11", now, JOBS)
    assert early.value.at == at("2026-12-07 23:52")
    for name, period in (("nonsense", None), ("close", "2026-13"), ("close", "2026-11-05")):
        with pytest.raises(JobUnknown):
            await run_one(sqlite_storage, name, period, now, JOBS)
    (failed,) = await run_one(sqlite_storage, "count", None, now, (Trouble(1).in_job(COUNT),))
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
    assert close.title == "月结"
    assert report.last is not None and report.last.period == "2026-11"
    assert close.last is None
    assert close.next_due is not None and close.next_due.at == at("2026-12-07 23:52")
