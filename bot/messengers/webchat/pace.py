"""How fast one visitor may act: a burst is fine, a stream is not."""

import time
from collections.abc import Callable

BURST = 20
PER_SECOND = 2.0
FORGET_AT = 10_000


class Pace:
    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._full_at: dict[str, float] = {}

    def wait_for(self, who: str) -> float:
        """0 when this one may act now, and it is counted; else the seconds to wait."""
        now = self._seconds()
        full_at = max(self._full_at.get(who, now), now) + 1 / PER_SECOND
        over = full_at - now - BURST / PER_SECOND
        if over > 0:
            return over
        if len(self._full_at) >= FORGET_AT:
            self._full_at = {k: at for k, at in self._full_at.items() if at > now}
        self._full_at[who] = full_at
        return 0.0
