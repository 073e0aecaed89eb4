"""The web server: landing, health, and whom it answers."""

import pytest

from storage.engine import open_storage
from storage.schema import upgrade
from tests.web.conftest import browsing
from web.app import create_app, hosts_for
from web.guards import came_from_here, host_of


async def test_the_landing_page_leads_to_the_demo_only_in_the_demo(browser, world) -> None:
    assert 'href="demo"' in (await browser.get("/")).text
    async with browsing(create_app(world.storage)) as real:
        page = await real.get("/")
        assert 'href="demo"' not in page.text and "个人链接" in page.text
        assert (await real.get("/demo")).status_code == 404
        assert (await real.get("/web.css")).headers["Content-Type"].startswith("text/css")


async def test_the_interface_describes_itself_only_where_asked_for(world) -> None:
    for asked_for, status in ((False, 404), (True, 200)):
        async with browsing(create_app(world.storage, openapi=asked_for)) as client:
            assert (await client.get("/openapi.json")).status_code == status


async def test_health_tells_of_a_messenger_that_fails_but_not_why(browser, world) -> None:
    fine = await browser.get("/health")
    assert fine.json() == {"status": "ok", "database": "ok", "ill": {}}
    async with world.storage.unit() as unit:
        await unit.outbox.note_health("telegram", "secret reason", world.clock.now())
    ill = await browser.get("/health")
    assert (ill.status_code, ill.json()["status"]) == (200, "ill")
    assert ill.json()["ill"] == {"telegram": "2026-11-13T01:40:00+00:00"}


async def test_health_says_when_the_database_is_gone(tmp_path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'empty.db'}")
    async with browsing(create_app(storage)) as client:
        answer = await client.get("/health")
    await storage.close()
    assert (answer.status_code, answer.json()["database"]) == (503, "down")


async def test_health_says_when_the_database_was_replaced(tmp_path) -> None:
    file = tmp_path / "office.db"
    storage = open_storage(f"sqlite:///{file}")
    await upgrade(storage)
    async with browsing(create_app(storage)) as client:
        assert (await client.get("/health")).json()["database"] == "ok"
        for path in tmp_path.glob("office.db*"):
            path.unlink()
        answer = await client.get("/health")
    await storage.close()
    assert (answer.status_code, answer.json()["database"]) == (503, "replaced")


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("evil.example", 421)])
async def test_on_loopback_only_its_own_names_are_answered(browser, host: str, status: int) -> None:
    answer = await browser.get("/health", headers={"Host": host})
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_server_open_to_others_answers_to_any_name() -> None:
    assert hosts_for("0.0.0.0") is None
    assert "localhost" in (hosts_for("127.0.0.1") or ())


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("LOCALHOST:8321", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]:8321", "::1"),
        ("", ""),
    ],
)
def test_the_host_is_read_without_its_port(header: str, host: str) -> None:
    assert host_of({"host": header}) == host  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("http://localhost:8321", True),
        (None, True),
        ("null", False),
        ("http://evil.example", False),
        ("http://localhost:9", False),
    ],
)
def test_a_form_from_elsewhere_is_known(origin: str | None, ours: bool) -> None:
    headers = {"host": "localhost:8321"} | ({"origin": origin} if origin else {})
    assert came_from_here(headers) is ours  # type: ignore[arg-type]
