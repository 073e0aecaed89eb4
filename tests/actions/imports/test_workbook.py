"""Bytes in, sheets out: what a cell says, what a merged range says, what is no workbook."""

import random
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from actions.imports.workbook import MAX_BYTES, read_sheets
from domain.imports.sheet import NotAWorkbook, WrongFile
from domain.imports.workbook import understand_workbook
from tests.data_maker import TODAY, as_bytes, untidy_workbook
from words.imports import WRONG_FILE


def reason(data: bytes) -> WrongFile:
    with pytest.raises(NotAWorkbook) as refused:
        read_sheets(data)
    assert WRONG_FILE[refused.value.reason]
    return refused.value.reason


def rezipped(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """The workbook with some parts replaced, or left out where None."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name] or b"")
    return out.getvalue()


def test_a_merged_village_is_said_in_each_of_its_rows():
    sheet = next(s for s in read_sheets(untidy_workbook()) if s.name == "网格")

    first, second = (row for row in sheet.rows if row.number in (4, 5))

    assert first.at(1) == second.at(1) == "东湾村"
    assert (1 in first.filled, 1 in second.filled) == (False, True)
    assert sheet.rows[0].title and not first.title


def test_rows_keep_the_numbers_excel_shows():
    workbook = Workbook()
    workbook.worksheets[0]["C7"] = "七"
    workbook.worksheets[0]["A9"] = "九"

    (sheet,) = read_sheets(as_bytes(workbook))

    assert [(row.number, row.cells) for row in sheet.rows] == [
        (7, (None, None, "七")),
        (9, ("九",)),
    ]


def test_a_sheet_that_states_a_wrong_size_is_read_to_its_end():
    data = untidy_workbook()
    with ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet3.xml")
    start = xml.index(b"<dimension")
    end = xml.index(b"/>", start) + 2
    spoilt = rezipped(
        data, {"xl/worksheets/sheet3.xml": xml[:start] + b'<dimension ref="A1"/>' + xml[end:]}
    )

    assert [len(s.rows) for s in read_sheets(spoilt)] == [len(s.rows) for s in read_sheets(data)]


def test_a_hidden_sheet_says_so():
    def hide(workbook: Workbook) -> None:
        workbook["网格"].sheet_state = "hidden"

    assert [sheet.hidden for sheet in read_sheets(untidy_workbook(hide))] == [False, True, False]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", WrongFile.EMPTY),
        ("村,顾问\n东湾村,示例林律师\n".encode("gbk"), WrongFile.TEXT),
        (b"<html><table><tr><td>1</td></tr></table></html>", WrongFile.TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", WrongFile.OTHER),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, WrongFile.OLD_EXCEL),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            WrongFile.LOCKED,
        ),
        (b"PK\x03\x04 and then nothing", WrongFile.DAMAGED),
        (b"PK" + b"\0" * MAX_BYTES, WrongFile.TOO_LARGE),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(data: bytes, why: WrongFile):
    assert reason(data) is why


def test_a_zip_of_something_else_is_no_workbook():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert reason(out.getvalue()) is WrongFile.OTHER


def test_the_binary_workbook_is_named():
    assert reason(rezipped(untidy_workbook(), {"xl/workbook.bin": b"x"})) is WrongFile.BINARY_EXCEL


def test_a_zip_bomb_is_not_unpacked():
    bomb = rezipped(untidy_workbook(), {"xl/media/big.bin": b"\0" * 410 * 1024 * 1024})
    assert len(bomb) < MAX_BYTES
    assert reason(bomb) is WrongFile.TOO_LARGE


def test_entities_that_unfold_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><worksheet>&a;</worksheet>'
    assert reason(rezipped(untidy_workbook(), {"xl/worksheets/sheet1.xml": laughs})) in (
        WrongFile.DAMAGED,
        WrongFile.OTHER,
    )


@pytest.mark.parametrize("cell", ["A999999999", "ZZZZZZZ9", "A0", "没有"])
def test_a_cell_at_an_impossible_place_does_not_hang_us(cell: str):
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{cell[1:] if cell[1:].isdigit() else 1}"><c r="{cell}"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    spoilt = rezipped(untidy_workbook(), {"xl/worksheets/sheet1.xml": xml.encode()})
    with suppress(NotAWorkbook):
        read_sheets(spoilt)


def test_strings_without_end_are_refused():
    """A megabyte that would take gigabytes and minutes."""
    strings = b"<sst>" + b"<si><t>a</t></si>" * 2_000_000 + b"</sst>"
    bomb = rezipped(untidy_workbook(), {"xl/sharedStrings.xml": strings})
    assert len(bomb) < 200_000 and reason(bomb) is WrongFile.TOO_LARGE


def test_merges_without_end_are_refused():
    merges = "".join(f'<mergeCell ref="A{n}:CV1048576"/>' for n in range(4, 30))
    data = untidy_workbook(lambda workbook: workbook["网格"].cell(200_000, 1, "远"))
    with ZipFile(BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml")
    spoilt = xml.replace(b"</mergeCells>", merges.encode() + b"</mergeCells>")
    assert reason(rezipped(data, {"xl/worksheets/sheet2.xml": spoilt})) is WrongFile.TOO_LARGE


def test_whatever_is_broken_it_is_never_a_traceback():
    data = bytearray(untidy_workbook())
    dice = random.Random(7)
    for _ in range(60):
        spoilt = bytearray(data)
        for _ in range(dice.randint(1, 30)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        spoilt = spoilt[: dice.randint(10, len(spoilt))] if dice.random() < 0.3 else spoilt
        with suppress(NotAWorkbook):
            read_sheets(bytes(spoilt))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"]
)
def test_a_workbook_with_a_part_missing_or_empty_is_damaged(part: str):
    for content in (None, b"", b"<x/>"):
        with suppress(NotAWorkbook):
            read_sheets(rezipped(untidy_workbook(), {part: content}))


def part(data: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def test_strict_open_xml_is_named_and_the_format_to_save_as_too():
    data = untidy_workbook()
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    spoilt = part(data, "xl/workbook.xml").replace(main, strict)
    assert reason(rezipped(data, {"xl/workbook.xml": spoilt})) is WrongFile.STRICT
    assert "Excel 工作簿(*.xlsx)" in WRONG_FILE[WrongFile.STRICT]


def with_formulas(*cells: str) -> bytes:
    """A sheet whose second row is these cells, as Excel's own XML has them."""
    workbook = Workbook()
    workbook.worksheets[0].append(["姓名", "电话"])
    workbook.worksheets[0]["A2"] = "在此"
    data = as_bytes(workbook)
    xml = part(data, "xl/worksheets/sheet1.xml")
    begin, end = xml.index(b'<row r="2"'), xml.index(b"</sheetData>")
    row = f'<row r="2">{"".join(cells)}</row>'.encode()
    changed = xml[:begin] + row + xml[end:]
    return rezipped(data, {"xl/worksheets/sheet1.xml": changed})


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>A2&amp;"x"</f></c>',
        '<c r="B2"><f>A2&amp;"x"</f><v></v></c>',
        '<c r="B2" s="1"><f ca="1">A2&amp;"x"</f><v/></c>',
    ],
)
def test_a_formula_without_a_value_stands_as_it_is_written(cell: str):
    (sheet,) = read_sheets(with_formulas(cell))
    assert [row.cells for row in sheet.rows] == [("姓名", "电话"), (None, '=A2&"x"')]


