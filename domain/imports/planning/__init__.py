"""From understood tables and what is stored: what an import would change."""

from datetime import date

from domain.districts import county_of, digits_of, unnamed
from domain.errors import Refused
from domain.imports.changes import AddDistrict, ImportPlan, RecordKind
from domain.imports.planning.advisers import plan_advisers
from domain.imports.planning.draft import Draft
from domain.imports.planning.mingbairen import plan_mingbairen
from domain.imports.planning.places import plan_grids, plan_villages
from domain.imports.planning.workers import plan_workers
from domain.imports.renamed import Renamed
from domain.imports.stored import Stored
from domain.imports.tables import BaseTables


class DistrictUnknown(Refused):
    """Neither the workbook nor the caller says which street it is: name it."""


def plan_of(
    tables: BaseTables, stored: Stored, today: date, renamed: Renamed = Renamed.ASK
) -> ImportPlan:
    """Nothing is ever erased because a row is missing; what the tables leave out is noted.

    Planning again after the plan was carried out finds nothing to do. Raises DistrictUnknown.
    """
    draft = Draft(tables, stored, today, renamed)
    if stored.district is None:
        name, code = tables.office.name, tables.office.code
        if not name or not code:
            raise DistrictUnknown
        _plan_county(draft, code)
        after = {"名称": name, "区划代码": code}
        draft.add(RecordKind.DISTRICT, name, after, AddDistrict(code, name))
    else:
        draft.unchanged[RecordKind.DISTRICT] += 1
    plan_villages(draft)
    plan_grids(draft)
    plan_advisers(draft)
    plan_workers(draft)
    plan_mingbairen(draft)
    return ImportPlan(
        district=stored.district,
        changes=tuple(draft.changes),
        notes=tuple(draft.notes),
        problems=tuple(draft.problems),
        unchanged=dict(draft.unchanged),
        village_ids=draft.village_ids,
        grid_ids=draft.grid_ids,
        questions=tuple(draft.questions),
    )


def _plan_county(draft: Draft, street: str) -> None:
    """Whoever answers for the county sees the street, so the county is made where it is missing."""
    code = county_of(street)
    if code is None or code in draft.stored.codes_above:
        return
    name = draft.tables.office.county or unnamed(code)
    after = {"名称": name, "区划代码": code}
    draft.add(RecordKind.DISTRICT, name, after, AddDistrict(code, name))
    if not draft.tables.office.county:
        how = f"表里没有写名称，导入后可用 shaodian district {digits_of(code)} --rename 名称 补上"
        draft.note(RecordKind.DISTRICT, name, how)
