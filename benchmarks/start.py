"""How long a start takes: small commands, and the first handled update of the whole product.

`python -m benchmarks.start`: every figure is the shortest of a few, next to `python -c pass`.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from aiohttp import ClientSession, web

from benchmarks.figures import say
from benchmarks.webhook import BotApi, Telegram, free_port, product, ready

LINE = "昨天下午2点到4点半 后塘村 民法典讲座 42人"
COMMANDS = (
    ("python -c pass", ["-c", "pass"]),
    ("shaodian --help", ["-m", "bot", "--help"]),
    (
        "shaodian understand",
        ["-m", "bot", "understand", "昨天下午2点到4点半 后塘村 民法典讲座 42人"],
    ),
)


def shortest(arguments: Sequence[str], times: int) -> float:
    return min(_seconds(arguments) for _ in range(times))


def _seconds(arguments: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - began


async def first_update(database: str) -> float:
    """Seconds from the start of the process to the 200 of the first update, by webhook."""
    api = BotApi()
    runner = web.AppRunner(api.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = free_port()
    began = time.perf_counter()
    child = await product(database, port, f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        async with ClientSession() as http:
            await ready(http, port, child)
            telegram = Telegram(f"http://127.0.0.1:{port}/telegram/webhook", http, api)
            await telegram.says(1000, "你好")
            return time.perf_counter() - began
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()
        await runner.cleanup()


async def starts(folder: Path, times: int) -> tuple[float, float]:
    """With no database yet, and with one that is there."""
    fresh = [await first_update(f"sqlite:///{folder}/{n}.db") for n in range(times)]
    again = [await first_update(f"sqlite:///{folder}/{n}.db") for n in range(times)]
    return min(fresh), min(again)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    for name, arguments in COMMANDS:
        say(f"{name:20} {shortest(arguments, times):5.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        fresh, again = asyncio.run(starts(Path(folder), times))
    say(f"first update, new database      {fresh:5.2f} s")
    say(f"first update, existing database {again:5.2f} s")


if __name__ == "__main__":
    main()
