import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.bell import Bell
from storage.engine import Storage
from storage.leases import Holder, new_holder
from storage.unit import Unit
from tests.domain.cast import at


class Clock:
    def __init__(self, text: str) -> None:
        self.text = text

    def now(self) -> datetime:
        return at(self.text)


async def until(storage: Storage, found: Callable[[Unit], Awaitable[object]]) -> None:
    async with asyncio.timeout(10):
        while True:
            async with storage.reading() as unit:
                if await found(unit):
                    return
            await asyncio.sleep(0.01)


async def watched(storage: Storage) -> None:
    await until(storage, lambda unit: unit.bell.watch())


async def test_the_bell_rings_at_once_and_then_does_what_is_due(sqlite_storage: Storage) -> None:
    clock = Clock("2026-11-10 12:00")
    bell = Bell(sqlite_storage, clock.now)
    bell.start()
    await watched(sqlite_storage)
    clock.text = "2026-11-11 06:30"
    done = await bell.ring()
    assert ("evaluate", "2026-11-11") in done
    assert await bell.ring() == []
    await bell.stop()
    await bell.stop()


async def test_a_clock_put_back_does_not_silence_the_bell(
    sqlite_storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What APScheduler then waits for lies an hour ahead."""
    monkeypatch.setattr("scheduler.bell.LISTENS_EVERY", 0.05)
    clock = Clock("2026-11-10 12:00")
    bell = Bell(sqlite_storage, clock.now)
    bell.start()
    await watched(sqlite_storage)
    for job in bell._scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    clock.text = "2026-11-11 06:30"
    await until(sqlite_storage, lambda unit: unit.job_runs.last_of("evaluate"))
    await bell.stop()


async def test_what_runs_long_stays_claimed(sqlite_storage: Storage) -> None:
    clock = Clock("2026-11-10 12:00")
    bell = Bell(sqlite_storage, clock.now, Holder("us", 1.5))
    async with sqlite_storage.unit() as unit:
        await unit.job_runs.enlist("close", "2026-10", clock.now())
        await unit.job_runs.begin("close", "2026-10", Holder("us", 1.5).claim(clock.now()))
    later = at("2026-11-10 12:05")
    async with bell._turn:
        bell.start()
        clock.text = "2026-11-10 12:05"
        await asyncio.sleep(0.8)
    async with sqlite_storage.unit() as unit:
        assert not await unit.job_runs.note_cut_off("close", "2026-10", new_holder().claim(later))
    await bell.stop()
