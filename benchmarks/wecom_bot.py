"""The bot at WeCom as a process of its own, for `benchmarks.wecom_press`.

It evaluates its month again and again while told to: the lines it reads are `evaluate` and `rest`.
To `rest` it answers with a line of JSON: how often it evaluated, and for how many seconds the event
loop was held at most since the `rest` before.
"""

import asyncio
import gc
import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from actions.month.evaluation import evaluate_grids, evaluate_month
from bot.cli.console import run
from bot.clock import StoppedClock
from bot.messengers.health import Health
from bot.messengers.wecom.service import WeComService
from bot.settings import Settings
from bot.talk.dispatcher import make_dispatcher
from bot.tasks import Tasks
from domain.months import Month
from storage.engine import Storage, open_storage
from tests.wecom_double import BOT_ID, SECRET

MONTH = Month(2026, 11)
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
TICK = 0.005


class Since(NamedTuple):
    """What has happened since the `rest` before."""

    evaluations: int
    held: float


async def child(database: str, url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.wecom_bot", database, url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def since(bot: asyncio.subprocess.Process) -> Since:
    assert bot.stdin and bot.stdout
    bot.stdin.write(b"rest\n")
    return Since(*json.loads(await bot.stdout.readline()))


async def work(database: str, url: str) -> None:
    storage, clock, tasks = open_storage(database), StoppedClock(NOW), Tasks()
    more: dict[str, Any] = {"wecom_bot_id": BOT_ID, "wecom_secret": SECRET, "wecom_url": url}
    more |= {"wecom_per_minute": 10_000, "wecom_per_hour": 100_000}
    settings = Settings(_env_file=None, database_url=database, **more)
    dispatcher = make_dispatcher(storage, clock)
    WeComService(settings, dispatcher, storage, clock, tasks, Health(storage, clock)).start()
    gaps: list[float] = [0]
    tasks.start(_tick(gaps), "ticker")
    await _obey(storage, tasks, gaps)
    await tasks.close()
    await storage.close()


async def _obey(storage: Storage, tasks: Tasks, gaps: list[float]) -> None:
    lines = asyncio.StreamReader()
    pipe = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: pipe, sys.stdin)
    evaluations: list[None] = []
    evaluating = None
    while line := await lines.readline():
        if line == b"evaluate\n":
            evaluating = tasks.start(_evaluate(storage, evaluations), "evaluations")
            continue
        if evaluating:
            evaluating.cancel()
            with suppress(asyncio.CancelledError):
                await evaluating
        sys.stdout.write(json.dumps(Since(len(evaluations), max(gaps))) + "\n")
        sys.stdout.flush()
        evaluating, gaps[:], evaluations[:] = None, [0], []


async def _evaluate(storage: Storage, done: list[None]) -> None:
    while True:
        await evaluate_grids(storage, NOW)
        await evaluate_month(storage, MONTH, NOW)
        done.append(None)


async def _tick(gaps: list[float]) -> None:
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        gaps.append(time.perf_counter() - before - TICK)


if __name__ == "__main__":
    gc.freeze()  # as bot.__main__ does after loading aiogram
    run(work(*sys.argv[1:]), lasting=True)
