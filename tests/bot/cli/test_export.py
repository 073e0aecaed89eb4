"""`shaodian export`, `import` and `calendar` at a terminal: out, in again, and what is refused."""

import sys
from pathlib import Path

import pytest

from bot.__main__ import opened, serve, serve_demo
from bot.cli import command_line
from bot.cli.asking import call
from bot.cli.console import Wiring
from bot.clock import SystemClock
from scheduler import runner
from tests.data_maker import untidy_workbook
from tests.sheet_maker import ADVISERS, workbook


class Terminal:
    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = patch, capture

    def types(self, *words: str) -> tuple[int, str]:
        """The exit code, and all that was said, in one line."""
        self._patch.setattr(sys, "argv", ["shaodian", *words])
        code = 0
        try:
            call(command_line(), Wiring(SystemClock(), opened, serve, serve_demo, runner))
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capture.readouterr()
        return code, "".join((said.out + said.err).split())


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", f"sqlite:///{tmp_path}/office.db")
    monkeypatch.setenv("COLUMNS", "200")
    Path("基础表.xlsx").write_bytes(untidy_workbook())
    return Terminal(monkeypatch, capsys)


def test_a_roll_is_written_for_its_owner_alone_and_comes_in_again(terminal: Terminal) -> None:
    assert terminal.types("import", "基础表.xlsx")[0] == 0
    for words in (("花名册", "名册.xlsx"), ("花名册", "全.xlsx", "--phones")):
        code, said = terminal.types("export", *words)
        assert (code, Path(words[1]).stat().st_mode & 0o777) == (0, 0o600)
        assert ("遮掩" in said) is ("--phones" not in words)
        code, said = terminal.types("import", words[1])
        assert (code, "已导入，共0处" in said) == (0, True)


def test_what_can_not_be_exported_is_one_sentence(terminal: Terminal) -> None:
    assert "没有花名册可以导出" in terminal.types("export", "花名册")[1]
    assert "不能导出“月报”" in terminal.types("export", "月报")[1]
    terminal.types("import", "基础表.xlsx")
    assert terminal.types("export", "花名册", "基础表.xlsx") == (
        1,
        "基础表.xlsx已经存在，没有覆盖。请换一个文件名。",
    )


def test_a_village_nearly_of_the_same_name_is_answered_for_with_an_option(
    terminal: Terminal,
) -> None:
    terminal.types("import", "基础表.xlsx")
    row = ("杏园社区", "示例林律师", "律师", "19900000001", "2025-02-03")
    Path("顾问.xlsx").write_bytes(
        workbook({"法律顾问": (("示例街道法律顾问",), ADVISERS[0], row)}, {"法律顾问": "A1:E1"})
    )
    code, said = terminal.types("import", "顾问.xlsx")
    assert code == 1 and "改名？系统里有“杏园村”" in said
    code, said = terminal.types("import", "顾问.xlsx", "--renamed")
    assert code == 0 and "改名杏园村：名称杏园村→杏园社区" in said


def test_a_calendar_in_gbk_is_read_and_a_workbook_is_told_how_to_save(terminal: Terminal) -> None:
    Path("2027.csv").write_bytes("日期,类型\r\n2027/1/1,休\r\n2027/1/3,班\r\n".encode("gbk"))
    assert terminal.types("calendar", "2027.csv") == (0, "已导入2天的安排。")
    assert "另存为“CSVUTF-8" in terminal.types("calendar", "基础表.xlsx")[1]
