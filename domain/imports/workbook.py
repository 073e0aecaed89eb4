"""An office's base workbook: from sheets to base tables, with a reason for all that is left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from domain.imports.advisers import AdviserSheet
from domain.imports.fields import Table
from domain.imports.grids import Grids, GridSheet
from domain.imports.headings import ROWS_SEARCHED, TABLES, heading_of, table_of
from domain.imports.mingbairen import MingbairenSheet
from domain.imports.office import office_of
from domain.imports.people import PhoneBook
from domain.imports.places import Villages
from domain.imports.reading import Findings, Located, Reader, readers
from domain.imports.sections import sections_of
from domain.imports.sheet import Sheet, column_letters
from domain.imports.tables import BaseTables, Ignored, Problem

TEMPLATE_ADVICE = "请对照模板的表头填写（运行 shaodian template 可得到模板）"


def understand_workbook(
    sheets: Sequence[Sheet],
    today: date,
    known_villages: Iterable[str] = (),
    known_grids: Iterable[tuple[str, str]] = (),
    former_villages: Mapping[str, str] = MappingProxyType({}),
    merged_villages: Mapping[str, str] = MappingProxyType({}),
) -> BaseTables:
    """Every row that can be taken, and a problem for every cell that can't.

    `known_villages` and `known_grids` (village, grid) are those already stored, so that a
    workbook with only one of the sheets can be understood; by `former_villages` an old name leads
    to the one of today, by `merged_villages` to the village it is part of now. A sheet whose
    heading is not found is one problem, and the sheets that build on it are left aside until that
    is put right.
    """
    findings = Findings()
    located = _locate(sheets, findings)
    villages = Villages(known_villages, former_villages, merged_villages)
    grids = Grids(villages, known_grids)
    phones = PhoneBook()
    adviser_sheet = AdviserSheet(villages, phones, today)
    grid_sheet = GridSheet(villages, grids, phones)
    mingbairen_sheet = MingbairenSheet(villages, grids, today)
    takers = (adviser_sheet.take, grid_sheet.take, mingbairen_sheet.take)
    for table, take in zip(TABLES, takers, strict=True):
        take(_rows_of(table, located, findings))
    return BaseTables(
        office=office_of(sheets, grid_sheet.rows),
        villages=tuple(adviser_sheet.village_rows),
        advisers=tuple(adviser_sheet.rows),
        grids=tuple(grid_sheet.rows),
        mingbairen=tuple(mingbairen_sheet.rows),
        problems=_as_read(sheets, findings.problems),
        ignored=tuple(findings.ignored),
    )


def _locate(sheets: Sequence[Sheet], findings: Findings) -> list[Located]:
    parts = [part for sheet in sheets for part in sections_of(sheet)]
    tables = [(sheet, None if sheet.hidden else table_of(sheet)) for sheet in parts]
    located: list[Located] = []
    lost: Table | None = None
    for table in TABLES:
        mine = [sheet for sheet, known in tables if known is table and sheet.rows]
        if lost is not None:
            why = f"要等“{lost.name}”表的表头改好后才能核对"
            findings.ignored.extend(Ignored(s.name, "", s.name, why) for s in mine)
            continue
        found = [_with_heading(sheet, table, findings) for sheet in mine]
        located.extend(one for one in found if one is not None)
        lost = table if None in found else None
    for sheet, known in tables:
        if known is None or not sheet.rows:
            why = "隐藏的工作表" if sheet.hidden else "不是要导入的表" if sheet.rows else "空表"
            findings.ignored.append(Ignored(sheet.name, "", sheet.name, why))
    return located


def _with_heading(sheet: Sheet, table: Table, findings: Findings) -> Located | None:
    heading = heading_of(sheet, table)
    if heading is None:
        reason = f"在前 {ROWS_SEARCHED} 行里找不到表头"
        findings.problems.append(_of_sheet(sheet, 0, reason))
        return None
    lacking = "”“".join(heading.lacks(table, sheet))
    if lacking:
        reason = f"表头（第 {heading.row} 行）缺少“{lacking}”一列"
        findings.problems.append(_of_sheet(sheet, heading.row, reason, f"请加上“{lacking}”列；"))
        return None
    for column, text, reason, advice in heading.unclear:
        letters = column_letters(column)
        problem = Problem(sheet.name, heading.row, letters, text, reason, advice, "这一列")
        findings.problems.append(problem)
    for column, text, why in heading.unused:
        where = f"{column_letters(column)} 列"
        findings.ignored.append(Ignored(sheet.name, where, text, why))
    return Located(sheet, table, heading)


def _of_sheet(sheet: Sheet, row: int, reason: str, advice: str = "") -> Problem:
    return Problem(sheet.name, row, "", "", reason, advice + TEMPLATE_ADVICE, "整张工作表")


def _rows_of(table: Table, located: list[Located], findings: Findings) -> Iterable[Reader]:
    for one in located:
        if one.table is table:
            yield from readers(one, findings)


def _as_read(sheets: Sequence[Sheet], problems: list[Problem]) -> tuple[Problem, ...]:
    order = {sheet.name: index for index, sheet in enumerate(sheets)}
    return tuple(sorted(problems, key=lambda p: (order[p.sheet], p.row, len(p.column), p.column)))
