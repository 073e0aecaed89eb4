"""When people are told what nobody of them is asking for (规则 4.18)."""

from datetime import datetime, time
from typing import NamedTuple

from domain.months import instant, local
from domain.notices import CheckOutAsked, Notice, ReadyCard
from domain.working_days import DAY

MORNING, NIGHT = time(7, 37), time(22, 7)
"""Between them people are told things; minutes keep away from :00 and :30."""


class TellingHours(NamedTuple):
    """When people may be told what can wait; the same twice is the whole day."""

    begin: time = MORNING
    end: time = NIGHT

    def next_from(self, now: datetime) -> datetime:
        """Now, or in the morning. UTC."""
        clock = local(now)
        if self.begin == self.end or self._are_at(clock.time()):
            return now
        day = clock.date() if clock.time() < self.begin else clock.date() + DAY
        return instant(day, self.begin)

    def _are_at(self, clock: time) -> bool:
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end


BY_DAY = TellingHours()


def can_wait(notice: Notice) -> bool:
    """Whether it is told in the morning when it comes up at night: an answer to somebody talking
    is not, nor what is asked of somebody still out in a village."""
    if isinstance(notice, CheckOutAsked):
        return notice.day_is_over
    return not isinstance(notice, ReadyCard)
