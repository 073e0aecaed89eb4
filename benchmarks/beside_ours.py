"""The product as one of the servers that `beside.py` sets beside each other: its two doors.

Every client speaks for many advisers, one after the other: the web chat answers one person no
faster than people type, and the three days of a person's entries have an end.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from actions.people import links
from benchmarks.office import Adviser, lines, open_office
from benchmarks.webhook import BotApi, Telegram, free_port, product, ready
from storage.engine import open_storage
from storage.schema import upgrade

PEOPLE_EACH = 24
"""Advisers for whom one client speaks."""
Act = Callable[[], Awaitable[list[float]]]
"""What a client does again and again: the seconds of each request it took."""


@asynccontextmanager
async def ours(
    folder: Path, http: ClientSession, door: str, clients: int
) -> AsyncIterator[tuple[int, list[Act]]]:
    """The product started with an office in it: its process, and its clients."""
    database = f"sqlite:///{folder}/{door}.db"
    people = await _office(database, clients * PEOPLE_EACH)
    api = BotApi()
    runner = web.AppRunner(api.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = free_port()
    child = await product(database, port, f"http://127.0.0.1:{runner.addresses[0][1]}")
    root = f"http://127.0.0.1:{port}"
    try:
        await ready(http, port, child)
        parts = [people[n::clients] for n in range(clients)]
        if door == "webhook":
            url = f"{root}/telegram/webhook"
            yield child.pid, [_by_webhook(url, http, api, n, p) for n, p in enumerate(parts)]
        else:
            yield child.pid, [_by_webchat(f"{root}/chat/api", http, p) for p in parts]
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()
        await runner.cleanup()


async def _office(database: str, count: int) -> list[tuple[Adviser, str]]:
    """Advisers, each with the key of a session of the web chat."""
    storage, now = open_storage(database), datetime.now(UTC)
    await upgrade(storage)
    advisers, found = await open_office(storage, "telegram", count), []
    async with storage.unit() as unit:
        for adviser in advisers:
            account = await unit.people.account_at("telegram", adviser.address)
            person = await unit.people.get(account.person_id) if account else None
            assert person
            link = await links.make_link(unit, None, person, now)
            session, _ = await links.enter(unit, link, now, links.SESSION_LIFE)
            found.append((adviser, session))
    await storage.close()
    return found


def _turns(people: list[tuple[Adviser, str]]) -> Iterator[tuple[Adviser, str, str]]:
    """An entry of each in turn: who, their session, the line."""
    entries = [(adviser, session, lines(adviser)) for adviser, session in people]
    for adviser, session, own in itertools.cycle(entries):
        yield adviser, session, next(own)


def _by_webhook(
    url: str, http: ClientSession, api: BotApi, number: int, people: list[tuple[Adviser, str]]
) -> Act:
    telegram, turns = Telegram(url, http, api, first_id=1_000_000 * number), _turns(people)

    async def act() -> list[float]:
        adviser, _, line = next(turns)
        telegram.spell.each.clear()
        await telegram.visit(int(adviser.address), line)
        return list(telegram.spell.each)

    return act


def _by_webchat(url: str, http: ClientSession, people: list[tuple[Adviser, str]]) -> Act:
    turns, events, seen = _turns(people), itertools.count(), dict[str, int]()
    clock = asyncio.get_running_loop().time

    async def posts(what: str, session: str, **body: str) -> tuple[dict[str, Any], float]:
        """The newest card of the answer, and the seconds it took."""
        began = clock()
        body |= {"event": f"event-{next(events):08d}"}
        where, headers = f"{url}/{what}", {"Authorization": f"Bearer {session}"}
        after = {"after": seen.get(session, 0)}
        async with http.post(where, json=body, headers=headers, params=after) as answer:
            assert answer.status == 200, await answer.text()
            newest: dict[str, Any] = (await answer.json())["messages"][-1]
        seen[session] = newest["id"]
        return newest, clock() - began

    async def act() -> list[float]:
        _, session, line = next(turns)
        card, said = await posts("say", session, text=line)
        button = card["rows"][0][0]
        assert button["text"] == "保存", card
        saved, pressed = await posts("press", session, press=button["press"], label="保存")
        assert saved["text"].startswith("已保存"), saved
        return [said, pressed]

    return act
