"""Wrong links: who guesses is slowed down, for themselves and all together; who has a link is not.

A few wrong ones are a mistake in copying. After that an address waits for its next try, and where
many addresses guess at once, those that have guessed wrong are slower still. Whoever has not is
never in the way of it, and a right link is not counted.
"""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

A_FEW = 30
EVERY = 10.0
"""Seconds after which an address has one more try."""
ALL_A_FEW = 200
ALL_EVERY = 0.5
"""The same for all together."""
FORGET_AT = 10_000


class Bucket:
    """Tries that come back one by one; kept as the moment at which all are back."""

    def __init__(self, few: int, every: float) -> None:
        self._few, self._every = few, every
        self.whole_at = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until the next try; 0 for now."""
        return max(0.0, self.whole_at - now - (self._few - 1) * self._every)

    def take(self, now: float) -> None:
        self.whole_at = max(self.whole_at, now) + self._every

    def put_back(self) -> None:
        self.whole_at -= self._every


class Guesses:
    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._each: dict[str, Bucket] = {}
        self._all = Bucket(ALL_A_FEW, ALL_EVERY)

    def wait_for(self, address: str) -> float:
        """0 when this address may try now, and it is counted; else the seconds to wait."""
        now, who = self._seconds(), _who(address)
        bucket = self._each.get(who) or Bucket(A_FEW, EVERY)
        wait = bucket.wait(now)
        if bucket.whole_at > now:
            wait = max(wait, self._all.wait(now))
        if wait:
            return wait
        if len(self._each) >= FORGET_AT:
            self._each = {key: kept for key, kept in self._each.items() if kept.whole_at > now}
        self._each[who] = bucket
        bucket.take(now)
        self._all.take(now)
        return 0.0

    def was_right(self, address: str) -> None:
        """It was no guess."""
        if bucket := self._each.get(_who(address)):
            bucket.put_back()
            self._all.put_back()


def _who(address: str) -> str:
    """One subscriber has a whole network of IPv6 addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
