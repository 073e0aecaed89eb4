"""What WeCom's refusals mean for us, by errcode alone. The words are for the office to read."""

import re
import time
from collections.abc import Callable
from typing import Any

from bot.talk.arrivals import NotDelivered
from words.wecom import (
    BUSY,
    CREDENTIALS,
    CUT_OFF,
    GONE,
    NEVER_WROTE,
    NO_ANSWER,
    NOT_TAKEN,
    REMOVED,
    TOO_FAST,
    with_code,
)

FORGOTTEN = 846605
"""This req_id takes no answer any more, or takes none of this kind."""
REPEATED_TASK = 42014
TOO_MANY = 45009
MINUTE, HOUR = 60.0, 3600.0
BUSY_TRIES = 3
"""Tries the documents advise at most where the system is busy (-1)."""


PERMANENT: dict[str, Any] = {"permanent": True}
DOWN: dict[str, Any] = {"down": True}
LATER: dict[str, Any] = {}

MEANINGS: dict[int, tuple[str, dict[str, Any]]] = {
    -1: (BUSY, {"tries": BUSY_TRIES}),
    6000: (BUSY, LATER),
    40001: (CREDENTIALS, DOWN),
    40003: (GONE, PERMANENT),
    60111: (GONE, PERMANENT),
    81013: (GONE, PERMANENT),
    86008: (GONE, PERMANENT),
    93000: (REMOVED, PERMANENT),
    93006: (NEVER_WROTE, PERMANENT),
    93008: (REMOVED, PERMANENT),
}


REFUSED: dict[str, Any] = {"refused": True}
OF_THE_MESSAGE = frozenset(
    {40033, 40035, 40036, 40058, REPEATED_TASK, 600039, FORGOTTEN}
    | {*range(40004, 40010), *range(41001, 41100), *range(44001, 44005), *range(45001, 45009)}
)
"""Wrong kinds, fields and sizes: sent again as it is, it would be refused again."""


class Refused(NotDelivered):
    """WeCom answered with a code other than 0."""

    def __init__(self, errcode: int, reason: str, **flags: Any) -> None:
        super().__init__(with_code(reason, errcode), **flags)
        self.errcode = errcode

    @property
    def odd(self) -> bool:
        """It may be this kind of message that is not taken: another kind is worth a try."""
        known = self.errcode in MEANINGS or self.errcode == TOO_MANY
        return self.refused or not known


class TooFast:
    """How long to wait where WeCom says 45009: it tells not which window is full.

    The minute's first; the hour's when a minute that was waited did not let one message through.
    """

    def __init__(self, time_now: Callable[[], float] = time.monotonic) -> None:
        self._now = time_now
        self._told: dict[str, float] = {}

    def seconds(self, chat: str) -> float:
        now, before = self._now(), self._told.pop(chat, None)
        self._told = {c: at for c, at in self._told.items() if at > now - HOUR} | {chat: now}
        waited = before is not None and 0.9 * MINUTE <= now - before <= 5 * MINUTE
        return HOUR if waited else MINUTE

    def passed(self, chat: str) -> None:
        """A message was taken: what was refused before is over."""
        self._told.pop(chat, None)


def refusal(errcode: int, wait: float = MINUTE) -> Refused:
    """A code nobody knows is tried again later; `wait` is for too many."""
    if errcode == TOO_MANY:
        return Refused(errcode, TOO_FAST, retry_after=wait)
    unknown = REFUSED if errcode in OF_THE_MESSAGE else LATER
    reason, flags = MEANINGS.get(errcode, (NOT_TAKEN, unknown))
    return Refused(errcode, reason, **flags)


def understood(error: Exception) -> NotDelivered:
    """The SDK tells of a refusal only in the words of its exception."""
    if found := re.search(r"errcode=(-?\d+)", str(error)):
        return refusal(int(found[1]))
    if isinstance(error, ConnectionError):
        return NotDelivered(CUT_OFF, uncertain=True)
    return NotDelivered(NO_ANSWER, uncertain=True)
