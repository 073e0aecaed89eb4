"""The small workbooks that failed once, beside the repository where they are: one kind each."""

from pathlib import Path

import pytest

from actions.imports.workbook import read_sheets
from domain.imports.tables import BaseTables
from domain.imports.workbook import understand_workbook
from domain.working_days import decoded, read_calendar_table
from tests.data_maker import TODAY
from tests.sheet_maker import advisers, people, reasons, workers

CASES = Path(__file__).parents[3].parent / "shared" / "data" / "cases"
LIN = [("后塘村", "林晓", "13800000001")]
CHEN = [("后塘村第一网格", "陈梅", "13900000001")]

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared workbooks are not here")


def given(number: str) -> BaseTables:
    (file,) = CASES.glob(f"{number}_*.xlsx")
    return understand_workbook(read_sheets(file.read_bytes()), TODAY)


@pytest.mark.parametrize(
    ("number", "who"),
    [
        ("a01", CHEN),
        ("a02", [("后塘村第一网格", "陈梅", None)]),
        ("a07", CHEN),
        ("a10", [("后塘村第一网格", None, None)]),
        ("a12", CHEN),
    ],
)
def test_grid_workers_come_out_as_they_should(number: str, who: object):
    tables = given(number)
    assert (advisers(tables), workers(tables), tables.problems) == (LIN, who, ())
    assert [row.village for row in tables.villages] == ["后塘村"]


def test_the_lawyer_has_the_lawyers_phone():
    assert (advisers(given("a04")), given("a04").problems) == (LIN, ())


@pytest.mark.parametrize(
    ("number", "reason"),
    [("a06", "不止一个人"), ("a08", "丢失"), ("a13", "公式"), ("a16", "没有写姓名")],
)
def test_what_can_not_be_taken_is_told(number: str, reason: str):
    tables = given(number)
    assert reason in reasons(tables)
    assert people(tables) == []
    assert len(tables.villages) == 1


def test_nobody_is_lost_with_a_formula():
    assert [name for name, *_ in workers(given("a13"))] == ["后塘村第一网格", "后塘村第二网格"]
    assert [(p.row, p.column) for p in given("a13").problems] == [(3, "E"), (3, "F")]


def test_a_roll_with_a_seal_below_it_has_one_person():
    assert people(given("a12")) == [("后塘村第一网格", "王秀英", "13700000001")]


def test_a_calendar_as_a_chinese_excel_saves_it():
    (file,) = CASES.glob("c05_*.csv")
    assert list(read_calendar_table(decoded(file.read_bytes())).values()) == [False, True]
