"""Places, people and appointments from the command line of the server."""

import asyncio
import re
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.__main__ import opened, serve, serve_demo
from bot.cli import command_line
from bot.cli.asking import call
from bot.cli.console import Wiring
from bot.clock import StoppedClock
from domain.mingbairen import Mingbairen, Stage
from domain.people import Role
from scheduler import runner
from storage.engine import open_storage
from storage.schema import upgrade
from tests.cast import open_office

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Terminal:
    """What is typed, what was said, and what the database holds then."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def types(self, *words: str) -> tuple[int, str]:
        wired = Wiring(StoppedClock(NOW), opened, serve, serve_demo, runner)
        with pytest.raises(SystemExit) as end, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["shaodian", *words])
            patch.setenv("COLUMNS", "200")
            call(command_line(), wired)
        seen = self._capture.readouterr()
        return int(end.value.code or 0), seen.out + seen.err

    def does(self, *words: str) -> str:
        code, said = self.types(*words)
        assert code == 0, said
        return said

    def is_refused(self, *words: str) -> str:
        code, said = self.types(*words)
        assert code != 0, said
        return said


def asked(question):
    """What the database answers."""

    async def ask():
        storage = open_storage("sqlite:///office.db")
        async with storage.reading() as unit:
            found = await question(unit)
        await storage.close()
        return found

    return asyncio.run(ask())


def villages() -> set[str]:
    async def ask(unit):
        return {village.name for village in await unit.villages.all()}

    return asked(ask)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Terminal:
    """At the small office of the cast, with 王秀英 in 后塘村第一网格."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", "sqlite:///office.db")

    async def move_in() -> None:
        storage = open_storage("sqlite:///office.db")
        await upgrade(storage)
        office = await open_office(storage)
        async with storage.unit() as unit:
            grid_id, day = office.grids["后塘村第一网格"], date(2026, 1, 1)
            for name in ("王秀英", "赵小娥"):
                person = Mingbairen(
                    id=0, grid_id=grid_id, name=name, stage=Stage.REGISTERED, stage_since=day
                )
                await unit.mingbairen.add(person, None, NOW)
        await storage.close()

    asyncio.run(move_in())
    return Terminal(capsys)


def test_a_village_is_renamed_and_merged(terminal: Terminal):
    said = terminal.does("village", "rename", "后塘村", "后塘社区", "--reason", "村改居")
    assert "后塘村已改名为后塘社区" in said
    terminal.does("village", "merge", "后莘村", "后塘村", "--reason", "并村")  # by the old name
    assert villages() == {"后塘社区", "南巷村", "大卓村"}


def test_a_village_is_parted_and_retired(terminal: Terminal):
    terminal.does(
        *("village", "split", "后塘村", "新塘村", "--grid", "第二网格", "--grid", "后塘村第三网格"),
        *("--reason", "分村", "--code", "321183003299"),
    )
    assert "新塘村" in villages()
    assert "没有写明" not in terminal.does("village", "retire", "大卓村", "--reason", "整村搬迁")
    assert "还有2名法律明白人" in terminal.is_refused(
        "village", "retire", "后塘村", "--reason", "整村搬迁"
    )
    words = ("--reason", "整村搬迁", "--people-to", "新塘村第二网格")
    terminal.does("village", "retire", "后塘村", *words)
    assert villages() == {"后莘村", "南巷村", "新塘村"}


def test_a_grid_is_parted_merged_renamed_and_retired(terminal: Terminal):
    why = ("--reason", "网格调整")
    first = "后塘村第一网格"
    terminal.does("grid", "split", first, "后塘村第四网格", "--person", "赵小娥", *why)
    terminal.does("grid", "merge", first, "后塘村第二网格", *why)
    terminal.does("grid", "rename", first, "后塘村东片网格", *why)  # leads to the other by now
    terminal.does("grid", "retire", "后塘村第四网格", "--people-to", "后塘村东片网格", *why)

    async def ask(unit):
        roll = await unit.mingbairen.all()
        places = await unit.grids.places_of({person.grid_id for person in roll})
        return {places[person.grid_id].grid for person in roll}

    assert asked(ask) == {"后塘村东片网格"}


