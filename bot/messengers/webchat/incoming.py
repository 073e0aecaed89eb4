"""The way into the web chat: enter by a personal link, say, press, send a file, read on."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from math import ceil
from typing import Annotated, Any
from urllib.parse import quote

from aiogram import Dispatcher
from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from actions.people import links
from actions.people.guesses import Guesses
from actions.people.links import SESSION_LIFE, Guest
from bot.clock import Clock
from bot.messengers.webchat import requests
from bot.messengers.webchat.cards import Deed, Said, as_json, attachment_of, card_json
from bot.messengers.webchat.exchange import Exchange, SessionOver, Sessions
from bot.messengers.webchat.outgoing import WebChat
from bot.messengers.webchat.pace import Pace
from bot.messengers.webchat.static import page_routes
from bot.talk.cards import Card
from bot.talk.own_month import month_of
from bot.talk.visitor import Visitor
from bot.talk.words.menu import entries_of
from bot.talk.words.visits import my_month_card
from domain.months import Month
from domain.people import LinkInvalid, Role
from storage.engine import Storage
from storage.unavailable import StorageUnavailable
from words.errors import sentence_for
from words.labels import ROLE_LABELS
from words.webchat import BUSY, FILE_GONE, SESSION_OVER, TOO_FAST, TOO_LARGE, TOO_MANY_GUESSES

MessageId = Annotated[int, Path(ge=0, lt=2**31)]
After = Annotated[int, Query(ge=0, lt=2**31)]

LONGEST_WAIT = 25.0
"""Seconds a page may wait: proxies close what is silent for longer."""

DEMO_SESSION_LIFE = timedelta(days=3650)


class ChatRoutes:
    """In the demo every tab of a browser can be another person, and a session outlives every move
    of the demo's clock."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        storage: Storage,
        clock: Clock,
        chat: WebChat,
        *,
        demo: bool = False,
    ) -> None:
        self.dispatcher, self.storage, self.clock, self.chat = dispatcher, storage, clock, chat
        self.keep = "session" if demo else "local"
        self.session_life = DEMO_SESSION_LIFE if demo else SESSION_LIFE
        self.pace, self.guesses, self.sessions = Pace(), Guesses(), Sessions()

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.include_router(page_routes(self.keep))
        for path, method, does in (
            ("enter", "POST", self.enter),
            ("leave", "POST", self.leave),
            ("me", "GET", self.me),
            ("month", "GET", self.month),
            ("say", "POST", self.say),
            ("press", "POST", self.press),
            ("file", "POST", self.send_file),
            ("messages", "GET", self.messages),
            ("files/{message_id}", "GET", self.download),
        ):
            router.add_api_route(f"/chat/api/{path}", does, methods=[method], response_model=None)
        return router

    async def enter(self, request: Request) -> dict[str, Any]:
        key = await requests.read(request, requests.Key)
        address = request.client.host if request.client else ""
        if wait := self.guesses.wait_for(address):
            raise _too_fast(TOO_MANY_GUESSES, wait)
        try:
            async with self.storage.unit() as unit:
                session, guest = await links.enter(
                    unit, key.key, self.clock.now(), self.session_life
                )
        except LinkInvalid as error:
            raise HTTPException(403, sentence_for(error)) from error
        self.guesses.was_right(address)
        return {"session": session, "name": guest.person.name}

    async def leave(self, request: Request) -> dict[str, Any]:
        async with self.storage.unit() as unit:
            await links.leave(unit, bearer(request), self.clock.now())
        return {}

    async def me(self, request: Request) -> dict[str, Any]:
        guest = await self._guest(request)
        async with self.storage.reading() as unit:
            actor = await unit.people.actor(guest.person.id)
        roles = dict.fromkeys(ROLE_LABELS[g.role] for g in (actor.grants if actor else ()))
        words = entries_of(actor) if actor else []
        return {"name": guest.person.name, "roles": list(roles), "words": words}

    async def month(self, request: Request) -> dict[str, Any]:
        """The running month of an adviser, for the side of a wide page; empty for anybody else."""
        guest, now = await self._guest(request), self.clock.now()
        async with self.storage.reading() as unit:
            actor = await unit.people.actor(guest.person.id)
            if actor is None or not actor.has(Role.ADVISER):
                return {}
            return card_json(
                my_month_card(await month_of(unit, actor.person_id, Month.at(now), now))
            )

    async def say(self, request: Request, after: After = 0) -> dict[str, Any]:
        address = await self._acting(request)
        said = await requests.read(request, requests.Said)
        text = requests.clean(said.text)

        async def act(visitor: Visitor, event: str) -> Card | None:
            return await visitor.says(text, event_id=event)

        told = Said(said.event, Deed(text=text))
        return await self._apply(request, address, told, act, after)

    async def press(self, request: Request, after: After = 0) -> dict[str, Any]:
        address = await self._acting(request)
        pressed = await requests.read(request, requests.Pressed)
        deed = Deed(text=requests.clean(pressed.label), press=pressed.press)
        told = Said(pressed.event, deed)

        async def act(visitor: Visitor, event: str) -> Card | None:
            return await visitor.presses(pressed.press, event_id=event)

        return await self._apply(request, address, told, act, after)

    async def send_file(self, request: Request, after: After = 0) -> dict[str, Any]:
        address = await self._acting(request)
        sent = requests.query(request, requests.SentFile)
        name = requests.file_name(sent.name)
        content = await requests.body_within(request, requests.LARGEST_FILE, TOO_LARGE)

        async def act(visitor: Visitor, event: str) -> Card | None:
            return await visitor.sends_file(name, content, event_id=event)

        told = Said(sent.event, Deed(text=name, file=True))
        return await self._apply(request, address, told, act, after)

    async def messages(
        self, request: Request, after: After = 0, wait: Annotated[float, Query(ge=0)] = 0
    ) -> dict[str, Any]:
        guest = await self._guest(request)
        return await self._newer(guest, after, min(wait, LONGEST_WAIT))

    async def download(self, request: Request, message_id: MessageId) -> Response:
        """The file of a card that was shown to this person, and no other."""
        guest = await self._guest(request)
        async with self.storage.reading() as unit:
            message = await unit.web_messages.get(guest.address, message_id)
            held = attachment_of(message) if message else None
            file = await unit.files.get(held.file_id) if held else None
        if file is None:
            raise HTTPException(404, FILE_GONE)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    async def _apply(
        self,
        request: Request,
        address: str,
        told: Said,
        act: Callable[[Visitor, str], Awaitable[Card | None]],
        after: int,
    ) -> dict[str, Any]:
        """Do one event and keep both sides of it; a repeated event does neither again."""
        session = bearer(request)
        exchange = Exchange(self.chat, session, address, told, after)
        visitor = Visitor(self.dispatcher, self.chat.name, address, within=exchange.within)
        try:
            found = await exchange.newer(await act(visitor, f"{address}/{told.event_id}"))
        except StorageUnavailable as error:
            raise HTTPException(503, BUSY) from error
        except SessionOver as error:
            self.sessions.forget(session)
            raise HTTPException(401, SESSION_OVER) from error
        return {"messages": [as_json(message) for message in found]}

    async def _newer(self, guest: Guest, after: int, wait: float = 0) -> dict[str, Any]:
        found = await self.chat.messages(guest.address, after, wait)
        return {"messages": [as_json(message) for message in found]}

    async def _guest(self, request: Request) -> Guest:
        async with self.storage.reading() as unit:
            guest = await links.guest_of(unit, bearer(request), self.clock.now())
        if guest is None:
            raise HTTPException(401, SESSION_OVER)
        return guest

    async def _acting(self, request: Request) -> str:
        """The address of who acts; whether they still may, the transaction asks once more."""
        session = bearer(request)
        address = self.sessions.address(session)
        if address is None:
            address = (await self._guest(request)).address
            self.sessions.remember(session, address)
        if wait := self.pace.wait_for(address):
            raise _too_fast(TOO_FAST, wait)
        return address


def _too_fast(sentence: str, wait: float) -> HTTPException:
    return HTTPException(429, sentence, headers={"Retry-After": str(ceil(wait))})


def bearer(request: Request) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
