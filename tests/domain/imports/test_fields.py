"""One statement a field: the template, the headings, the reader and the preview come from it."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Annotated

import pytest
from openpyxl import load_workbook

from actions.imports.workbook import read_sheets
from domain.imports.changes import ImportChange, PutVillage, RecordKind
from domain.imports.field_types import Day, Text
from domain.imports.fields import Table, Told
from domain.imports.headings import TABLES, heading_of
from domain.imports.planning.draft import Draft, shown
from domain.imports.reading import Findings, Located, readers
from domain.imports.rows import InSheet
from domain.imports.sheet import Row, Sheet
from domain.imports.stored import Stored
from domain.imports.tables import BaseTables, Problem
from domain.model import Model
from domain.villages import Village
from reports.template import template_workbook
from tests.data_maker import TODAY, as_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow(InSheet):
    place: Annotated[Text, Told("地点", examples=("示例村文化广场", ""), needed=True)]
    put_up: Annotated[
        Day | None, Told("设立", "设立日期 建成时间 启用日期", heading="何时设立")
    ] = None


class Board(Model):
    place: str
    put_up: date | None = None


BOARDS = Table("宣传栏", BoardRow, "宣传栏", "宣传栏")


def filled_in(second_heading: str, *cells: str) -> bytes:
    """The template of the boards with its second heading in other words and one row more."""
    workbook = load_workbook(BytesIO(template_workbook([BOARDS])))
    workbook["宣传栏"]["C1"] = second_heading
    workbook["宣传栏"].append([1, *cells])
    return as_bytes(workbook)


def understood(content: bytes) -> tuple[list[BoardRow], list[Problem]]:
    findings = Findings()
    sheet = read_sheets(content)[0]
    heading = heading_of(sheet, BOARDS)
    assert heading is not None
    found = list(readers(Located(sheet, BOARDS, heading), findings))
    said = [r.values() | {"sheet": r.sheet, "row": r.row} for r in found]
    return [BoardRow(**one) for one in said if one["place"]], findings.problems


def the_change(before: Board, after: Board) -> ImportChange:
    village = Village(id=1, district_id=1, name="东湾村")
    draft = Draft(BaseTables(), Stored(), TODAY)
    said = (shown(board, BoardRow) for board in (before, after))
    draft.change(RecordKind.VILLAGE, before.place, *said, PutVillage(village))
    (change,) = draft.changes
    return change


def test_a_stated_field_is_a_column_of_the_template():
    workbook = load_workbook(BytesIO(template_workbook([BOARDS])))
    sheet = workbook["宣传栏"]
    assert [cell.value for cell in sheet[1]] == ["序号", "地点", "何时设立"]
    assert sheet["C1"].comment is not None
    assert sheet["C1"].comment.text == "写成 2025-02-03 或 2025.2"
    assert sheet["C2"].value == "2025-02-03"
    explained = [row[1] for row in workbook["填写说明"].iter_rows(min_col=1, values_only=True)]
    assert explained[-2:] == ["地点", "何时设立"]


@pytest.mark.parametrize(
    "heading", ["何时设立", "建成时间", "*启用日期（年月日）", "宣传栏建成时间"]
)
def test_a_stated_field_is_known_by_its_other_spellings_and_read_by_its_type(heading: str):
    rows, problems = understood(filled_in(heading, "示例村文化广场", "2024年5月6日"))
    assert [(row.place, row.put_up) for row in rows] == [("示例村文化广场", date(2024, 5, 6))]
    assert problems == []


def test_what_a_stated_field_can_t_be_is_a_problem_of_its_cell():
    _, problems = understood(filled_in("建成时间", "/", "去年"))
    assert [(p.column, p.reason) for p in problems] == [
        ("B", "没有写地点"),
        ("C", "看不出是哪一天"),
    ]


def test_a_stated_field_shows_its_label_in_the_preview():
    new = Board(place="示例村文化广场", put_up=date(2024, 5, 6))
    change = the_change(new.model_copy(update={"put_up": None}), new)
    assert (change.before, change.after) == ({"设立": ""}, {"设立": "2024-05-06"})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_spelling_of_a_heading_means_its_own_field(table: Table):
    for name, told in table.columns.items():
        for word in (told.heading, *told.also.split()):
            others = {t.heading for n, t in table.columns.items() if n != name} - {word}
            rows = (Row(1, (*others, word)), Row(2, (*others, told.examples[0])))
            heading = heading_of(Sheet("名单", rows), table)
            assert heading is not None
            assert heading.columns[name] == len(others), word
