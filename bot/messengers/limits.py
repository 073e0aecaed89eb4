"""How fast a messenger may be written to, overall and per address, and how much at once.

A window is exact: never more than its most in any stretch of its length. An even trickle of
tokens would let twice as many through around the first refill.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Rate(NamedTuple):
    most: int
    seconds: float


class Window:
    """The moments of the last `rate.most` messages."""

    def __init__(self, rate: Rate, time_now: Callable[[], float]) -> None:
        self._rate, self._now = rate, time_now
        self._sent: deque[float] = deque(maxlen=rate.most)
        self._paused_until = float("-inf")

    def delay(self) -> float:
        """Seconds until one more message may go; 0 for now."""
        now = self._now()
        full = len(self._sent) == self._rate.most
        free_at = self._sent[0] + self._rate.seconds if full else now
        return max(0.0, free_at - now, self.paused())

    def idle(self) -> bool:
        """Nothing it remembers matters any more."""
        old = not self._sent or self._sent[-1] + self._rate.seconds <= self._now()
        return old and not self.paused()

    def take(self) -> None:
        self._sent.append(self._now())

    def arrived(self) -> None:
        if self._sent:
            self._sent[-1] = self._now()

    def pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._now() + seconds)

    def paused(self) -> float:
        """Seconds left of what the messenger told us to wait."""
        return max(0.0, self._paused_until - self._now())


FORGET_OVER = 1000
"""Addresses remembered before idle ones are dropped."""
AT_ONCE = 100
"""Messages under way at the same time."""


class Slots:
    """Who waits for a limit holds none, and goes on without waiting for one again: it may hold
    what those wait for who have them."""

    def __init__(self, most: int) -> None:
        self._most, self._taken, self._left = most, 0, asyncio.Event()

    async def take(self) -> None:
        while self._taken >= self._most:
            self._left.clear()
            await self._left.wait()
        self._taken += 1

    def take_again(self) -> None:
        self._taken += 1

    def leave(self) -> None:
        self._taken -= 1
        self._left.set()


_UNDER_WAY: ContextVar[Slots | None] = ContextVar("under_way", default=None)


class Limits:
    """`each` gives the rates of one address, all of which hold. Without rates nothing waits."""

    def __init__(
        self,
        overall: Rate | None = None,
        each: Callable[[str], Sequence[Rate]] | None = None,
        *,
        at_once: int = AT_ONCE,
        time_now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.slots = Slots(at_once)
        self._now, self._sleep, self._each = time_now, sleep, each
        self._overall = Window(overall, time_now) if overall else None
        self._windows: dict[str, tuple[Window, ...]] = {}
        self._line = asyncio.Lock()

    def delay(self, address: str | None = None) -> float:
        """Seconds until a message may go, to this address or to any; 0 for now."""
        own = () if address is None else self._of(address)
        return max((window.delay() for window in (*own, *self._all())), default=0.0)

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """Wait until a message to this address may go, and be one of those under way meanwhile."""
        await self._wait(address, self.slots)
        before = _UNDER_WAY.set(self.slots)
        try:
            yield
        finally:
            _UNDER_WAY.reset(before)
            self.slots.leave()

    async def wait(self, address: str) -> None:
        """Wait until one more message may go. In a turn its slot is another's meanwhile."""
        slots = _UNDER_WAY.get()
        if slots is None:
            await self._wait(address)
            return
        slots.leave()
        try:
            await self._wait(address)
        finally:
            slots.take_again()

    async def _wait(self, address: str, slots: Slots | None = None) -> None:
        """First come, first served; nobody waits in line for the window of another address."""
        while True:
            await self._until_free(*self._of(address))
            async with self._line:
                await self._until_free(*self._all())
                if slots:
                    await slots.take()
                if not self.delay(address):
                    self.spend(address)
                    return
                if slots:
                    slots.leave()

    def spend(self, address: str) -> None:
        """Count a message that does not wait: an answer goes before what nobody asked for."""
        for window in (*self._of(address), *self._all()):
            window.take()

    def arrived(self, address: str) -> None:
        """The message counted last was under way until now; the other side counts arrivals."""
        for window in (*self._of(address), *self._all()):
            window.arrived()

    def pause(self, address: str, seconds: float) -> None:
        """The messenger said to wait. Said for two addresses at once, it means all of them."""
        for window in self._of(address):
            window.pause(seconds)
        if sum(any(w.paused() for w in windows) for windows in self._windows.values()) > 1:
            for window in self._all():
                window.pause(seconds)

    async def _until_free(self, *windows: Window) -> None:
        while delay := max((window.delay() for window in windows), default=0.0):
            await self._sleep(delay)

    def _all(self) -> tuple[Window, ...]:
        return (self._overall,) if self._overall else ()

    def _of(self, address: str) -> tuple[Window, ...]:
        if self._each is None:
            return ()
        if address not in self._windows:
            if len(self._windows) >= FORGET_OVER:
                self._windows = {
                    a: windows
                    for a, windows in self._windows.items()
                    if not all(window.idle() for window in windows)
                }
            self._windows[address] = tuple(Window(r, self._now) for r in self._each(address))
        return self._windows[address]
