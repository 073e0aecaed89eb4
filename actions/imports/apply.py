"""导入: a base workbook understood, planned, and carried out in its caller's transaction.

Understanding and planning take seconds for a city. They are pure, so a thread does them and the
event loop stays free (docs/decisions/0018).
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from actions.imports.steps import Carrying
from actions.imports.telling import tell_of_import
from domain.districts import District, lowest
from domain.errors import NotFound
from domain.imports.changes import ImportPlan
from domain.imports.planning import plan_of
from domain.imports.renamed import Renamed
from domain.imports.sheet import Sheet
from domain.imports.stored import Stored
from domain.imports.tables import BaseTables, Office
from domain.imports.workbook import understand_workbook
from domain.months import local_day
from storage.unit import Unit


async def understand_sheets(
    unit: Unit, sheets: Sequence[Sheet], now: datetime, district_id: int | None = None
) -> BaseTables:
    """The sheets understood in the light of what the district already has.

    Without `district_id` it is the district the workbook names. Raises NotFound.
    """
    alone = await asyncio.to_thread(understand_workbook, sheets, local_day(now))
    district = await district_of(unit, alone.office, district_id)
    return alone if district is None else await understood_in(unit, district, sheets, alone, now)


async def understood_in(
    unit: Unit, district: District, sheets: Sequence[Sheet], alone: BaseTables, now: datetime
) -> BaseTables:
    """`alone` is what the sheets say by themselves, and all they say of a district still empty."""
    known = await unit.imports.places(district)
    if not any(known):
        return alone
    return await asyncio.to_thread(understand_workbook, sheets, local_day(now), *known)


async def district_of(
    unit: Unit, office: Office, district_id: int | None = None
) -> District | None:
    """The stored district a workbook is for: as said by the caller, by its code, by its name;
    the only one there is if the workbook is silent. None if it is a new one. Raises NotFound."""
    if district_id is not None:
        district = await unit.districts.get(district_id)
        if district is None:
            raise NotFound
        return district
    districts = await unit.districts.all()
    by_code = [d for d in districts if d.code == office.code]
    by_name = [d for d in districts if d.name == office.name]
    silent = lowest(districts) if office == Office() else []
    for found in (by_code, by_name, silent):
        if len(found) == 1:
            return found[0]
    return None


async def plan_import(
    unit: Unit,
    tables: BaseTables,
    now: datetime,
    district_id: int | None = None,
    renamed: Renamed = Renamed.ASK,
) -> ImportPlan:
    """What the tables would add, change, end and leave as it is. Writes nothing.

    Raises NotFound, and DistrictUnknown when nobody says which street it is.
    """
    stored = await stored_for(unit, tables, district_id)
    return await asyncio.to_thread(plan_of, tables, stored, local_day(now), renamed)


async def stored_for(unit: Unit, tables: BaseTables, district_id: int | None = None) -> Stored:
    """All that is stored and a plan for these tables depends on. Raises NotFound."""
    district = await district_of(unit, tables.office, district_id)
    codes = [grid.code or grid.name for grid in tables.grids]
    said = [a.phone for a in tables.advisers] + [w.phone for w in tables.workers]
    phones = [phone for phone in said if phone]
    street = tables.office.code if district is None else None
    return await unit.imports.stored(district, codes, phones, street)


async def apply_import(
    unit: Unit, plan: ImportPlan, actor_id: int | None, now: datetime
) -> District:
    """Carry out a plan made from what this same transaction reads. All or nothing, as the caller
    commits."""
    district = await Carrying(unit, plan, actor_id, now).out()
    await tell_of_import(unit, plan, actor_id, now)
    await unit.tidying.take_stock()
    return district
