"""The least a durable answer over HTTP takes: one route, one INSERT, one commit, then 200.

`python -m benchmarks.bare_server PORT FILE` listens on 127.0.0.1 until it is ended.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def bare_app(file: str) -> Starlette:
    held: list[aiosqlite.Connection] = []
    writer = asyncio.Lock()

    @asynccontextmanager
    async def opened(app: Starlette) -> AsyncIterator[None]:
        async with aiosqlite.connect(file) as database:
            await database.execute("PRAGMA journal_mode=WAL")
            await database.execute("PRAGMA synchronous=FULL")
            await database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT)")
            held.append(database)
            yield

    async def say(request: Request) -> Response:
        text = (await request.body()).decode()
        async with writer:
            await held[0].execute("INSERT INTO said (text) VALUES (?)", (text,))
            await held[0].commit()
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/", say, methods=["POST"])], lifespan=opened)


def main() -> None:
    port, file = sys.argv[1:]
    uvicorn.run(bare_app(file), port=int(port), log_config=None, access_log=False)


if __name__ == "__main__":
    main()
