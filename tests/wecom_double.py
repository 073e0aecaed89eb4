"""WeCom's smart bot on the loopback, written from its documents (101463, 101032, 101027, 100719).

It checks what those documents limit and refuses what breaks a limit, loudly: `problems` collects
our own mistakes, and leaving the double with one fails the test. It can be told to misbehave:
`fail`, `close`, `kick`, `silent`, and every event can be delivered several times.
"""

import asyncio
import base64
import hashlib
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from tests.wecom_limits import Broken, check_card, check_markdown

BOT_ID = "aib-example"
SECRET = "a-secret-nobody-may-see-in-a-log"
ANSWER_WITHIN = 5.0
"""Seconds in which a welcome or an update of a card must come."""
NOT_WRITTEN = 93006
"""The documents name no code for a chat that never wrote; any but 0 is a refusal."""
BAD_REQ_ID, REPEATED_TASK, BAD_SECRET, TOO_MANY = 846605, 42014, 40001, 45009
PART, PARTS = 512 * 1024, 100


@dataclass
class Shown:
    """A message in a chat as its people see it now. `buttons` are (words, what a press sends)."""

    text: str
    buttons: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    task_id: str | None = None
    card: dict[str, Any] | None = None
    updates: int = 0
    changed: int = 0

    @property
    def words(self) -> list[str]:
        return [words for words, _ in self.buttons]


@dataclass
class Fault:
    """`silent`: the answer never comes. `done`: it has its effect all the same."""

    cmd: str
    errcode: int = -1
    chat: str | None = None
    times: int = 1
    silent: bool = False
    done: bool = False


class Refused(Exception):
    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errcode, self.errmsg = errcode, errmsg


@dataclass
class Event:
    """A callback that may be answered: what it was and when it came."""

    kind: str
    chat: str
    at: float
    task_id: str | None = None
    updated: bool = False


