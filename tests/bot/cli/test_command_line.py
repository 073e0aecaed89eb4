"""The command line as somebody types it: a wrong call or a bad database is one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import opened, serve, serve_demo
from bot.cli import command_line
from bot.cli.asking import call
from bot.cli.console import Wiring
from bot.clock import SystemClock
from scheduler import runner
from storage.alone import alone
from tests.kept_office import BACKUP, changed_backup


class CommandLine:
    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture, self.out = capture, ""

    def typed(self, *words: str) -> tuple[int, str]:
        """The exit code and what was said on standard error."""
        wired = Wiring(SystemClock(), opened, serve, serve_demo, runner)
        with pytest.raises(SystemExit) as end, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["shaodian", *words])
            call(command_line(), wired)
        self.out, said = self._capture.readouterr()
        return int(end.value.code or 0), said

    def shows(self, *words: str) -> str:
        """What a command that succeeded printed, a line of a table to a line."""
        code, said = self.typed(*words)
        assert code == 0, said
        return self.out

    def refused(self, *words: str) -> str:
        """The one sentence on standard error of a command that failed."""
        code, said = self.typed(*words)
        assert code != 0
        (line,) = [line for line in said.splitlines() if line.strip()]
        return line


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """A terminal in an empty folder, with no setting made."""
    for name in [name for name in os.environ if name.startswith("SHAODIAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return CommandLine(capsys)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nonsense",), "没有这个命令：nonsense。运行 shaodian --help 可看写法。"),
        (
            ("registers",),
            "没有这个命令：registers。相近的有：restore。运行 shaodian --help 可看写法。",
        ),
        (("doctr",), "没有这个命令：doctr。相近的有：doctor。运行 shaodian --help 可看写法。"),
        (("登记",), "没有这个命令：登记。运行 shaodian --help 可看写法。"),
        (("it's",), "没有这个命令：it's。运行 shaodian --help 可看写法。"),
        (
            ("demo", "--prt", "80"),
            "没有 --prt 这个选项。相近的有：--port。运行 shaodian demo --help 可看写法。",
        ),
        (("import",), "还缺少 FILE。运行 shaodian import --help 可看写法。"),
        (("doctor", "--fast"), "没有 --fast 这个选项。运行 shaodian doctor --help 可看写法。"),
        (("doctor", "now"), "多写了 now。运行 shaodian doctor --help 可看写法。"),
        (("demo", "--port", "x"), "--port 的内容不对。运行 shaodian demo --help 可看写法。"),
        (("import", "nowhere.xlsx"), "没有找到文件 nowhere.xlsx。请核对路径。"),
        (("backup", "nowhere/b.zip"), "不能读写 nowhere/b.zip.part：No such file or directory"),
    ],
)
def test_a_wrong_call_is_one_sentence(terminal: CommandLine, words: tuple[str, ...], sentence: str):
    assert terminal.refused(*words) == sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "地址写法不正确"),
        ("mysql://a/b", "地址写法不正确"),
        ("sqlite:///damaged.db", "这个文件已损坏，或不是数据库"),
        ("sqlite:///folder", "文件打不开"),
        ("postgresql://user:secret@127.0.0.1:1/office", "连不上数据库服务"),
    ],
)
def test_a_database_that_cannot_be_had_is_one_sentence(
    terminal: CommandLine, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
):
    Path("damaged.db").write_bytes(b"no database at all" * 200)
    Path("folder").mkdir()
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", url)
    words = terminal.refused("shortfalls")
    assert sentence in words and "secret" not in words


def test_a_second_service_on_one_file_is_one_sentence(terminal: CommandLine):
    with alone("sqlite:///data/shaodian.db"):
        words = terminal.refused("run")
        assert words.startswith("程序已经在运行，正在使用数据库 ") and "shaodian.db" in words
        for command in (
            ("restore", str(BACKUP)),
            ("invite", "示例人", "--role", "leader"),
            ("backup", "beside.zip"),
        ):
            assert terminal.typed(*command)[0] == 0


def test_what_is_no_backup_is_not_restored(terminal: CommandLine, monkeypatch: pytest.MonkeyPatch):
    assert terminal.typed("backup", "good.zip")[0] == 0
    good = Path("good.zip").read_bytes()
    Path("half.zip").write_bytes(good[: len(good) // 2])
    Path("text.zip").write_text("no zip")
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", "sqlite:///new.db")
    for name in ("half.zip", "text.zip"):
        words = terminal.refused("restore", name)
        assert words == "不能恢复：文件损坏，或不是法治哨点的备份。数据库没有改动。"
    assert terminal.typed("restore", "good.zip")[0] == 0


def test_a_backup_of_an_older_version_is_restored(terminal: CommandLine):
    assert terminal.typed("restore", str(BACKUP))[0] == 0
    assert "已有数据" in terminal.refused("restore", str(BACKUP))


def test_a_backup_of_a_later_version_asks_for_a_later_program(terminal: CommandLine):
    changed_backup(
        Path("b.zip"), lambda contents, files: contents.update(schema="0099", program="9.9.0")
    )
    words = terminal.refused("restore", "b.zip")
    assert words.startswith("不能恢复：备份由更新的版本9.9.0（数据版本 0099）做成")
    assert words.endswith("请先更新程序，再恢复。数据库没有改动。")


def test_a_terminal_without_chinese_gets_no_traceback(tmp_path: Path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SHAODIAN_")}
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env=environment | ascii_only | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1 and b"Traceback" not in done.stderr
