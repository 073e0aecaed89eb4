"""A browser of the web chat without its screen, and the server it talks to."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiogram import Dispatcher, F, Router
from aiogram.types import Message

from actions.people.links import make_link
from bot.clock import StoppedClock
from bot.messengers.webchat.incoming import ChatRoutes
from bot.messengers.webchat.outgoing import WebChat
from bot.talk.cards import Attachment, Card
from bot.talk.dispatcher import make_dispatcher
from bot.talk.handlers import routers
from bot.talk.visitor import Incoming
from domain.people import Actor, Role
from storage.engine import Storage
from storage.unit import Unit
from tests.cast import Office
from web.app import create_app

_events = itertools.count(1)


def new_event() -> str:
    return f"event-{next(_events):06d}"


def files_and_notes() -> Router:
    """Beside the real handlers: keeps a note, gives a file, takes a file."""
    routes = Router()

    @routes.message(F.text.startswith("记下"))
    async def note(message: Message, unit: Unit, actor: Actor, now: Any) -> Card:
        after = {"words": len(message.text or "")}
        await unit.audit.note(actor.person_id, "noted", "person", actor.person_id, now, after=after)
        return Card(text=f"记下了{len(message.text or '')}字")

    @routes.message(F.text == "要名册")
    async def give(message: Message, unit: Unit, now: Any) -> Card:
        file_id = await unit.files.add("名册.xlsx", b"PK-roster", now)
        return Card(text="给您", attachment=Attachment(file_id=file_id, name="名册.xlsx"))

    @routes.message(F.document)
    async def take(message: Message, incoming: Incoming) -> Card:
        assert message.document
        return Card(text=f"收到 {message.document.file_name}，{len(incoming)}字节")

    return routes


class Browser:
    """One tab: what its page would ask of the server."""

    def __init__(self, server: "Server") -> None:
        self.server = server
        transport = httpx.ASGITransport(app=server.app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8321")
        self.last = 0

    async def enters(self, key: str) -> httpx.Response:
        answer = await self.http.post("/chat/api/enter", json={"key": key})
        if answer.is_success:
            self.http.headers["Authorization"] = f"Bearer {answer.json()['session']}"
        return answer

    async def posts(self, what: str, **options: Any) -> httpx.Response:
        return await self.http.post(f"/chat/api/{what}", params={"after": self.last}, **options)

    async def says(self, text: str, event: str | None = None) -> dict[str, Any]:
        """The newest message of the answer."""
        body = {"event": event or new_event(), "text": text}
        return self._newest(await self.posts("say", json=body))

    async def presses(self, card: dict[str, Any], words: str) -> dict[str, Any]:
        (press,) = [b["press"] for row in card["rows"] for b in row if b["text"] == words]
        body = {"event": new_event(), "press": press, "label": words}
        return self._newest(await self.posts("press", json=body))

    async def history(self, **params: Any) -> list[dict[str, Any]]:
        answer = await self.http.get("/chat/api/messages", params=params)
        assert answer.is_success, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def _newest(self, answer: httpx.Response) -> dict[str, Any]:
        assert answer.is_success, answer.text
        newest: dict[str, Any] = answer.json()["messages"][-1]
        self.last = newest["id"]
        return newest


class Server:
    def __init__(self, office: Office, dispatcher: Dispatcher) -> None:
        self.office, self.storage, self.clock = office, office.storage, office.clock
        self.chat = WebChat(office.storage, office.clock)
        self.door = ChatRoutes(dispatcher, office.storage, office.clock, self.chat)
        self.app = create_app(office.storage, [self.door.router()], hosts={"127.0.0.1"})
        self.tabs: list[Browser] = []

    def tab(self) -> Browser:
        self.tabs.append(Browser(self))
        return self.tabs[-1]

    async def link(self, name: str) -> str:
        async with self.storage.unit() as unit:
            person = await unit.people.get(getattr(self.office, name).person_id)
            assert person
            return await make_link(unit, None, person, self.clock.now())

    async def tab_of(self, name: str) -> Browser:
        tab = self.tab()
        assert (await tab.enters(await self.link(name))).is_success
        return tab

    async def noted(self) -> int:
        async with self.storage.reading() as unit:
            everybody = await unit.people.holding(Role.ADVISER)
            return len(await unit.audit.noted("noted", "person", [p.id for p in everybody]))


@pytest.fixture
async def server(office: Office) -> AsyncIterator[Server]:
    clock: StoppedClock = office.clock
    storage: Storage = office.storage
    server = Server(office, make_dispatcher(storage, clock, [files_and_notes(), *routers()]))
    yield server
    for tab in server.tabs:
        await tab.http.aclose()
