"""Numbers for a monitoring system, as Prometheus reads them."""

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.engine import Storage
from storage.measures import Measured
from web.guards import LOOPBACK
from words.refusals import METRICS_REFUSED

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Readers(NamedTuple):
    """Who may read: with a token whoever has it; without one this machine. Behind a proxy of this
    machine everybody seems to be this machine, so then nobody."""

    token: str = ""
    behind_proxy: bool = False

    def let(self, request: Request) -> bool:
        if self.token:
            given = request.headers.get("authorization", "")
            return hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode())
        passed_on = self.behind_proxy or any(name in request.headers for name in FORWARDED)
        here = request.client is not None and request.client.host in LOOPBACK
        return here and not passed_on


def metrics(
    storage: Storage,
    now: Callable[[], datetime],
    handled: Callable[[], bytes],
    readers: Readers,
) -> APIRouter:
    """`handled` says what this process knows by itself."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not readers.let(request):
            return Response(METRICS_REFUSED, 403, media_type="text/plain; charset=utf-8")
        registry = CollectorRegistry()
        registry.register(_Figures(await _figures(storage, now())))
        text = handled() + generate_latest(registry)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router


class _Figures(Collector):
    def __init__(self, figures: Iterable[Metric]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        return self._figures


async def _figures(storage: Storage, now: datetime) -> list[Metric]:
    """Without the database only that it does not answer."""
    try:
        async with storage.reading() as unit:
            known = await unit.measures.all(now)
    except Exception:  # whatever it is, the database did not answer
        return [_gauge("database_up", "Whether the database answers.", 0)]
    return [_gauge("database_up", "Whether the database answers.", 1), *_of(known, now)]


def _of(known: Measured, now: datetime) -> list[Metric]:
    ages = {job: (now - at).total_seconds() for job, at in known.succeeded.items()}
    found = [
        _by("outbox_waiting", "Messages to be sent.", "messenger", known.waiting),
        _by("outbox_failed", "Messages that were given up.", "messenger", known.failed),
        _by("open_events", "What arrived and is not handled yet.", "messenger", known.arrived),
        _by("job_success_age_seconds", "Since a job last succeeded.", "job", ages),
        _gauge("database_bytes", "The size of the database.", known.bytes),
    ]
    if known.backed_up_at:
        age = (now - known.backed_up_at).total_seconds()
        found.append(_gauge("backup_age_seconds", "Since the last backup was made.", age))
    return found


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"shaodian_{name}", meaning, value=value)


def _by(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"shaodian_{name}", meaning, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family
