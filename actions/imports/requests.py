"""导入 asked for by an office: its own district's workbook, looked through before it is written."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from actions.imports.apply import apply_import, district_of, stored_for, understood_in
from actions.people.access import check_office, check_office_of_district
from domain.districts import District
from domain.errors import NotFound
from domain.imports.changes import ImportPlan, RecordKind, Verb
from domain.imports.errors import NotYourDistrict, ProblemsLeft
from domain.imports.planning import plan_of
from domain.imports.renamed import Renamed
from domain.imports.stored import Stored
from domain.imports.tables import BaseTables, Office, Problem
from domain.imports.workbook import understand_workbook
from domain.months import local_day
from domain.people import Actor
from reports.import_report import import_as_workbook
from storage.unit import Unit
from words.imports import KIND_LABELS, VERB_LABELS, change_words


class Preview(NamedTuple):
    """`plan` is what follows from `tables` and `stored`, from what the office says of the places
    asked about, and from nothing else but the day."""

    district: District
    tables: BaseTables
    stored: Stored
    plan: ImportPlan
    renamed: Renamed = Renamed.ASK

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the cells and those of what is stored already."""
        return (*self.tables.problems, *self.plan.problems)

    def total(self, kind: RecordKind) -> int:
        verbs = (Verb.ADD, Verb.CHANGE, Verb.RENAME)
        touched = sum(self.plan.count(kind, verb) for verb in verbs)
        return touched + self.plan.unchanged.get(kind, 0)


async def preview_import(
    unit: Unit, actor: Actor, content: bytes, now: datetime, renamed: Renamed = Renamed.ASK
) -> Preview:
    """What the workbook would do. Only reads. Raises NotAWorkbook, NotYourDistrict."""
    from actions.imports.workbook import (
        read_sheets,  # here, not above: openpyxl slows every start-up
    )

    check_office(actor)
    sheets = await asyncio.to_thread(read_sheets, content)
    alone = await asyncio.to_thread(understand_workbook, sheets, local_day(now))
    district = await _district(unit, actor, alone.office)
    tables = await understood_in(unit, district, sheets, alone, now)
    del sheets  # a third of the memory of what follows
    stored = await stored_for(unit, tables, district.id)
    plan = await asyncio.to_thread(plan_of, tables, stored, local_day(now), renamed)
    return Preview(district, tables, stored, plan, renamed)


async def preview_kept(
    unit: Unit, actor: Actor, file_id: int, now: datetime, renamed: Renamed = Renamed.ASK
) -> Preview:
    """The same of a file the actor sent. Raises NotFound too."""
    kept = await unit.files.sent_by(actor.person_id, file_id)
    if kept is None:
        raise NotFound
    return await preview_import(unit, actor, kept.content, now, renamed)


async def carry_out_import(
    unit: Unit, actor: Actor, file_id: int, seen: Preview, now: datetime, *, skip_bad_rows: bool
) -> Preview:
    """Write what was seen in the kept file, if all it was planned from is still the same; else
    what the file would do now, looked at in this transaction. Raises ProblemsLeft, NotFound."""
    await check_office_of_district(unit, actor, seen.district.id)
    if await stored_for(unit, seen.tables, seen.district.id) != seen.stored:
        seen = await preview_kept(unit, actor, file_id, now, seen.renamed)
    if seen.problems and not skip_bad_rows:
        raise ProblemsLeft(len(seen.problems))
    await apply_import(unit, seen.plan, actor.person_id, now)
    return seen


async def report_of(preview: Preview) -> bytes:
    """The changes and problems as a workbook."""
    changes = preview.plan.changes
    rows = ((KIND_LABELS[c.kind], VERB_LABELS[c.verb], change_words(c)) for c in changes)
    return await asyncio.to_thread(import_as_workbook, rows, preview.problems)


async def _district(unit: Unit, actor: Actor, office: Office) -> District:
    """The one the workbook is for: the actor's own, if it is silent."""
    offices = check_office(actor)
    district = await district_of(unit, office)
    if district is None and office == Office() and len(offices) == 1:
        district = await unit.districts.get(next(iter(offices)))
    if district is None:
        raise NotYourDistrict(office.name)
    await check_office_of_district(unit, actor, district.id)
    return district
