"""What every benchmark shares: how durations become figures, and how figures are printed."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Spell:
    """A measured stretch of work: wall clock, CPU of this process, single durations (seconds)."""

    wall: float = 0.0
    cpu: float = 0.0
    each: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.each) / self.wall

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU for one piece of work."""
        return 1000 * self.cpu / len(self.each)

    def percentile(self, percent: int) -> float:
        return percentile(self.each, percent)


@contextmanager
def measured() -> Iterator[Spell]:
    spell = Spell()
    wall, cpu = time.perf_counter(), time.process_time()
    yield spell
    spell.wall, spell.cpu = time.perf_counter() - wall, time.process_time() - cpu


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def say(text: str) -> None:
    print(text, flush=True)
