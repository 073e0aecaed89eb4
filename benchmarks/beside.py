"""Any HTTP server beside this one: the same clients, in turns, on the same machine.

    python -m benchmarks.beside --floor
    python -m benchmarks.beside --url http://127.0.0.1:8000/ping/{n} --pid 4711 --door webchat

The other server is started by whoever compares; `{n}` in its URL or body becomes the number of the
request, and a body makes it a POST. The CPU told is that of the `--pid` and all its children. Ours
is `shaodian run` with an office of advisers, a process of its own; each request is a line or
a press of theirs and durable before it is answered. The clients are in this process and share the
machine.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from aiohttp import ClientSession, TCPConnector
from rich.console import Console
from rich.table import Table

from benchmarks.beside_ours import Act, ours
from benchmarks.figures import Spell, measured, median
from benchmarks.webhook import cpu_of, free_port, ready

WARM_UP = 1.0
"""Seconds."""


class Server(NamedTuple):
    name: str
    pids: Sequence[int]
    clients: Sequence[Act]


class Seen(NamedTuple):
    """`cpu`: seconds of the server's processes."""

    spell: Spell
    cpu: float


def asks(http: ClientSession, url: str, body: str | None, count: Iterator[int]) -> Act:
    """A client of a server about which nothing else is known."""

    async def act() -> list[float]:
        number = str(next(count))
        data = body.replace("{n}", number).encode() if body is not None else None
        method, began = "GET" if body is None else "POST", time.perf_counter()
        async with http.request(method, url.replace("{n}", number), data=data) as answer:
            text = await answer.text()
            assert answer.status < 400, f"{answer.status}: {text[:200]}"
        return [time.perf_counter() - began]

    return act


@asynccontextmanager
async def floor(folder: Path, http: ClientSession, clients: int) -> AsyncIterator[Server]:
    port, file = free_port(), str(folder / "floor.db")
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.bare_server", str(port), file
    )
    try:
        await ready(http, port, child)
        act = asks(http, f"http://127.0.0.1:{port}/", "后塘村 民法典讲座 42人", itertools.count())
        yield Server("floor", [child.pid], [act] * clients)
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def look(server: Server, seconds: float) -> Seen:
    """All clients at once, each one request after the other, for that long."""
    until = time.perf_counter() + seconds

    async def one(act: Act) -> None:
        while time.perf_counter() < until:
            spell.each.extend(await act())

    before = cpu_of_all(server.pids)
    with measured() as spell:
        await asyncio.gather(*(one(act) for act in server.clients))
    return Seen(spell, cpu_of_all(server.pids) - before)


def cpu_of_all(pids: Sequence[int]) -> float:
    """Of these processes and of all they started that still run."""
    parents: dict[int, int] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(each.parent.name)] = int(each.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile
    found = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sum(cpu_of(pid) for pid in found)


async def measure(asked: argparse.Namespace, folder: Path) -> Table:
    async with AsyncExitStack() as open_ones:
        http = await open_ones.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        pid, acts = await open_ones.enter_async_context(
            ours(folder, http, asked.door, asked.clients)
        )
        servers = [Server(f"ours, {asked.door}", [pid], acts)]
        if asked.floor:
            servers.append(await open_ones.enter_async_context(floor(folder, http, asked.clients)))
        if asked.url:
            act = asks(http, asked.url, asked.body, itertools.count(1))
            servers.append(Server(asked.url, asked.pid, [act] * asked.clients))
        for server in servers:
            await look(server, WARM_UP)
        rounds = [
            [await look(server, asked.seconds) for server in servers] for _ in range(asked.rounds)
        ]
    return table(servers, rounds)


def table(servers: list[Server], rounds: list[list[Seen]]) -> Table:
    made = Table("server", "requests/s", "p99, ms", "CPU, s", "CPU, ms each", "ours / this")
    for n, server in enumerate(servers):
        own = [each[n] for each in rounds]
        cpu, count = sum(seen.cpu for seen in own), sum(len(seen.spell.each) for seen in own)
        made.add_row(
            server.name,
            f"{median([seen.spell.rate for seen in own]):.0f}",
            f"{1000 * median([seen.spell.percentile(99) for seen in own]):.0f}",
            f"{cpu:.1f}" if server.pids else "",
            f"{1000 * cpu / count:.2f}" if server.pids else "",
            f"{median([each[0].spell.rate / each[n].spell.rate for each in rounds]):.2f}",
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="of the other server")
    parser.add_argument("--body", help="sent by POST; without it the request is a GET")
    parser.add_argument("--pid", type=int, nargs="*", default=[], help="of the other server")
    parser.add_argument("--floor", action="store_true", help="a bare server with one commit too")
    parser.add_argument("--door", choices=("webhook", "webchat"), default="webhook")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if not (asked.url or asked.floor):
        parser.error("name a server with --url, or ask for the --floor")
    with tempfile.TemporaryDirectory() as folder:
        Console(width=110).print(asyncio.run(measure(asked, Path(folder))))


if __name__ == "__main__":
    main()
