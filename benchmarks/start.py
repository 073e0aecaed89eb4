"""What a start takes: small commands, and the first handled update of the whole product.

`python -m benchmarks.start`: every figure is the least of a few, next to `python -c pass`.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aiohttp import ClientSession, web

from benchmarks.figures import say
from benchmarks.webhook import BotApi, Telegram, cpu_of, free_port, memory_of, product, ready

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


class Start(NamedTuple):
    """From the start of the process to the 200 of the first update, by webhook: seconds, those of
    CPU, and the most megabytes held."""

    seconds: float
    cpu: float
    megabytes: float


async def first_update(database: str) -> Start:
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
            took = time.perf_counter() - began
            return Start(took, cpu_of(child.pid), memory_of(child.pid))
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()
        await runner.cleanup()


async def starts(folder: Path, times: int) -> dict[str, Start]:
    databases = [f"sqlite:///{folder}/{n}.db" for n in range(times)]
    return {
        f"first update, {which} database": _least([await first_update(url) for url in databases])
        for which in ("new", "existing")
    }


def _least(seen: Sequence[Start]) -> Start:
    return Start(*map(min, zip(*seen, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    for name, arguments in COMMANDS:
        say(f"{name:20} {shortest(arguments, times):5.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(starts(Path(folder), times))
    for name, start in seen.items():
        seconds, cpu, megabytes = start
        say(f"{name:31} {seconds:5.2f} s  {cpu:5.2f} s CPU  {megabytes:4.0f} MB")


if __name__ == "__main__":
    main()
