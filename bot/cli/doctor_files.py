"""What `shaodian doctor` sees of the files: who may read them, whether there is room for more, and
whether the running service still writes where its database is looked for."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from bot.cli.finding import Finding
from bot.settings import Settings
from domain.illnesses import nearly_full
from storage.database_file import Disk, beside, disk_of
from storage.engine import file_of
from words.illnesses import illness_and_remedy, room_words

UNFINISHED = ".zip.part"
PATIENCE = 2
"""Seconds for the service on this machine to answer."""
REPLACED = (
    "运行中的服务用的数据库文件已被删除或换掉，现在什么都存不下。"
    "请停止服务，把原来的文件放回去（或恢复备份），再启动"
)


async def examine_files(settings: Settings, folder: Path) -> list[Finding]:
    """Looked at before the database is opened: opening it mends what can be mended."""
    file = file_of(settings.database_url)
    found = [*_readable_by_others(file, folder), *_unfinished(file, folder)]
    found += [_room(disk)] if (disk := disk_of(file)) else []
    answer = await asyncio.to_thread(_health, settings)
    if answer == "replaced":
        found.append(Finding(False, REPLACED))
    elif answer == "down":
        found.append(Finding(False, "运行中的服务连不上数据库，请看服务的日志"))
    return found


def _readable_by_others(file: Path | None, folder: Path) -> list[Finding]:
    kept = [*(beside(file) if file else ()), *_backups(file, folder)]
    env = folder / ".env"
    loose = [path for path in (*kept, env) if path.is_file() and path.stat().st_mode & 0o077]
    return [
        Finding(False, f"别的用户也能读 {path}，请运行：chmod 600 {path}") for path in loose
    ] or [Finding(True, "数据库、备份和 .env 只有本用户能读")]


def _backups(file: Path | None, folder: Path) -> Iterator[Path]:
    for place in dict.fromkeys([folder.absolute(), *([file.parent.absolute()] if file else [])]):
        for ending in (".zip", UNFINISHED):
            yield from sorted(place.glob(f"shaodian-*{ending}"))


def _unfinished(file: Path | None, folder: Path) -> list[Finding]:
    return [
        Finding(False, f"{path} 是没有做完的备份，没有用处，里面有个人信息，请删除")
        for path in _backups(file, folder)
        if path.name.endswith(UNFINISHED)
    ]


def _room(disk: Disk) -> Finding:
    folder = str(disk.folder)
    if full := nearly_full(folder, disk.free):
        return Finding(False, illness_and_remedy(full))
    return Finding(True, room_words(folder, disk.free))


def _health(settings: Settings) -> str | None:
    """How the service on this machine says its database is; None where none answers."""
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}  # noqa: S104
    host = anywhere.get(settings.host, settings.host)
    here = build_opener(ProxyHandler({}))
    try:
        with here.open(f"http://{host}:{settings.port}/health", timeout=PATIENCE) as answer:
            return _database(answer.read())
    except HTTPError as error:
        with error:
            return _database(error.read())
    except (OSError, ValueError):
        return None


def _database(answer: bytes) -> str | None:
    try:
        said = json.loads(answer)
    except ValueError:
        return None
    return str(said.get("database")) if isinstance(said, dict) else None