def test_a_person_is_found_corrected_moved(terminal: Terminal):
    said = terminal.does("person", "find", "王")
    assert "明白人1" in said and "人员3" in said and "后塘村 后塘村第一网格" in said
    why = ("--reason", "登记有误")
    terminal.does("person", "correct", "王秀英", "电话=19900000011", "证书到期=2028-03-01", *why)
    terminal.does("person", "move", "王秀英", "后塘村第二网格", *why)

    async def ask(unit):
        (person,) = await unit.mingbairen.named("王秀英")
        return person.phone, person.certificate_until, person.grid_id

    assert asked(ask) == ("19900000011", date(2028, 3, 1), 2)
    assert "不是有效的手机号" in terminal.is_refused(
        "person", "correct", "王秀英", "电话=123456789012", *why
    )
    assert "看不懂“身高=170”" in terminal.is_refused(
        "person", "correct", "王秀英", "身高=170", *why
    )
    assert "没有找到“李四”" in terminal.is_refused("person", "move", "李四", "后塘村第二网格", *why)


def test_an_appointment_ends_and_somebody_leaves(terminal: Terminal):
    said = terminal.does("appoint", "end", "后塘村", "--reason", "合同到期", "--day", "2026-11-10")
    assert "林晓在后塘村的聘任到2026-11-10为止" in said
    said = terminal.does("person", "leave", "林晓", "--reason", "调离")
    assert "之后没有法律顾问：后莘村" in said

    async def ask(unit):
        return await unit.people.get(1), await unit.people.holding(Role.ADVISER)

    person, advisers = asked(ask)
    assert person.left_on == date(2026, 11, 20) and [a.name for a in advisers] == ["周航"]


def test_invitations_for_everybody_are_the_owners_alone(terminal: Terminal):
    async def fill() -> None:
        storage = open_storage("sqlite:///office.db")
        async with storage.unit() as unit:
            for n in range(97):
                person = await unit.people.add(f"示例员{n}")
                await unit.people.grant(person.id, Role.GRID_WORKER, 2, NOW)
        await storage.close()

    asyncio.run(fill())
    file = Path("名单.xlsx")
    said = terminal.does("invite", "--all", "grid_worker", "--file", str(file))
    assert "已为 97 人生成" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = list(load_workbook(file).active.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 97
    assert all(re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", row[4]) for row in rows)
    assert all(row[6].startswith("http") and "#k=" in row[6] for row in rows)
    assert "已经存在，没有覆盖" in terminal.is_refused(
        "invite", "--all", "grid_worker", "--file", str(file)
    )
    assert "请写姓名；或写 --all" in terminal.is_refused("invite")
    assert "请写姓名；或写 --all" in terminal.is_refused("invite", "--all", "king", "--file", "x")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("village", "rename", "后塘村", "新塘村"),
            "还缺少 --reason。运行 shaodian village rename --help",
        ),
        (
            ("village", "rename", "无名村", "新塘村", "--reason", "整村搬迁"),
            "没有找到村(社区)“无名村”",
        ),
        (("grid", "rename", "第一网格", "东片", "--reason", "整村搬迁"), "没有找到网格“第一网格”"),
        (
            (
                "village",
                "rename",
                "后塘村",
                "新塘村",
                "--reason",
                "整村搬迁",
                "--day",
                "2026-12-01",
            ),
            "12月1日(周二)还没有到",
        ),
        (
            ("village", "rename", "后塘村", "新塘村", "--reason", "整村搬迁", "--day", "昨天"),
            "--day 不是日期：昨天",
        ),
        (("person", "leave", "无名氏", "--reason", "整村搬迁"), "没有找到“无名氏”"),
        (("village", "mend"), "没有这个命令"),
    ],
)
def test_a_wrong_call_is_one_sentence(terminal: Terminal, words: tuple[str, ...], sentence: str):
    said = terminal.is_refused(*words)
    assert sentence in said and "Traceback" not in said
    assert villages() == {"后塘村", "后莘村", "南巷村", "大卓村"}
