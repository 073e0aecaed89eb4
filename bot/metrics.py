"""How many updates this process has handled, and how fast."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """A registry of its own: in tests there is more than one process in a process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._handled = Counter(
            "shaodian_updates",
            "Updates handled, by messenger, and whether they went well.",
            ["messenger", "well"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "shaodian_update_seconds",
            "Seconds from the arrival of an update until its answer was shown.",
            ["messenger"],
            buckets=BUCKETS,
            registry=self._registry,
        )

    def handled(self, messenger: str, seconds: float, well: bool) -> None:
        self._handled.labels(messenger, "yes" if well else "no").inc()
        self._seconds.labels(messenger).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)
