"""`shaodian` and `python -m bot`. What a command does not need it does not load.

aiogram and the web framework take longer to load than most commands take to run, so the parts of a
lasting process are wired in `bot.app`, which only `run` and `demo` ask for.
"""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from bot.aiogram_loading import load_aiogram
from bot.cli import command_line
from bot.cli.asking import call
from bot.cli.console import Wiring
from bot.clock import SystemClock
from bot.settings import Settings
from scheduler import runner
from storage.engine import Storage, open_storage
from storage.schema import upgrade


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Storage]:
    """The database, its tables brought up to date."""
    storage = open_storage(settings.database_url)
    try:
        await upgrade(storage)
        yield storage
    finally:
        await storage.close()


async def serve(settings: Settings, only: str | None = None) -> None:
    await _app().serve(settings, opened, only)


async def serve_demo(settings: Settings, keep: bool) -> None:
    await _app().serve_demo(settings, opened, keep)


def _app() -> ModuleType:
    """What is loaded stays: to look for garbage among it, then and ever after, is for nothing."""
    gc.disable()
    try:
        load_aiogram()
        from bot import app
    finally:
        gc.enable()
    gc.freeze()
    return app


def main() -> None:
    os.umask(0o077)  # there are people's data in most of what is written
    wiring = Wiring(SystemClock(), opened, serve, serve_demo, runner)
    call(command_line(), wiring)


if __name__ == "__main__":
    main()
