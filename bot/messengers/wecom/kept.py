"""What arrived is kept until it is handled, and what nobody could handle for engineers to see."""

import json
from datetime import datetime
from typing import NamedTuple

from bot.clock import Clock
from bot.messengers.wecom.frames import LONGEST_ID, Callback, kind_of
from bot.messengers.wecom.outgoing import Frame
from storage.engine import Storage
from storage.unavailable import StorageUnavailable


class Came(NamedTuple):
    """What arrived, when, and in which order."""

    callback: Callback
    frame: Frame
    at: datetime
    nth: int


class Keeper:
    def __init__(self, messenger: str, storage: Storage, clock: Clock) -> None:
        self._messenger, self._storage, self._clock = messenger, storage, clock

    async def keep(self, came: Came) -> None:
        """A welcome is of use for 5 seconds only, so it is not kept."""
        if kind_of(came.frame) == "enter_chat":
            return
        text = json.dumps(came.frame).replace("\\u0000", "")
        async with self._storage.unit() as unit:
            await unit.inbox.keep(self._messenger, came.callback.msgid, text, came.at, came.nth)

    async def unreadable(self, frame: Frame, wrong: object) -> None:
        """Kept where it can be told from others."""
        body = frame.get("body")
        msgid = body.get("msgid") if isinstance(body, dict) else None
        if isinstance(msgid, str) and 0 < len(msgid) <= LONGEST_ID:
            await self.failed(msgid, frame, ValueError(wrong))

    async def failed(self, msgid: str, frame: Frame, error: Exception) -> bool:
        """False when even that could not be stored."""
        failed = f"{type(error).__name__}: {error!r}\n{json.dumps(frame)}"
        try:
            async with self._storage.unit() as unit:
                if not (await unit.events.arriving(self._messenger, "", msgid)).seen:
                    now = self._clock.now()
                    await unit.events.note(self._messenger, msgid, now, None, failed)
        except StorageUnavailable:
            return False
        return True
