"""The desk over the named cast: a browser that sends forms, and a real one where there is one."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Page, Request, async_playwright

from actions.mingbairen import Enrolment, enrol
from actions.people.guesses import Guesses
from actions.people.links import make_link
from demo.fill import fill_demo
from domain.mingbairen import Category, Stage
from storage.engine import Storage
from tests.cast import Office
from web.app import create_app
from web.desk.admin import Desk
from web.desk.doors import token_for
from web.desk.rights import COOKIE


class Sitting:
    """Somebody at the desk: opens pages, sends forms with the token of their session."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def opens(self, path: str) -> httpx.Response:
        return await self.client.get(f"/desk{path}")

    async def sends(self, path: str, **said: str) -> httpx.Response:
        token = token_for(self.client.cookies.get(COOKIE) or "")
        return await self.client.post(f"/desk{path}", data={"csrftoken": token, **said})


Sits = Callable[[str], AbstractAsyncContextManager[Sitting]]


@pytest.fixture
def desk_app(office: Office) -> object:
    desk = Desk(office.storage, office.clock.now, Guesses())
    return create_app(office.storage, desk=desk, hosts={"localhost"})


@pytest.fixture
def sits(office: Office, desk_app: object) -> Sits:
    @asynccontextmanager
    async def sit(who: str) -> AsyncIterator[Sitting]:
        transport = httpx.ASGITransport(app=desk_app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            sitting = Sitting(client)
            if who != "stranger":
                async with office.storage.unit() as unit:
                    person = await unit.people.get(office.players[who].person_id)
                    assert person is not None
                    secret = await make_link(unit, None, person, office.clock.now())
                entered = await sitting.sends(
                    "/login", key=f"http://localhost/desk/login#k={secret}"
                )
                assert entered.status_code == 303, entered.text
            yield sitting

    return sit


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "no chromium here: apt-get install chromium, as .ci/run does"


class Browsed:
    """The demo's office in a real browser. `outside` are the requests to any other host."""

    def __init__(self, page: Page, root: str, storage: Storage, now: datetime) -> None:
        self.page, self.root, self.storage, self.now = page, root, storage, now
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._note)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.root, "data:")):
            self.outside.append(request.url)

    async def enters(self, name: str) -> None:
        async with self.storage.unit() as unit:
            person = (await unit.people.named(name))[0]
            secret = await make_link(unit, None, person, self.now)
        await self.page.goto(f"{self.root}/desk/login#k={secret}")
        await self.page.wait_for_url("**/desk/month")

    async def opens(self, path: str) -> None:
        await self.page.goto(f"{self.root}/desk{path}")


@pytest.fixture
async def browsed(sqlite_storage: Storage) -> AsyncIterator[Browsed]:
    """The last days of a month, when an office looks at it most."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    now = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    await fill_demo(sqlite_storage, now)
    desk = Desk(sqlite_storage, lambda: now, Guesses())
    async with serving(create_app(sqlite_storage, desk=desk)) as root, async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await chromium.new_page(viewport={"width": 1280, "height": 850}, locale="zh-CN")
        yield Browsed(page, root, sqlite_storage, now)
        await chromium.close()


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        running = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running


@pytest.fixture
async def wang_enrols(office: Office) -> int:
    """王秀英 is on the roll of 后塘村第一网格."""
    async with office.storage.unit() as unit:
        actor = await unit.people.actor(office.wang.person_id)
        assert actor is not None
        asked = Enrolment(
            office.grids["后塘村第一网格"],
            "王秀英",
            Category.WOMEN_FEDERATION,
            Stage.REGISTERED,
            "19900000010",
        )
        return (await enrol(unit, actor, asked, office.clock.now())).id