def test_a_formula_with_a_value_is_that_value_and_an_empty_text_is_nothing():
    cells = ('<c r="A2" t="str"><f>"陈"</f><v>陈</v></c>', '<c r="B2" t="str"><f>""</f><v></v></c>')
    (sheet,) = read_sheets(with_formulas(*cells))
    assert [row.cells for row in sheet.rows][1:] == [("陈",)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A2" t="e"><f>VLOOKUP(1,B:B,1)</f><v>#N/A</v></c>', "#N/A"),
        ('<c r="A2"><v>320106198001011234</v></c>', 320106198001011234),
        ('<c r="A2"><v>1.39E+10</v></c>', 1.39e10),
        ('<c r="A2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A2" t="d"><v>2025-02-03</v></c>', datetime(2025, 2, 3)),
        ('<c t="str"><v>无位置</v></c>', "无位置"),
    ],
)
def test_a_cell_is_what_the_file_says(cell: str, value: object):
    """No error is lost, and no digit."""
    (sheet,) = read_sheets(with_formulas(cell))
    assert [row.cells for row in sheet.rows][1:] == [(value,)]


def test_a_text_in_several_formats_is_one_and_its_reading_beside_it_is_none():
    runs = '<r><t>陈</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 梅</t></r>'
    text = f'<is>{runs}<rPh sb="0" eb="1"><t>chén</t></rPh></is>'
    (sheet,) = read_sheets(with_formulas(f'<c r="A2" t="inlineStr">{text}</c>'))
    assert sheet.rows[1].cells == ("陈 梅",)


def test_a_far_cell_takes_no_room():
    """Two cells at the ends of the sheet are two rows, not seventeen thousand million cells."""
    (sheet,) = read_sheets(as_bytes(with_far_cell()))
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("近",)), (1_048_576, ("远",))]


def with_far_cell() -> Workbook:
    workbook = Workbook()
    for place, text in (("A1", "近"), ("XFD3", "太远"), ("A1048576", "远")):
        workbook.worksheets[0][place] = text
    return workbook


def test_a_document_type_is_refused_wherever_it_stands():
    data = untidy_workbook()
    xml = part(data, "xl/worksheets/sheet1.xml")
    at = xml.index(b"<worksheet")
    late = xml[:at] + b" " * 5_000 + b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml[at:]
    assert reason(rezipped(data, {"xl/worksheets/sheet1.xml": late})) is WrongFile.DAMAGED


def test_a_workbook_that_counts_days_from_1904_says_so():
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.worksheets[0].append(["村", "法律顾问", "执业类别", "聘任时间"])
    days = (date(2025, 2, 3) - date(1904, 1, 1)).days
    workbook.worksheets[0].append(["东湾村", "示例林律师", "律师", days])
    workbook.worksheets[0].append(["西岭村", "示例周律师", "律师", date(2025, 2, 3)])
    workbook.worksheets[0].title = "法律顾问"
    tables = understand_workbook(read_sheets(as_bytes(workbook)), TODAY)
    assert [row.since for row in tables.advisers] == [date(2025, 2, 3)] * 2
