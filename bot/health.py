"""Whether a messenger works as a whole: kept in the database, for the digest to tell the office."""

import logging

from bot.clock import Clock
from storage.engine import Storage, StorageUnavailable

log = logging.getLogger(__name__)


class Health:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self._works: dict[str, bool] = {}

    async def works(self, messenger: str) -> None:
        if self._works.get(messenger) is not True and await self._note(messenger, None):
            log.info("%s works", messenger)
            self._works[messenger] = True

    async def fails(self, messenger: str, reason: str) -> None:
        if self._works.get(messenger) is not False and await self._note(messenger, reason):
            log.error("%s fails: %s", messenger, reason)
            self._works[messenger] = False

    async def _note(self, messenger: str, reason: str | None) -> bool:
        """False when it could not be written: then it is tried again the next time."""
        try:
            async with self._storage.unit() as unit:
                await unit.outbox.note_health(messenger, reason, self._clock.now())
        except StorageUnavailable as error:
            log.warning("the health of %s could not be noted: %s", messenger, error)
            return False
        return True
