"""What `shaodian doctor` says of the files, and that commands leave none for others to read."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.doctor_files import examine_files
from bot.settings import Settings
from domain import illnesses

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (".env", "shaodian-20261120-200000.zip", "office.db", "office.db-wal"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o600)
    return tmp_path


async def said(folder: Path, **values: object) -> str:
    values = {"port": free_port(), "database_url": f"sqlite:///{folder / 'office.db'}"} | values
    settings = Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]
    findings = await examine_files(settings, folder)
    return "\n".join(f"{'' if finding.well else '!'}{finding.words}" for finding in findings)


async def test_all_is_well_where_only_the_owner_reads(folder: Path) -> None:
    words = await said(folder)
    assert "!" not in words and "只有本用户能读" in words and "还剩" in words


@pytest.mark.parametrize(
    "name", [".env", "shaodian-20261120-200000.zip", "office.db", "office.db-wal"]
)
async def test_a_file_others_may_read_is_named_with_the_remedy(folder: Path, name: str) -> None:
    (folder / name).chmod(0o640)
    words = await said(folder)
    assert f"!别的用户也能读 {folder / name}，请运行：chmod 600 {folder / name}" in words
    assert words.count("chmod") == 1


async def test_a_backup_that_was_cut_off_is_named(folder: Path) -> None:
    (folder / "shaodian-20261119-200000.zip.part").touch(0o600)
    assert f"!{folder / 'shaodian-20261119-200000.zip.part'} 是没有做完的备份" in await said(folder)


async def test_a_disk_that_is_nearly_full_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(illnesses, "LEAST_FREE", 1 << 60)
    assert "快满了" in await said(folder)


@pytest.mark.parametrize(
    ("database", "words"),
    [("replaced", "!运行中的服务用的数据库文件已被删除或换掉"), ("down", "!运行中的服务连不上")],
)
async def test_it_asks_the_service_how_its_database_is(
    folder: Path, database: str, words: str
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = json.dumps({"status": "down", "database": database, "ill": {}})
        writer.write(f"HTTP/1.0 503 Down\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        assert words in await said(folder, port=port, host="0.0.0.0")


def test_commands_write_for_their_owner_alone(tmp_path: Path) -> None:
    """Also where the machine's umask lets everybody read."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SHAODIAN_")}
    for words in (["template"], ["backup", "b.zip"]):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env=clean | {"PYTHONPATH": str(ROOT)},
            umask=0o022,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"b.zip", "基础表模板.xlsx", "shaodian.db"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def test_the_doctor_makes_no_database_where_there_is_none(tmp_path: Path) -> None:
    """A service whose file was deleted would be thought to be well."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SHAODIAN_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": str(ROOT), "SHAODIAN_PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1 and "还没有数据库文件" in done.stdout + done.stderr
    assert list(tmp_path.rglob("*.db")) == []
