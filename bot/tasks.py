"""The one place where tasks are started: they are kept, their failures logged, all cancelled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds before a loop that broke is begun again."""


class Tasks:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run beside everything else; asyncio itself would forget a task nobody holds."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def keep(self, loop: Callable[[], Awaitable[None]], name: str) -> asyncio.Task[Any]:
        """Run a loop that should last as long as the process; begin it again when it breaks."""
        return self.start(self._again_and_again(loop, name), name)

    async def close(self) -> None:
        """Cancel what is left and wait for it to end."""
        left = list(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _again_and_again(self, loop: Callable[[], Awaitable[None]], name: str) -> None:
        while True:
            try:
                await loop()
                return
            except Exception:
                log.exception("%s broke and begins again in %s s", name, PAUSE)
                await asyncio.sleep(PAUSE)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("%s failed", task.get_name(), exc_info=error)
