import asyncio
from datetime import datetime

from scheduler.bell import Bell
from storage.engine import Storage
from tests.domain.cast import at


class Clock:
    def __init__(self, text: str) -> None:
        self.text = text

    def now(self) -> datetime:
        return at(self.text)


async def test_the_bell_rings_at_once_and_then_does_what_is_due(sqlite_storage: Storage) -> None:
    clock = Clock("2026-11-10 12:00")
    bell = Bell(sqlite_storage, clock.now)
    bell.start()
    async with asyncio.timeout(10):
        while True:
            async with sqlite_storage.reading() as unit:
                if await unit.bell.watch():
                    break
            await asyncio.sleep(0.01)
    clock.text = "2026-11-11 06:30"
    done = await bell.ring()
    assert ("evaluate", "2026-11-11") in done
    assert await bell.ring() == []
    await bell.stop()
    await bell.stop()
