"""Whether a messenger works as a whole: kept in the database, for the digest to tell the office."""

import logging

from bot.clock import Clock
from storage.engine import Storage
from storage.unavailable import StorageUnavailable

log = logging.getLogger(__name__)


class Health:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._known: dict[str, str | None] = {}

    async def works(self, messenger: str) -> None:
        if self._known.get(messenger, "") is not None and await self._note(messenger, None):
            log.info("%s works", messenger)
            self._known[messenger] = None

    async def fails(self, messenger: str, reason: str) -> None:
        if self._known.get(messenger) != reason and await self._note(messenger, reason):
            log.error("%s fails: %s", messenger, reason)
            self._known[messenger] = reason

    async def _note(self, messenger: str, reason: str | None) -> bool:
        """False when it could not be written: then it is tried again the next time."""
        try:
            async with self._storage.unit() as unit:
                await unit.outbox.note_health(messenger, reason, self._clock.now())
        except StorageUnavailable as error:
            log.warning("the health of %s could not be noted: %s", messenger, error)
            return False
        return True
