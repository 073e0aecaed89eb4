"""A Bot API server on the loopback: keeps updates until they are confirmed, checks every limit.

Faithful where it matters for us: an update is repeated until an offset above it arrives, a second
getUpdates ends the first with 409, lengths and bytes are checked, a bot writes only to who started
it. It can be told to misbehave: `fail`, `blocked`, `migrated`.
"""

import asyncio
import html
import itertools
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

TOKEN = "4242:a-token-nobody-may-see-in-a-log"
BOT_ID = 4242
OK_TAGS = re.compile(r"</?(b|i|u|s|code|pre)>")


@dataclass
class Shown:
    """A message in a chat as the person sees it now."""

    message_id: int
    text: str
    buttons: list[list[dict[str, str]]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    edits: int = 0
    changed: int = 0
    """When it was sent or edited last, as a count of such moments."""

    @property
    def words(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]

    def data(self, words: str) -> str:
        """The data of the button with these words."""
        found = [b for row in self.buttons for b in row if b["text"] == words]
        assert found, f"no button {words!r} among {self.words}"
        return found[0]["callback_data"]


@dataclass
class Fault:
    """What the next calls of a method are answered with; `hang` in seconds comes first.

    `done`: the call has its effect all the same, only its answer is spoilt. `slow`: it only hangs.
    """

    method: str
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, int] = field(default_factory=dict)
    chat: int | None = None
    times: int = 1
    hang: float = 0
    done: bool = False
    slow: bool = False
    cut: bool = False