class WeComDouble:
    def __init__(self, *, per_minute: int = 30, per_hour: int = 1000) -> None:
        self.chats: defaultdict[str, list[Shown]] = defaultdict(list)
        self.wrote: set[str] = set()
        self.refusing: set[str] = set()
        """Chats that no longer take what nobody asked for."""
        self.problems: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.subscribed_at: list[float] = []
        self.silent = False
        self.slowness = 0.0
        self.answered_after: list[float] = []
        """Seconds from a pressed button to the update of its card."""
        self.seen: Callable[[str, Shown], None] = lambda chat, shown: None
        self.url = self.files_url = ""
        self._most = (per_minute, 60.0), (per_hour, 3600.0)
        self._sent: defaultdict[str, list[float]] = defaultdict(list)
        self._faults: list[Fault] = []
        self._events: dict[str, Event] = {}
        self._tasks: set[str] = set()
        self._uploads: dict[str, dict[str, Any]] = {}
        self._media: dict[str, tuple[str, bytes]] = {}
        self._stored: dict[str, tuple[str, bytes]] = {}
        self._ids, self._moments = itertools.count(1), itertools.count(1)
        self._live: ServerConnection | None = None
        self._came = asyncio.Condition()
        self._server: Server | None = None
        self._files: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._server = await serve(self._serve, "127.0.0.1", 0, ping_interval=None)
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        app = web.Application()
        app.router.add_get("/{file}", self._download)
        self._files = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._files.setup()
        await web.TCPSite(self._files, "127.0.0.1", 0).start()
        self.files_url = f"http://127.0.0.1:{self._files.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type | None, *error: object) -> None:
        assert self._server and self._files
        if self._live and self._live.transport:
            self._live.transport.abort()
        self._server.close()
        await self._server.wait_closed()
        await self._files.cleanup()
        assert kind or not self.problems, self.problems

    # what people do

    async def says(self, user: str, text: str, *, chat: str | None = None, times: int = 1) -> str:
        return await self.message(user, "text", {"content": text}, chat=chat, times=times)

    async def speaks(self, user: str, heard: str) -> str:
        """A voice message; WeCom has made text of it."""
        return await self.message(user, "voice", {"content": heard})

    async def sends_file(
        self, user: str, name: str, content: bytes, *, kind: str = "file", expired: bool = False
    ) -> str:
        return await self.message(user, kind, self.stored(name, content, expired=expired))

    async def message(
        self,
        user: str,
        kind: str,
        content: dict[str, Any],
        *,
        chat: str | None = None,
        times: int = 1,
    ) -> str:
        """A message of any kind, its frame as in 101463; the msgid."""
        self.wrote.add(chat or user)
        body = self._body(user, chat) | {"msgtype": kind, kind: content}
        await self._push("aibot_msg_callback", "message", body, times=times)
        return str(body["msgid"])

    async def enters(self, user: str) -> str:
        body = self._body(user, None) | {"create_time": 1700000000, "msgtype": "event"}
        del body["chattype"]
        body["event"] = {"eventtype": "enter_chat"}
        await self._push("aibot_event_callback", "enter", body)
        return str(body["msgid"])

    async def presses(
        self, user: str, shown: Shown, words: str, *, chat: str | None = None, times: int = 1
    ) -> str:
        found = [pressed for text, pressed in shown.buttons if text == words]
        assert found, f"no button {words!r} among {shown.words}"
        return await self.presses_data(user, found[0] | {"task_id": shown.task_id}, chat, times)

    async def presses_data(
        self, user: str, pressed: dict[str, Any], chat: str | None = None, times: int = 1
    ) -> str:
        event = {"eventtype": "template_card_event", "template_card_event": pressed}
        body = self._body(user, chat) | {"msgtype": "event", "event": event}
        body["create_time"] = 1700000000
        await self._push("aibot_event_callback", "press", body, pressed["task_id"], times=times)
        return str(body["msgid"])

    def stored(self, name: str, content: bytes, *, expired: bool = False) -> dict[str, str]:
        """A file in WeCom's store: its address and the key of it alone (AES-256-CBC, padded to
        32 bytes, the vector is the key's beginning)."""
        number, key = str(next(self._ids)), hashlib.sha256(name.encode()).digest()
        pad = 32 - len(content) % 32
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        sealed = encryptor.update(content + bytes([pad]) * pad) + encryptor.finalize()
        if not expired:
            self._stored[number] = (name, sealed)
        return {"url": f"{self.files_url}/{number}", "aeskey": base64.b64encode(key).decode()}

    def last(self, chat: str) -> Shown:
        return max(self.chats[chat], key=lambda shown: shown.changed)

    # how it misbehaves

    def fail(self, cmd: str, errcode: int = -1, **more: Any) -> None:
        self._faults.append(Fault(cmd, errcode, **more))

    async def close(self, code: int) -> None:
        await (await self.online()).close(code)

    async def cut(self) -> None:
        (await self.online()).transport.abort()

    async def kick(self) -> None:
        """Somebody else connected with the same bot."""
        live = await self.online()
        body = {"msgid": self._id("m"), "create_time": 1700000000, "aibotid": BOT_ID}
        body |= {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        await self._write(live, "aibot_event_callback", body, self._id("r"))
        await live.close()

    async def raw(self, text: str) -> None:
        await (await self.online()).send(text)

    async def online(self) -> ServerConnection:
        """The one connection, once there is one."""
        async with self._came:
            await self._came.wait_for(lambda: self._live)
            assert self._live
            return self._live

    async def offline(self) -> None:
        async with self._came:
            await self._came.wait_for(lambda: not self._live)

    # the connection

    def _body(self, user: str, chat: str | None) -> dict[str, Any]:
        body: dict[str, Any] = {"msgid": self._id("m"), "aibotid": BOT_ID}
        body |= {"chattype": "group" if chat else "single", "from": {"userid": user}}
        return body | ({"chatid": chat} if chat else {})

    async def _push(
        self,
        cmd: str,
        kind: str,
        body: dict[str, Any],
        task_id: str | None = None,
        *,
        times: int = 1,
    ) -> None:
        chat = body.get("chatid") or body["from"]["userid"]
        for _ in range(times):
            live = await self.online()
            req_id = self._id("r")
            self._events[req_id] = Event(kind, chat, time.monotonic(), task_id)
            await self._write(live, cmd, body, req_id)

    async def _write(
        self, live: ServerConnection, cmd: str, body: dict[str, Any], req_id: str
    ) -> None:
        frame = {"cmd": cmd, "headers": {"req_id": req_id}, "body": body}
        with suppress(ConnectionClosed):
            await live.send(json.dumps(frame, ensure_ascii=False))

    async def _serve(self, connection: ServerConnection) -> None:
        try:
            async for raw in connection:
                frame = json.loads(raw)
                if not self.silent:
                    await self._take(connection, frame)
        except ConnectionClosed:
            pass
        finally:
            async with self._came:
                if self._live is connection:
                    self._live = None
                self._came.notify_all()

    async def _take(self, connection: ServerConnection, frame: dict[str, Any]) -> None:
        cmd, req_id, body = frame["cmd"], frame["headers"]["req_id"], frame.get("body", {})
        if cmd != "ping":
            self.calls.append((cmd, body))
        answer: dict[str, Any] = {"headers": {"req_id": req_id}, "errcode": 0, "errmsg": "ok"}
        fault = self._fault(cmd, body)
        try:
            if fault and not fault.done and not fault.silent:
                raise Refused(fault.errcode, "told to fail")
            if self.slowness:
                await asyncio.sleep(self.slowness)
            if not fault or fault.done:
                with self._loudly():
                    made = await self._do(cmd, req_id, body, connection)
                answer |= {"body": made} if made else {}
            if fault:
                answer |= {"errcode": fault.errcode}
        except Refused as refused:
            answer |= {"errcode": refused.errcode, "errmsg": refused.errmsg}
        if not (fault and fault.silent):
            await connection.send(json.dumps(answer))
        if cmd == "aibot_subscribe" and not answer["errcode"]:
            async with self._came:
                self._live = connection
                self._came.notify_all()

    @contextmanager
    def _loudly(self) -> Iterator[None]:
        try:
            yield
        except (Broken, KeyError) as broken:
            self.problems.append(repr(broken))
            raise Refused(40058, f"invalid parameter {broken!r}") from broken

    def _fault(self, cmd: str, body: dict[str, Any]) -> Fault | None:
        for fault in self._faults:
            if fault.cmd == cmd and fault.chat in (None, body.get("chatid")):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    async def _do(
        self, cmd: str, req_id: str, body: dict[str, Any], connection: ServerConnection
    ) -> dict[str, Any] | None:
        if cmd == "aibot_subscribe":
            return await self._subscribe(body)
        if cmd == "ping":
            return None
        if connection is not self._live:
            raise Refused(BAD_SECRET, "not subscribed")
        return getattr(self, f"_{cmd.removeprefix('aibot_')}")(req_id, body)  # type: ignore[no-any-return]

    async def _subscribe(self, body: dict[str, Any]) -> None:
        self.subscribed_at.append(time.monotonic())
        if (body["bot_id"], body["secret"]) != (BOT_ID, SECRET):
            raise Refused(BAD_SECRET, "invalid secret")
        if self._live:
            await self.kick()

    # what the bot sends

    def _respond_msg(self, req_id: str, body: dict[str, Any]) -> None:
        event = self._answering(req_id, "message", 24 * 3600)
        self._put(event.chat, body)

    def _respond_welcome_msg(self, req_id: str, body: dict[str, Any]) -> None:
        event = self._answering(req_id, "enter", ANSWER_WITHIN)
        if body["msgtype"] == "text":
            self._add(event.chat, Shown(body["text"]["content"]))
        else:
            self._put(event.chat, body)

    def _respond_update_msg(self, req_id: str, body: dict[str, Any]) -> None:
        event = self._answering(req_id, "press", ANSWER_WITHIN)
        if event.updated:
            raise Refused(BAD_REQ_ID, "this card was updated already")
        if body["response_type"] != "update_template_card":
            raise Broken("response_type")
        card = check_card(body["template_card"])
        if card["task_id"] != event.task_id:
            raise Broken("another task_id than the pressed card's")
        event.updated = True
        self.answered_after.append(time.monotonic() - event.at)
        for shown in self.chats[event.chat]:
            if shown.task_id == event.task_id:
                fresh = shown_card(card)
                shown.text, shown.buttons, shown.card = fresh.text, fresh.buttons, card
                shown.updates, shown.changed = shown.updates + 1, next(self._moments)
                self.seen(event.chat, shown)

    def _send_msg(self, req_id: str, body: dict[str, Any]) -> None:
        chat = body["chatid"]
        if chat not in self.wrote:
            raise Refused(NOT_WRITTEN, "never wrote")
        if chat in self.refusing:
            raise Refused(93000, "removed")
        self._put(chat, body)

    def _upload_media_init(self, req_id: str, body: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= body["total_chunks"] <= PARTS or body["type"] not in ("file", "image"):
            raise Broken("upload")
        upload = self._id("u")
        self._uploads[upload] = body | {"parts": {}}
        return {"upload_id": upload}

    def _upload_media_chunk(self, req_id: str, body: dict[str, Any]) -> None:
        part = base64.b64decode(body["base64_data"])
        if len(part) > PART:
            raise Broken("a part of more than 512 KB")
        self._uploads[body["upload_id"]]["parts"][body["chunk_index"]] = part

    def _upload_media_finish(self, req_id: str, body: dict[str, Any]) -> dict[str, Any]:
        upload = self._uploads.pop(body["upload_id"])
        content = b"".join(upload["parts"][n] for n in range(upload["total_chunks"]))
        if len(content) != upload["total_size"] or (
            hashlib.md5(content).hexdigest() != upload["md5"]
        ):
            raise Broken("what was uploaded is not what was announced")
        media = self._id("media")
        self._media[media] = (upload["filename"], content)
        return {"type": upload["type"], "media_id": media, "created_at": "1380000000"}

    def _answering(self, req_id: str, kind: str, within: float) -> Event:
        event = self._events.get(req_id)
        if event is None or event.kind != kind or time.monotonic() - event.at > within:
            raise Refused(BAD_REQ_ID, "invalid req_id")
        return event

    def _put(self, chat: str, body: dict[str, Any]) -> None:
        self._count(chat)
        kind = body["msgtype"]
        if kind == "markdown":
            self._add(chat, Shown(check_markdown(body["markdown"]["content"])))
        elif kind == "template_card":
            card = check_card(body["template_card"])
            if card["task_id"] in self._tasks:
                raise Refused(REPEATED_TASK, "task_id repeated")
            self._tasks.add(card["task_id"])
            self._add(chat, shown_card(card))
        elif kind in ("file", "image"):
            self._add(chat, Shown("", file=self._media[body[kind]["media_id"]]))
        else:
            raise Broken(f"msgtype {kind}")

    def _count(self, chat: str) -> None:
        now, sent = time.monotonic(), self._sent[chat]
        for most, seconds in self._most:
            if sum(at > now - seconds for at in sent) >= most:
                raise Refused(TOO_MANY, "api freq out of limit")
        sent.append(now)

    def _add(self, chat: str, shown: Shown) -> None:
        shown.changed = next(self._moments)
        self.chats[chat].append(shown)
        self.seen(chat, shown)

    def _id(self, kind: str) -> str:
        return f"{kind}{next(self._ids):06d}"

    async def _download(self, request: web.Request) -> web.Response:
        kept = self._stored.get(request.match_info["file"])
        if kept is None:
            return web.Response(status=403)
        disposition = f"attachment; filename*=UTF-8''{quote(kept[0])}"
        return web.Response(body=kept[1], headers={"Content-Disposition": disposition})


def shown_card(card: dict[str, Any]) -> Shown:
    """A template card as a person sees it."""
    main = card["main_title"]
    facts = [f"{f['keyname']}：{f['value']}" for f in card.get("horizontal_content_list", [])]
    lines = [main.get("title"), main.get("desc"), card.get("sub_title_text"), *facts]
    text = "\n".join(line for line in lines if line)
    kind = card["card_type"]
    if kind == "vote_interaction":
        buttons = list(_choices(kind, card["checkbox"], card["submit_button"]["key"]))
        return Shown(text, buttons, None, card["task_id"], card)
    buttons = []
    selector = card.get("button_selection")
    first = _chosen(selector, selector["option_list"][0]["id"]) if selector else {}
    for button in card["button_list"]:
        buttons.append((button["text"], {"card_type": kind, "event_key": button["key"]} | first))
    if selector:
        buttons += _choices(kind, selector, card["button_list"][-1]["key"])
    return Shown(text, buttons, None, card["task_id"], card)


def _choices(kind: str, question: dict[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for option in question["option_list"]:
        pressed = {"card_type": kind, "event_key": key}
        yield option["text"], pressed | _chosen(question, option["id"])


def _chosen(question: dict[str, Any], option: str) -> dict[str, Any]:
    item = {"question_key": question["question_key"], "option_ids": {"option_id": [option]}}
    return {"selected_items": {"selected_item": [item]}}
