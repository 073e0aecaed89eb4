"""导入 asked for by an office: its own district's workbook, looked through before it is written."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from actions.access import check_office_of_district
from actions.glance import check_office
from actions.imports import apply_import, district_of, plan_import, understand_sheets
from domain.errors import NotFound, Refused
from domain.imports.changes import Change, ImportPlan, Kind, Verb
from domain.imports.tables import Office, Problem
from domain.people import Actor
from reports.import_report import import_as_workbook
from storage.unit import Unit


class NotYourDistrict(Refused):
    """The workbook is of a street this office does not answer for, or of one not known yet."""

    def __init__(self, name: str | None) -> None:
        super().__init__()
        self.name = name


class ProblemsLeft(Refused):
    """There are cells that can't be taken, and nobody said to leave their rows out."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class Preview(NamedTuple):
    """`problems` are those of the cells and those of what is stored already."""

    district: str
    plan: ImportPlan
    problems: tuple[Problem, ...]

    def total(self, kind: Kind) -> int:
        added, changed = (self.plan.count(kind, verb) for verb in (Verb.ADD, Verb.CHANGE))
        return added + changed + self.plan.unchanged.get(kind, 0)


async def preview_import(unit: Unit, actor: Actor, content: bytes, now: datetime) -> Preview:
    """What the workbook would do. Raises NotAWorkbook, NotYourDistrict."""
    from reports.workbook import read_sheets  # here, not above: openpyxl slows every start-up

    offices = check_office(actor)
    sheets = await asyncio.to_thread(read_sheets, content)
    tables = await understand_sheets(unit, sheets, now)
    district = await district_of(unit, tables.office)
    if district is None and tables.office == Office() and len(offices) == 1:
        district = await unit.districts.get(next(iter(offices)))
    if district is None:
        raise NotYourDistrict(tables.office.name)
    await check_office_of_district(unit, actor, district.id)
    tables = await understand_sheets(unit, sheets, now, district.id)
    plan = await plan_import(unit, tables, now, district.id)
    return Preview(district.name, plan, (*tables.problems, *plan.problems))


async def carry_out_import(
    unit: Unit, actor: Actor, file_id: int, now: datetime, *, skip_bad_rows: bool
) -> Preview:
    """Look through the kept file once more and write it. Raises ProblemsLeft, NotFound."""
    kept = await unit.files.get(file_id)
    if kept is None:
        raise NotFound
    preview = await preview_import(unit, actor, kept.content, now)
    if preview.problems and not skip_bad_rows:
        raise ProblemsLeft(len(preview.problems))
    await apply_import(unit, preview.plan, actor.person_id, now)
    return preview


def report_of(preview: Preview, kinds: dict[Kind, str], verbs: dict[Verb, str]) -> bytes:
    """The changes and problems as a workbook; `kinds` and `verbs` are the office's words."""
    rows = [(kinds[c.kind], verbs[c.verb], change_words(c)) for c in preview.plan.changes]
    return import_as_workbook(rows, preview.problems)


def change_words(change: Change) -> str:
    parts = (
        f"{name} {change.before.get(name, '无')} → {change.after.get(name, '无')}"
        for name in dict.fromkeys([*change.before, *change.after])
    )
    return f"{change.label}：{'，'.join(parts)}"
