"""The product as a process that can be killed: the wiring of `shaodian run`, started quickly.

A fork server that has imported everything makes each start a matter of milliseconds, so that a
process can be killed many times in a run. What runs in it is the real thing.
"""

import multiprocessing
import os
import signal
from multiprocessing.context import ForkServerProcess

from bot import app
from bot.__main__ import opened
from bot.cli.console import run as run_command
from bot.settings import Settings

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.kill.runner"])


def run(values: dict[str, object], only: str | None = None) -> None:
    read = Settings(_env_file=None, **values)  # type: ignore[arg-type]
    run_command(app.serve(read, opened, only), lasting=True)


def start(values: dict[str, object], only: str | None = None) -> ForkServerProcess:
    process = SERVER.Process(target=run, args=(values, only), daemon=True)
    process.start()
    return process


def kill(process: ForkServerProcess) -> None:
    """`kill -9`: no goodbye, no clean-up."""
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
