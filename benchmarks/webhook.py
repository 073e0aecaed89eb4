"""The whole product behind a webhook: updates in from another process, answers out to a Bot API.

`python -m benchmarks.webhook`: this process plays Telegram (it posts the updates and takes the
answers, all over 127.0.0.1), a child process is `shaodian run` with its defaults. Each person says
a line, waits for the card, presses 保存, waits for the answer. An update is measured from the POST
to its 200, before which it is committed and shown.
"""

import argparse
import asyncio
import json
import os
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from benchmarks.figures import Spell, measured, say
from benchmarks.office import Adviser, lines, open_office
from storage.engine import open_storage
from storage.schema import upgrade

AIM_RATE, AIM_P99 = 300, 0.15
TOKEN, SECRET = "4242:a-token-for-benchmarks-only", "bench"
MOST = 20_000
"""Updates a run may send at most."""


class BotApi:
    """Answers what an answer needs, and remembers the last card of each chat."""

    def __init__(self) -> None:
        self.cards: dict[int, dict[str, Any]] = {}
        self._count = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post(f"/bot{TOKEN}/{{method}}", self._call)
        return app

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method in ("sendMessage", "editMessageText"):
            said = await request.json()
            self._count += 1
            chat = int(said["chat_id"])
            own = {"message_id": self._count, "date": 1, "chat": {"id": chat, "type": "private"}}
            card = own | {"text": said["text"]}
            markup = json.loads(said.get("reply_markup", "null"))
            self.cards[chat] = card | ({"reply_markup": markup} if markup else {})
            return web.json_response({"ok": True, "result": card})
        return web.json_response({"ok": True, "result": True})


class Telegram:
    def __init__(self, url: str, http: ClientSession, api: BotApi, first_id: int = 0) -> None:
        self._url, self._http, self._api, self._count = url, http, api, first_id
        self.spell = Spell()

    async def visit(self, chat: int, line: str) -> None:
        await self.says(chat, line)
        card = self._api.cards[chat]
        button = card["reply_markup"]["inline_keyboard"][0][0]
        assert button["text"] == "保存", card
        query = {"id": str(self._count), "from": _person(chat), "chat_instance": str(chat)}
        query |= {"message": card, "data": button["callback_data"]}
        await self._post({"callback_query": query})
        assert self._api.cards[chat]["text"].startswith("已保存"), self._api.cards[chat]

    async def says(self, chat: int, text: str) -> None:
        place = {"id": chat, "type": "private"}
        message = {"date": int(time.time()), "chat": place, "from": _person(chat), "text": text}
        await self._post({"message": message | {"message_id": self._count}})

    async def _post(self, update: dict[str, Any]) -> None:
        self._count += 1
        began = time.perf_counter()
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        body = update | {"update_id": self._count}
        async with self._http.post(self._url, json=body, headers=headers) as answer:
            assert answer.status == 200, answer.status
        self.spell.each.append(time.perf_counter() - began)


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "示例"}


async def measure(folder: Path, people: int, visits: int) -> None:
    database = f"sqlite:///{folder}/office.db"
    advisers = await _office(database, people)
    api = BotApi()
    runner = web.AppRunner(api.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = free_port()
    child = await product(database, port, f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        async with ClientSession(connector=TCPConnector(limit=0)) as http:
            await ready(http, port, child)
            url = f"http://127.0.0.1:{port}/telegram/webhook"
            await _load(Telegram(url, http, api), advisers, 3, 0)
            telegram = Telegram(url, http, api, first_id=MOST)  # after the ids of the warm-up
            before = cpu_of(child.pid)
            with measured() as whole:
                await _load(telegram, advisers, visits, 3)
            whole.each, used = telegram.spell.each, cpu_of(child.pid) - before
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()
        await runner.cleanup()
    report(whole, used, people)


async def _office(database: str, people: int) -> list[Adviser]:
    storage = open_storage(database)
    await upgrade(storage)
    advisers = await open_office(storage, "telegram", people)
    await storage.close()
    return advisers


async def _load(telegram: Telegram, advisers: list[Adviser], visits: int, skip: int) -> None:
    async def one(adviser: Adviser) -> None:
        for line in list(lines(adviser))[skip : skip + visits]:
            await telegram.visit(int(adviser.address), line)

    await asyncio.gather(*(one(adviser) for adviser in advisers))


async def product(database: str, port: int, api: str) -> asyncio.subprocess.Process:
    settings = {
        "DATABASE_URL": database,
        "PORT": str(port),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": api,
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram/webhook",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    environment = os.environ | {f"SHAODIAN_{name}": value for name, value in settings.items()}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.DEVNULL
    )


async def ready(http: ClientSession, port: int, child: asyncio.subprocess.Process) -> None:
    while child.returncode is None:
        try:
            async with http.get(f"http://127.0.0.1:{port}/"):
                return
        except OSError:
            await asyncio.sleep(0.05)
    raise RuntimeError("the product did not start")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def cpu_of(pid: int) -> float:
    """Seconds of CPU a process has used; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """The most megabytes a process has held; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def report(spell: Spell, used: float, people: int) -> None:
    p50, p99 = spell.percentile(50), spell.percentile(99)
    say(
        f"webhook {spell.rate:6.0f} updates/s (aim {AIM_RATE}), {people} people at once,"
        f"  p50 {1000 * p50:.0f} ms  p99 {1000 * p99:.0f} ms (aim {1000 * AIM_P99:.0f})"
    )
    each = 1000 / len(spell.each)
    say(
        f"an update takes {used * each:.2f} ms CPU of the product and {spell.cpu * each:.2f} ms"
        f" of this process; the product had {100 * used / spell.wall:.0f}% of one core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--visits", type=int, default=60, help="of each person")
    asked = parser.parse_args()
    if 2 * asked.people * asked.visits > MOST:
        parser.error(f"at most {MOST} updates")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), asked.people, asked.visits))


if __name__ == "__main__":
    main()