class Refused(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


class TelegramDouble:
    def __init__(self) -> None:
        self.chats: dict[int, list[Shown]] = {}
        self.started: set[int] = set()
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answered: list[str] = []
        self.problems: list[str] = []
        self.webhook: dict[str, Any] = {}
        self.confirmed_below = 0
        self.slowness = 0.0
        """Seconds a call may take on its way there, and again on its way back."""
        self.seen_by_person: Callable[[int, Shown], None] = lambda chat, shown: None
        self._faults: list[Fault] = []
        self._updates: dict[int, dict[str, Any]] = {}
        self._files: dict[str, bytes] = {}
        self._update_ids, self._message_ids = itertools.count(1000), itertools.count(1)
        self._moments = itertools.count(1)
        self._came = asyncio.Condition()
        self.polled = asyncio.Event()
        self._polls = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._runner
        await self._runner.cleanup()

    # what people do

    async def says(self, chat: int, text: str, update_id: int | None = None) -> dict[str, Any]:
        known = {} if update_id is None else {"update_id": update_id}
        return await self.put(known | {"message": self._message(chat, text=text)})

    async def presses(self, chat: int, shown: Shown, words: str) -> dict[str, Any]:
        return await self.presses_data(chat, shown, shown.data(words))

    async def presses_data(self, chat: int, shown: Shown, data: str) -> dict[str, Any]:
        message = self._message(chat, text=shown.text) | {"message_id": shown.message_id}
        if shown.buttons:
            message["reply_markup"] = {"inline_keyboard": shown.buttons}
        number = next(self._update_ids)
        query = {"id": f"q{number}", "from": _person(chat), "chat_instance": str(chat)}
        return await self.put({"callback_query": query | {"message": message, "data": data}})

    async def sends_file(
        self, chat: int, name: str, content: bytes, size: int | None = None
    ) -> dict[str, Any]:
        file_id = f"file{next(self._message_ids)}"
        self._files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name}
        document["file_size"] = len(content) if size is None else size  # type: ignore[assignment]
        return await self.put({"message": self._message(chat, document=document)})

    async def sends_photo(
        self, chat: int, content: bytes, caption: str | None = None, album: str | None = None
    ) -> dict[str, Any]:
        """A picture as the app sends it, small and large."""
        file_id = f"file{next(self._message_ids)}"
        self._files[file_id] = content
        small, large = (
            {"file_id": name, "file_unique_id": name, "width": w, "height": w, "file_size": w}
            for name, w in ((f"{file_id}-small", 90), (file_id, 1280))
        )
        more = {"caption": caption, "media_group_id": album}
        said = {name: value for name, value in more.items() if value is not None}
        return await self.put({"message": self._message(chat, photo=[small, large], **said)})

    async def sends_voice(self, chat: int, caption: str | None = None) -> dict[str, Any]:
        voice = {"file_id": "v", "file_unique_id": "v", "duration": 4, "mime_type": "audio/ogg"}
        said = {} if caption is None else {"caption": caption}
        return await self.put({"message": self._message(chat, voice=voice, **said)})

    async def edits(self, chat: int, **changed: Any) -> dict[str, Any]:
        """The person changes what they sent before."""
        edited = self._message(chat, **changed) | {"edit_date": 1_800_000_000}
        return await self.put({"edited_message": edited})

    async def put(self, update: dict[str, Any]) -> dict[str, Any]:
        """Queue an update, as new unless it has an id."""
        update.setdefault("update_id", next(self._update_ids))
        async with self._came:
            self._updates[update["update_id"]] = update
            self._came.notify_all()
        return update

    def update(self, update_id: int) -> dict[str, Any]:
        return self._updates[update_id]

    def confirm(self, update_id: int) -> None:
        """A webhook took it."""
        self._updates.pop(update_id, None)

    def fail(self, method: str, **fault: Any) -> None:
        self._faults.append(Fault(method, **fault))

    def last(self, chat: int) -> Shown:
        return self.chats[chat][-1]

    @property
    def waiting(self) -> list[int]:
        """Ids of the updates not confirmed yet."""
        return sorted(self._updates)

    def _message(self, chat: int, **content: Any) -> dict[str, Any]:
        self.started.add(chat)
        kind = "private" if chat > 0 else "group"
        place = {"id": chat, "type": kind}
        number = next(self._message_ids)
        return {"message_id": number, "date": 1, "chat": place, "from": _person(chat)} | content

    # what the bot calls

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        values = await _values(request)
        self.calls.append((method, values))
        try:
            if request.match_info["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            fault = self._fault(method, values)
            if fault and fault.hang:
                await asyncio.sleep(fault.hang)
                fault = None if fault.slow else fault
            if fault and not fault.done:
                self._spoil(fault, request)
            await self._on_the_way()
            result = await getattr(self, f"_{method}")(values)
            await self._on_the_way()
            if fault:
                self._spoil(fault, request)
        except Refused as refused:
            answer = {"ok": False, "error_code": refused.status}
            answer |= {"description": refused.description, "parameters": refused.parameters}
            return web.json_response(answer, status=refused.status)
        return web.json_response({"ok": True, "result": result})

    async def _on_the_way(self) -> None:
        if self.slowness:
            await asyncio.sleep(random.uniform(0, self.slowness))

    def _spoil(self, fault: Fault, request: web.Request) -> None:
        if fault.cut and request.transport:
            request.transport.abort()
        raise Refused(fault.status, fault.description, **fault.parameters)

    def _fault(self, method: str, values: dict[str, Any]) -> Fault | None:
        chat = int(values["chat_id"]) if "chat_id" in values else None
        for fault in self._faults:
            if fault.method == method and fault.chat in (None, chat):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    async def _getUpdates(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        own = self._polls
        self.polled.set()
        if offset := int(values.get("offset", 0)):
            self.confirmed_below = max(self.confirmed_below, offset)
            self._updates = {i: u for i, u in self._updates.items() if i >= offset}
        async with self._came:
            self._came.notify_all()
            try:
                async with asyncio.timeout(float(values.get("timeout", 0))):
                    await self._came.wait_for(lambda: self._updates or self._polls != own)
            except TimeoutError:
                return []
        if self._polls != own:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        limit = int(values.get("limit", 100))
        return [self._updates[i] for i in sorted(self._updates)[:limit]]

    async def _getMe(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return {"id": BOT_ID, "is_bot": True, "first_name": "哨点", "username": "shaodian_bot"}

    async def _setWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = values
        return True

    async def _deleteWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    async def _sendMessage(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat = self._reachable(values)
        text = self._text(values["text"], 4096)
        return self._add(chat, Shown(0, text, self._keyboard(values)))

    async def _sendDocument(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat = self._reachable(values)
        (name,) = [key for key in values if isinstance(values[key], tuple)]
        if len(values[name][1]) > 50 * 1024 * 1024:
            raise Refused(413, "Request Entity Too Large")
        text = self._text(values["caption"], 1024) if values.get("caption") else ""
        return self._add(chat, Shown(0, text, self._keyboard(values), values[name]))

    async def _editMessageText(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, shown = self._reachable(values), self._find(values)
        if shown.file:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        text, buttons = self._text(values["text"], 4096), self._keyboard(values)
        return self._change(chat, shown, text, buttons)

    async def _editMessageReplyMarkup(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, shown = self._reachable(values), self._find(values)
        return self._change(chat, shown, shown.text, self._keyboard(values))

    async def _answerCallbackQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802
        self.answered.append(values["callback_query_id"])
        return True

    async def _getFile(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        file_id = values["file_id"]
        if len(self._files[file_id]) > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}

    async def _download(self, request: web.Request) -> web.Response:
        content = self._files.get(request.match_info["path"].removeprefix("documents/"))
        fault = self._fault("download", {})
        if content is None or fault or request.match_info["token"] != TOKEN:
            return web.Response(status=404)
        return web.Response(body=content)

    # checks

    def _reachable(self, values: dict[str, Any]) -> int:
        chat = int(values["chat_id"])
        if chat in self.migrated:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, text, migrate_to_chat_id=self.migrated[chat])
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat not in self.started:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _text(self, marked: str, longest: int) -> str:
        text = html.unescape(OK_TAGS.sub("", marked))
        if OK_TAGS.sub("", marked).replace("&lt;", "").count("<"):
            self._problem("Bad Request: can't parse entities")
        if not text.strip():
            self._problem("Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > longest:
            self._problem("Bad Request: message is too long")
        return text

    def _keyboard(self, values: dict[str, Any]) -> list[list[dict[str, str]]]:
        markup = json.loads(values.get("reply_markup") or "{}")
        rows: list[list[dict[str, str]]] = markup.get("inline_keyboard", [])
        for button in (button for row in rows for button in row):
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                self._problem("Bad Request: BUTTON_DATA_INVALID")
            if not button["text"]:
                self._problem("Bad Request: button text is empty")
        return rows

    def _problem(self, description: str) -> None:
        """Our own mistakes are refused as Telegram does, and remembered for the test to see."""
        self.problems.append(description)
        raise Refused(400, description)

    def _find(self, values: dict[str, Any]) -> Shown:
        for shown in self.chats.get(int(values["chat_id"]), []):
            if shown.message_id == int(values["message_id"]):
                return shown
        raise Refused(400, "Bad Request: message to edit not found")

    def _add(self, chat: int, shown: Shown) -> dict[str, Any]:
        shown.message_id = next(self._message_ids)
        shown.changed = next(self._moments)
        self.chats.setdefault(chat, []).append(shown)
        self.seen_by_person(chat, shown)
        return self._answer(chat, shown)

    def _change(
        self, chat: int, shown: Shown, text: str, buttons: list[list[dict[str, str]]]
    ) -> dict[str, Any]:
        if (shown.text, shown.buttons) == (text, buttons):
            raise Refused(400, "Bad Request: message is not modified")
        if shown.text != text:
            shown.changed = next(self._moments)
        shown.text, shown.buttons, shown.edits = text, buttons, shown.edits + 1
        self.seen_by_person(chat, shown)
        return self._answer(chat, shown)

    def _answer(self, chat: int, shown: Shown) -> dict[str, Any]:
        kind = "private" if chat > 0 else "group"
        place = {"id": chat, "type": kind}
        return {"message_id": shown.message_id, "date": 1, "chat": place, "text": shown.text}


def _person(chat: int) -> dict[str, Any]:
    return {"id": abs(chat), "is_bot": False, "first_name": "示例"}


async def _values(request: web.Request) -> dict[str, Any]:
    """Fields as text, files as (name, content)."""
    if request.content_type == "application/json":
        return dict(await request.json())
    fields: dict[str, Any] = {}
    for key, value in (await request.post()).items():
        is_file = isinstance(value, web.FileField)
        fields[key] = (value.filename, value.file.read()) if is_file else value
    return fields
