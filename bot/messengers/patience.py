"""How long a message that did not get through waits before it is tried again."""

import random
from dataclasses import dataclass
from datetime import datetime

from domain.notices import Notice
from domain.telling import BY_DAY, TellingHours, can_wait


@dataclass(frozen=True)
class Patience:
    """Seconds between looks at the outbox and before tries; hours before giving up, and in which
    people are told what can wait."""

    look: float = 0.5
    first: float = 5
    cap: float = 900
    give_up_hours: float = 72
    hours: TellingHours = BY_DAY

    def until_morning(self, notice: Notice, now: datetime) -> datetime | None:
        """When to tell what comes up at night, also because it did not get through earlier; None
        for now."""
        morning = self.hours.next_from(now) if can_wait(notice) else now
        return morning if morning > now else None

    def wait(self, attempts: int, tries: int | None = None) -> float:
        """Doubles with every attempt; a little uneven, so that not all come back at once.

        Where only so many `tries` are allowed, the last of them comes after the longest wait.
        """
        step = 2.0 if tries is None else (self.cap / self.first) ** (1 / max(1, tries - 2))
        grown = self.first * step ** min(attempts - 1, 20)
        return min(self.cap, grown) * random.uniform(0.8, 1.2)  # noqa: S311


USUAL = Patience()
