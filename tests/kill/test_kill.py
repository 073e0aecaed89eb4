"""The whole product, killed with `kill -9` again and again while people write and alerts go out."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.tasks import Tasks
from storage.engine import open_storage
from storage.outbox import OutState
from storage.schema import upgrade
from tests.kill import runner
from tests.kill.world import KILLS, SEED, World
from tests.telegram_double import TOKEN, TelegramDouble

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def world_at(folder: Path) -> AsyncIterator[tuple[World, dict[str, object]]]:
    url = f"sqlite:///{folder}/killed.db"
    storage = open_storage(url)
    await upgrade(storage)
    async with TelegramDouble() as double:
        world = World(double, storage, random.Random(SEED))
        await world.settle()
        yield (
            world,
            {
                "database_url": url,
                "port": 0,
                "messengers": "telegram",
                "telegram_token": TOKEN,
                "telegram_api": double.url,
                "telegram_per_second": 1000,
                "telegram_per_chat_per_second": 1000,
                "outbox_poll_seconds": 0.05,
                "tell_from": "00:00",
                "tell_until": "00:00",
                "log_level": "ERROR",
            },
        )
    await storage.close()


async def kill_often(world: World, values: dict[str, object]) -> None:
    """Most kills fall into the work, every fifth into the start."""
    for number in range(KILLS):
        world.double.polled.clear()
        process = await asyncio.to_thread(runner.start, values)
        if number % 5:
            await world.double.polled.wait()
        await asyncio.sleep(world.chance.uniform(0.05, 0.7))
        await asyncio.to_thread(runner.kill, process)
        world.numbers.kills += 1
        await world.note_flying()


@asynccontextmanager
async def command_running(values: dict[str, object], folder: Path) -> AsyncIterator[None]:
    """`shaodian run`, the real command, stopped as a service manager would."""
    settings = {f"SHAODIAN_{key.upper()}": str(value) for key, value in values.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
    )
    try:
        yield
    finally:
        process.terminate()
        ended = await process.wait()
    assert ended in (0, -signal.SIGTERM)  # uvicorn ends by the signal it was stopped with


async def until_quiet(world: World) -> None:
    """Everything confirmed to Telegram, and nothing waiting to be told."""
    while True:
        _, _, states = await world.kept()
        if set(states) <= {OutState.SENT} and not world.double.waiting:
            return
        await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_nothing_is_lost_and_nothing_happens_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asyncio.timeout(240 + 10 * KILLS), world_at(tmp_path) as (world, values):
        stop, tasks = asyncio.Event(), Tasks()
        people = [tasks.start(world.advise(chat, stop), f"adviser {chat}") for chat in world.chats]
        people.append(tasks.start(world.alert(stop), "alerts"))
        await kill_often(world, values)
        stop.set()
        async with command_running(values, tmp_path):
            await asyncio.gather(*people)
            await until_quiet(world)
        visits, events, states = await world.kept()
        with capsys.disabled():
            print(f"\n{world.report(visits, events)}")
    world.judge(visits, events, states)
