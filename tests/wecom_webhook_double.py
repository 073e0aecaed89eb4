"""WeCom's group webhook (91770) on the loopback: always HTTP 200, what failed says `errcode`."""

import time
from collections import defaultdict
from typing import Any, Self

from aiohttp import web

from tests.wecom_limits import Broken, check_markdown

KEY = "a-key-nobody-may-see-in-a-log"


class WebhookDouble:
    def __init__(self, *, per_minute: int = 20) -> None:
        self.messages: list[dict[str, Any]] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.problems: list[str] = []
        self.errcodes: list[int] = []
        """What the next calls are answered with."""
        self.statuses: list[int] = []
        self.url = ""
        self._most, self._sent = per_minute, defaultdict[str, list[float]](list)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_post("/cgi-bin/webhook/send", self._send)
        app.router.add_post("/cgi-bin/webhook/upload_media", self._upload)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/cgi-bin/webhook/send?key={KEY}"
        return self

    async def __aexit__(self, kind: type | None, *error: object) -> None:
        assert self._runner
        await self._runner.cleanup()
        assert kind or not self.problems, self.problems

    @property
    def texts(self) -> list[str]:
        return [m["markdown"]["content"] for m in self.messages if m["msgtype"] == "markdown"]

    async def _send(self, request: web.Request) -> web.Response:
        if self.statuses:
            return web.Response(status=self.statuses.pop(0), text="<html>Bad Gateway</html>")
        if code := self._refusal(request):
            return web.json_response({"errcode": code, "errmsg": "told to fail"})
        body = await request.json()
        try:
            if body["msgtype"] == "markdown":
                check_markdown(body["markdown"]["content"], 4096)
            elif body["msgtype"] == "file":
                self.files[body["file"]["media_id"]]
            else:
                raise Broken(body["msgtype"])
        except (Broken, KeyError) as broken:
            self.problems.append(repr(broken))
            return web.json_response({"errcode": 40058, "errmsg": repr(broken)})
        self.messages.append(body)
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _upload(self, request: web.Request) -> web.Response:
        if code := self._refusal(request, counts=False):
            return web.json_response({"errcode": code, "errmsg": "told to fail"})
        field = (await request.post())["media"]
        assert isinstance(field, web.FileField) and request.query["type"] == "file"
        media = f"media{len(self.files)}"
        self.files[media] = (field.filename, field.file.read())
        return web.json_response({"errcode": 0, "errmsg": "ok", "media_id": media, "type": "file"})

    def _refusal(self, request: web.Request, *, counts: bool = True) -> int:
        if request.query.get("key") != KEY:
            return 93000
        if self.errcodes:
            return self.errcodes.pop(0)
        now, sent = time.monotonic(), self._sent[KEY]
        if counts and sum(at > now - 60 for at in sent) >= self._most:
            return 45009
        if counts:
            sent.append(now)
        return 0
