"""`shaodian district`, and `policy`, `calendar`, `jobs` of a place."""

import asyncio
import re
from pathlib import Path

import pytest

from storage.engine import open_storage
from storage.schema import upgrade
from tests.bot.cli.test_command_line import CommandLine, terminal

__all__ = ["terminal"]


@pytest.fixture
def streets(terminal: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Two streets with a village each, and nothing above them."""
    url = f"sqlite:///{tmp_path}/office.db"
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", url)

    async def made() -> None:
        storage = open_storage(url)
        await upgrade(storage)
        async with storage.unit() as unit:
            for code, name, village in (
                ("321183003000", "黄梅街道", "后塘村"),
                ("321183002000", "边城街道", "远山村"),
            ):
                street = await unit.districts.add(code, name)
                await unit.villages.add(street.id, village)
        await storage.close()

    asyncio.run(made())
    return terminal


def rows(shown: str) -> list[list[str]]:
    """The cells of a printed table."""
    lines = [re.split("[│┃]", line) for line in shown.splitlines() if line[:1] in "│┃"]
    return [[cell.strip(" ") for cell in line[1:-1]] for line in lines]


def test_a_county_is_added_above_its_streets_by_their_codes(streets: CommandLine) -> None:
    shown = rows(streets.shows("district", "321183", "--add", "句容市"))
    assert [row[:2] for row in shown[1:]] == [
        ["句容市", "321183"],
        ["　边城街道", "321183002"],
        ["　黄梅街道", "321183003"],
    ]
    streets.shows("district", "321100", "--add", "镇江市")
    shown = rows(streets.shows("district", "句容市", "--rename", "句容"))
    assert [row[0] for row in shown[1:]] == ["镇江市", "　句容", "　　边城街道", "　　黄梅街道"]
    said = streets.refused("district", "321183", "--add", "再来一次")
    assert said == "这个区划代码已经有了，是句容。"


def test_a_street_is_moved_and_begins_on_a_day(streets: CommandLine) -> None:
    streets.shows("district", "321183", "--add", "句容市")
    shown = rows(streets.shows("district", "边城街道", "--parent", "全部"))
    assert [row[0] for row in shown[1:]] == ["句容市", "　黄梅街道", "边城街道"]
    shown = rows(streets.shows("district", "黄梅街道", "--began", "2026-11-01"))
    assert [row[2:] for row in shown[1:]] == [["", ""], ["1", "2026-11-01"], ["1", "一直"]]
    shown = rows(streets.shows("district", "黄梅街道", "--began", "一直"))
    assert shown[2][2:] == ["1", "一直"]
    assert "不能放在自己" in streets.refused("district", "句容市", "--parent", "黄梅街道")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("district", "321", "--add", "句容市"), "“321”不是区划代码"),
        (("district", "远方街道"), "没有“远方街道”这一处"),
        (("district", "--rename", "句容市"), "请写明是哪一处"),
        (("district", "黄梅街道", "--began", "下周"), "--began 不是日期：下周"),
        (("policy",), "有好几处：边城街道、黄梅街道。请写明是哪一处"),
        (("policy", "quota=600", "--place", "远方街道"), "没有“远方街道”这一处"),
    ],
)
def test_what_is_unclear_is_said_in_a_sentence(
    streets: CommandLine, words: tuple[str, ...], sentence: str
) -> None:
    assert streets.refused(*words).startswith(sentence)


def test_a_policy_shows_which_place_each_value_comes_from(streets: CommandLine) -> None:
    streets.shows("district", "321183", "--add", "句容市")
    streets.shows("policy", "quota=600", "--place", "句容市")
    shown = streets.shows("policy", "closing_day=8", "--place", "黄梅街道")
    said = {row[0]: row[2:] for row in rows(shown)}
    assert said["quota"] == ["600", "句容市"]
    assert said["closing_day"] == ["8", "黄梅街道"]
    assert said["digest_day"] == ["-3", "默认"]
    streets.shows("policy", "closing_day=6", "--place", "全部")
    said = {row[0]: row[2:] for row in rows(streets.shows("policy", "--place", "321183002"))}
    assert said["closing_day"] == ["6", "全部"]
    shown = streets.shows("policy", "closing_day=", "--place", "黄梅街道")
    assert {row[0]: row[2:] for row in rows(shown)}["closing_day"] == ["6", "全部"]


def test_of_a_single_street_no_place_need_be_named(
    terminal: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAODIAN_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert "全部 20" in terminal.shows("policy", "quota=600")
    said = {row[0]: row[2:] for row in rows(terminal.shows("policy"))}
    assert said["quota"] == ["600", "全部"]


def test_jobs_name_the_streets_whose_days_differ(streets: CommandLine) -> None:
    together = rows(streets.shows("jobs"))
    assert [row[2] for row in together if row[0] == "close"] == ["边城街道、黄梅街道"]
    streets.shows("policy", "closing_day=20", "--place", "黄梅街道")
    apart = [row[2] for row in rows(streets.shows("jobs")) if row[0] == "close"]
    assert sorted(apart) == ["边城街道", "黄梅街道"]


def test_days_off_may_be_those_of_one_place(streets: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text("2026-12-07,休\n", encoding="utf-8")
    assert "已导入 1 天" in streets.shows("calendar", "days.csv", "--place", "黄梅街道")
    assert "没有“远方街道”" in streets.refused("calendar", "days.csv", "--place", "远方街道")
