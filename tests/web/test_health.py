"""What a monitoring system asks, and whom it is told."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from actions.audit import note_backup
from bot.metrics import Metrics
from domain.notices import BulletinReady
from storage.engine import Storage, open_storage
from storage.schema import downgrade, upgrade
from tests.web.conftest import THIRTEENTH, browsing
from web.app import create_app
from web.metrics import Readers, metrics

HERE = Readers()
HOUR = timedelta(hours=1)


@asynccontextmanager
async def watching(
    storage: Storage, readers: Readers = HERE, client: str = "127.0.0.1"
) -> AsyncIterator[httpx.AsyncClient]:
    own = Metrics()
    own.handled("telegram", 0.03, True)
    own.handled("telegram", 3, False)
    app = create_app(storage, [metrics(storage, lambda: THIRTEENTH, own.text, readers)])
    transport = httpx.ASGITransport(app=app, client=(client, 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asks:
        yield asks


def remove(folder: Path) -> None:
    for path in folder.glob("office.db*"):
        path.unlink()


async def test_a_process_that_answers_lives(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'none' / 'gone.db'}")
    async with browsing(create_app(storage)) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
    await storage.close()


async def test_it_is_ready_while_its_database_is_as_it_knows_it(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    storage = open_storage(f"sqlite:///{file}")
    app = create_app(storage)
    async with browsing(app) as client:

        async def answer() -> tuple[int, object]:
            asked = await client.get("/readyz")
            return asked.status_code, asked.json()

        assert await answer() == (503, {"ready": False, "why": "schema"})
        await upgrade(storage)
        assert await answer() == (200, {"ready": True, "why": ""})
        await downgrade(storage, "0007")
        assert await answer() == (503, {"ready": False, "why": "schema"})
        await upgrade(storage)
        app.state.stopping = True
        assert await answer() == (503, {"ready": False, "why": "stopping"})
        app.state.stopping = False
        remove(tmp_path)
        assert await answer() == (503, {"ready": False, "why": "replaced"})
    await storage.close()


async def test_it_is_not_ready_without_its_database() -> None:
    storage = open_storage("postgresql://nobody@127.0.0.1:1/nothing")
    async with browsing(create_app(storage)) as client:
        assert (await client.get("/readyz")).json() == {"ready": False, "why": "down"}
        assert (await client.get("/healthz")).status_code == 200
    async with watching(storage) as client:
        assert "shaodian_database_up 0.0" in (await client.get("/metrics")).text
    await storage.close()


async def test_the_numbers_are_those_of_the_machinery(storage: Storage) -> None:
    async with storage.unit() as unit:
        li = await unit.people.add("李主任")
        for month in ("2026-10", "2026-11"):
            await unit.outbox.put(li.id, BulletinReady(month=month), THIRTEENTH)
        await unit.connection.execute(
            text("UPDATE outbox SET via = 'wecom', state = 'failed' WHERE id = 2")
        )
        await unit.inbox.keep("wecom", "e1", "{}", THIRTEENTH)
        await unit.job_runs.enlist("evaluate", "2026-11-13", THIRTEENTH - 3 * HOUR)
        done = text("UPDATE job_runs SET state = 'done', finished_at = :at")
        at = int((THIRTEENTH - 2 * HOUR).timestamp())
        await unit.connection.execute(done, {"at": at})
    async with watching(storage) as client:
        before = (await client.get("/metrics")).text
        async with storage.unit() as unit:
            await note_backup(unit, 3, THIRTEENTH - HOUR)
        answer = await client.get("/metrics")
    assert "shaodian_backup_age_seconds" not in before
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.text.splitlines()
    for line in (
        'shaodian_updates_total{messenger="telegram",well="yes"} 1.0',
        'shaodian_updates_total{messenger="telegram",well="no"} 1.0',
        'shaodian_update_seconds_bucket{le="0.05",messenger="telegram"} 1.0',
        'shaodian_update_seconds_count{messenger="telegram"} 2.0',
        'shaodian_outbox_waiting{messenger="none"} 1.0',
        'shaodian_outbox_failed{messenger="wecom"} 1.0',
        'shaodian_open_events{messenger="wecom"} 1.0',
        'shaodian_job_success_age_seconds{job="evaluate"} 7200.0',
        "shaodian_backup_age_seconds 3600.0",
        "shaodian_database_up 1.0",
    ):
        assert line in lines
    (size,) = [line for line in lines if line.startswith("shaodian_database_bytes ")]
    assert float(size.split()[1]) > 100_000


BEARER = {"Authorization": "Bearer geheim"}
PROXIED = {"X-Forwarded-For": "203.0.113.9"}


@pytest.mark.parametrize(
    ("readers", "client", "headers", "status"),
    [
        (Readers(), "127.0.0.1", {}, 200),
        (Readers(), "::1", {}, 200),
        (Readers(), "203.0.113.9", {}, 403),
        (Readers(), "127.0.0.1", PROXIED, 403),
        (Readers(behind_proxy=True), "127.0.0.1", {}, 403),
        (Readers("geheim"), "127.0.0.1", {}, 403),
        (Readers("geheim"), "127.0.0.1", {"Authorization": "Bearer 错"}, 403),
        (Readers("geheim", behind_proxy=True), "203.0.113.9", BEARER, 200),
    ],
)
async def test_they_are_told_to_this_machine_or_for_a_token(
    sqlite_storage: Storage, readers: Readers, client: str, headers: dict[str, str], status: int
) -> None:
    sent: Sequence[tuple[bytes, bytes]] = [(k.encode(), v.encode()) for k, v in headers.items()]
    async with watching(sqlite_storage, readers, client) as asks:
        answer = await asks.get("/metrics", headers=list(sent))
    assert answer.status_code == status
    assert (status == 200) == ("shaodian_database_bytes" in answer.text)
