"""The web server waits for nobody who sends half a request."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import uvicorn
from fastapi import FastAPI, Request

from bot.server import Server, reading_within
from bot.tasks import Tasks

WITHIN = 0.3
HEAD = b"POST /told HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = FastAPI()

    @app.post("/told")
    async def told(request: Request) -> int:
        return len(await request.body())

    @app.get("/slow")
    async def slow() -> str:
        await asyncio.sleep(3 * WITHIN)
        return "done"

    config = uvicorn.Config(
        app, port=0, http=reading_within(WITHIN), log_config=None, timeout_graceful_shutdown=1
    )
    server, tasks = uvicorn.Server(config), Tasks()
    running = tasks.start(server.serve(), "server")
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def closed_after(port: int, *pieces: bytes, every: float = 0.0) -> float:
    """Seconds until the server hangs up."""
    loop = asyncio.get_running_loop()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    since = loop.time()
    with suppress(ConnectionError):
        for piece in pieces:
            if reader.at_eof():
                break
            writer.write(piece)
            await asyncio.sleep(every)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
    writer.close()
    return loop.time() - since


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"POST",),
        (HEAD,),
        (HEAD + b"Content-Length: 10\r\n\r\n",),
        (HEAD + b"Content-Length: 10\r\n\r\n", b"12345"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n123",),
    ],
)
async def test_half_a_request_is_hung_up_on(port: int, pieces: tuple[bytes, ...]) -> None:
    assert await closed_after(port, *pieces) < 4 * WITHIN


async def test_a_head_that_comes_in_drops_has_to_end(port: int) -> None:
    drops = [b"POST /told HTTP/1.1\r\n", *(b"X-%d: 1\r\n" % n for n in range(20))]
    assert await closed_after(port, *drops, every=WITHIN / 4) < 2.5 * WITHIN


async def test_a_body_may_take_long_as_long_as_it_comes(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"Content-Length: 8\r\n\r\n")
    for _ in range(8):
        await asyncio.sleep(WITHIN / 3)
        writer.write(b"x")
    async with asyncio.timeout(5):
        assert b"200 OK" in await reader.readline()
    writer.close()


async def test_who_has_asked_is_answered_however_long_it_takes(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        async with asyncio.timeout(5):
            answer = await reader.readuntil(b'"done"')
        assert b"200 OK" in answer
    writer.close()


def test_who_was_told_to_stop_says_so() -> None:
    app, gone = FastAPI(), []
    server = Server(uvicorn.Config(app), lambda: gone.append("pages"))
    server.handle_exit(signal.SIGTERM, None)
    assert app.state.stopping and gone == ["pages"] and server.should_exit
