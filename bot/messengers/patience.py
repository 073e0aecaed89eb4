"""How long a message that did not get through waits before it is tried again."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Seconds between looks at the outbox and before tries; hours before giving up."""

    look: float = 0.5
    first: float = 5
    cap: float = 900
    give_up_hours: float = 72

    def wait(self, attempts: int, tries: int | None = None) -> float:
        """Doubles with every attempt; a little uneven, so that not all come back at once.

        Where only so many `tries` are allowed, the last of them comes after the longest wait.
        """
        step = 2.0 if tries is None else (self.cap / self.first) ** (1 / max(1, tries - 2))
        grown = self.first * step ** min(attempts - 1, 20)
        return min(self.cap, grown) * random.uniform(0.8, 1.2)  # noqa: S311


USUAL = Patience()
