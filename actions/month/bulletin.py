"""通报: who may read it, and the document it is taken away as."""

from datetime import datetime
from typing import NamedTuple

from actions.people.access import check_office
from domain.bulletin import Correction, Reopening
from domain.districts import lowest_above
from domain.errors import NotAllowed
from domain.months import Month, local_day
from domain.notices import Document
from domain.people import Actor
from reports.bulletin_document import bulletin_as_document, file_name
from storage.months import MonthRecord
from storage.unit import Unit
from words.bulletin import as_it_stands


class Draft(NamedTuple):
    """`document` holds the same words as `text`; neither before the month is closed."""

    text: str | None
    document: Document | None


async def bulletin_of(unit: Unit, actor: Actor, month: Month, now: datetime) -> Draft:
    """It speaks of every village, so only who answers for all of them reads it. Raises
    NotAllowed."""
    if await unit.villages.any_outside(check_office(actor)):
        raise NotAllowed
    return await draft_of(unit, month, now)


async def draft_of(unit: Unit, month: Month, now: datetime) -> Draft:
    """With the document made of the text, kept for whoever may read it."""
    record = await unit.months.get(month)
    if not record.bulletin:
        return Draft(None, None)
    text = await _as_it_stands(unit, month, record)
    name = file_name(await _place(unit), month)
    file_id = await unit.files.add(name, bulletin_as_document(text, now), now)
    return Draft(text, Document(file_id=file_id, name=name))


async def _as_it_stands(unit: Unit, month: Month, record: MonthRecord) -> str:
    """With what has changed since it was written, and what still may."""
    reopening = None
    if record.reopened_at:
        reopening = Reopening(local_day(record.reopened_at), record.reason or "")
    made = await unit.months.corrections_of(month)
    names = await unit.villages.of_ids({each.village_id for each in made})
    corrections = [
        Correction(
            names[each.village_id].name,
            each.before,
            each.after,
            local_day(each.corrected_at),
            each.reason,
        )
        for each in made
    ]
    return as_it_stands(record.bulletin or "", reopening, corrections)


async def _place(unit: Unit) -> str:
    """The lowest district with all villages in it: what a bulletin is about, whoever reads it."""
    district_id = lowest_above(await unit.villages.home_paths())
    district = await unit.districts.get(district_id) if district_id else None
    return district.name if district else ""
