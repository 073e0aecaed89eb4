"""What every command shares: the console, one-sentence errors, and the doors to the wiring."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Protocol, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from bot.clock import Clock
from bot.settings import Settings
from domain.errors import DomainError
from storage.alone import AlreadyRunning
from storage.engine import Storage
from storage.schema import SchemaUnknown
from storage.unavailable import StorageUnavailable
from words.errors import sentence_for
from words.names import shown_names

T = TypeVar("T")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

SWITCH = 0.001
"""Seconds for which a thread that computes keeps Python from the event loop. The usual 5 ms are
waited for at every step of a press, and it has dozens."""
GARBAGE = 10_000
"""New objects after which garbage is looked for. With the usual 700 the hundreds of thousands of an
import are gone through again and again, and all wait for it, a fifth of a second each time."""


class Jobs(Protocol):
    """What the scheduler offers to commands."""

    async def overview(self, storage: Storage, now: Any) -> list[Any]: ...

    async def run_one(self, storage: Storage, name: str, period: str | None, now: Any) -> Any: ...


@dataclass(frozen=True)
class Wiring:
    """Handed to every command by `bot.__main__`."""

    clock: Clock
    opened: Callable[[Settings], AbstractAsyncContextManager[Storage]]
    serve: Callable[[Settings, str | None], Awaitable[None]]
    serve_demo: Callable[[Settings, bool], Awaitable[None]]
    jobs: Jobs


def wiring(ctx: typer.Context) -> Wiring:
    found = ctx.obj
    assert isinstance(found, Wiring)
    return found


def settings() -> Settings:
    """The settings, or one sentence about each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"设置 SHAODIAN_{'_'.join(map(str, e['loc'])).upper()} 不正确：{e['msg']}"
            if e["loc"]
            else str(e["msg"])
            for e in error.errors()
        ]
        fail("\n".join(lines))


def fail(sentence: str, code: int = 1) -> NoReturn:
    err.print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def run(work: Coroutine[Any, Any, T], *, lasting: bool = False) -> T:
    """Run a command's work; what goes wrong is one sentence, never a traceback.

    What is `lasting` runs on uvloop, where the system has it: it carries a tenth more updates.
    """
    if lasting:
        _stay_responsive()
    try:
        with asyncio.Runner(loop_factory=_fast_loop() if lasting else None) as runner:
            return runner.run(work)
    except DomainError as error:
        fail(shown_names(sentence_for(error), mask=False))
    except StorageUnavailable as error:
        fail(f"数据库打不开：{why_unavailable(error)}")
    except AlreadyRunning as error:
        fail(
            f"程序已经在运行，正在使用数据库 {error.file}。一个数据库文件只能有一个程序在运行，"
            "请先停止那一个；要分开运行，请换成 PostgreSQL。"
        )
    except SchemaUnknown as error:
        fail(f"这个数据库已由更新的版本升级过（{error.version}）。请先更新程序。")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except typer.Exit:
        raise
    except OSError as error:
        fail(f"不能读写 {error.filename}：{error.strerror}" if error.filename else str(error))
    except Exception as error:
        logging.getLogger(__name__).debug("a command failed", exc_info=True)
        hint = "设置 SHAODIAN_LOG_LEVEL=DEBUG 可看详情"
        fail(f"程序出错，没有完成：{type(error).__name__}：{error}。{hint}。")


WHY_UNAVAILABLE = {
    "not a database URL": "地址写法不正确，应为 sqlite:///文件 或 postgresql://用户:口令@主机/库名。",
    "not a database": "这个文件已损坏，或不是数据库。请用备份恢复，或换一个文件。",
    "malformed": "数据库文件已损坏，请用备份恢复。",
    "deleted or replaced": "文件被删除或换掉了。请停止服务，把原来的文件放回去，再启动。",
    "readonly": "没有写入的权限，请检查文件和所在目录的权限。",
    "unable to open": "文件打不开，请检查路径和权限。",
    "locked": "正被另一个程序占用，请稍后再试。",
    "full": "磁盘已满，请先清理出空间。",
    "No space left": "磁盘已满，请先清理出空间。",
    "password authentication failed": "用户名或口令不对。",
    "does not exist": "数据库服务上没有这个库或用户。",
    "Connect call failed": "连不上数据库服务，请确认它已启动。",
    "Name or service not known": "找不到数据库服务的主机名。",
}


def why_unavailable(error: StorageUnavailable) -> str:
    """What can be done about it, in a sentence; for what nobody foresaw, what the database said."""
    reason = str(error)
    known = (words for said, words in WHY_UNAVAILABLE.items() if said in reason)
    return f"{next(known, f'{reason}。')}（SHAODIAN_DATABASE_URL）"


def _stay_responsive() -> None:
    """So that an import, computed in a thread, lets presses through (docs/decisions/0018)."""
    sys.setswitchinterval(SWITCH)
    gc.set_threshold(GARBAGE, 10, 10)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def bar() -> Progress:
    """A progress bar on standard error, so that --json output stays clean."""
    return Progress(console=err, transient=True)


def write_for_owner(file: Path, content: bytes) -> None:
    """For its owner alone: it names people."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fail(f"{file} 已经存在，没有覆盖。请换一个文件名。")
    except OSError as error:
        fail(f"不能写入 {file}：{error.strerror}")
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
