"""Small writes that need not be waited for: gathered for a moment, committed together."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.tasks import Tasks
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from storage.unit import Unit

log = logging.getLogger(__name__)

Write = Callable[[Unit], Awaitable[object]]
LONGEST_PAUSE = 30.0


class Soon:
    """`after` seconds, within which writes are gathered; what a kill in between costs is small."""

    def __init__(self, storage: Storage, tasks: Tasks, after: float = 0.1) -> None:
        self._storage, self._tasks, self._after = storage, tasks, after
        self._waiting: list[Write] = []
        self._busy, self._writing = False, asyncio.Lock()

    def note(self, write: Write) -> None:
        self._waiting.append(write)
        if not self._busy:
            self._busy = True
            self._tasks.start(self._until_written(), "small writes")

    async def close(self) -> None:
        """Write what waits: the process ends."""
        try:
            await self._write()
        except StorageUnavailable as error:
            log.warning("%s small writes are lost: %s", len(self._waiting), error)
        except Exception:
            await self._write_one_by_one()

    async def _until_written(self) -> None:
        pause = self._after
        try:
            while self._waiting:
                await asyncio.sleep(pause)
                try:
                    await self._write()
                    pause = self._after
                except StorageUnavailable as error:
                    log.warning("small writes wait for the storage: %s", error)
                    pause = min(pause * 2, LONGEST_PAUSE)
                except Exception:
                    log.exception("one of %s small writes is refused", len(self._waiting))
                    await self._write_one_by_one()
        finally:
            self._busy = False

    async def _write_one_by_one(self) -> None:
        """What the database will never take must not keep the others back."""
        for write in list(self._waiting):
            try:
                async with self._storage.unit() as unit:
                    await write(unit)
            except StorageUnavailable:
                return
            except Exception as error:
                log.error("a small write is given up: %s", type(error).__name__)
            self._waiting.remove(write)

    async def _write(self) -> None:
        async with self._writing:
            writes = list(self._waiting)
            if not writes:
                return
            async with self._storage.unit() as unit:
                for write in writes:
                    await write(unit)
            del self._waiting[: len(writes)]
