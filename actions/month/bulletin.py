"""通报: who may read which street's, and the document it is taken away as."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from actions.month.audience import audience_of
from actions.people.access import check_office_of_district
from domain.bulletin import Correction, Reopening
from domain.districts import District
from domain.month_days import not_at_night
from domain.months import Month, local_day
from domain.notices import BulletinReady, Document
from domain.people import Actor
from reports.bulletin_document import bulletin_as_document, file_name
from storage.unit import Unit
from words.bulletin import as_it_stands


class Draft(NamedTuple):
    """`document` holds the same words as `text`; neither before the month is closed."""

    street: str
    text: str
    document: Document | None


async def bulletin_of(
    unit: Unit, actor: Actor, street: District, month: Month, now: datetime
) -> Draft:
    """For who answers for the street. Raises NotAllowed."""
    await check_office_of_district(unit, actor, street.id)
    text = await _as_it_stands(unit, month, street.id)
    document = await document_of(unit, month, street.id, now) if text else None
    return Draft(street.name, text, document)


async def document_of(unit: Unit, month: Month, street_id: int, now: datetime) -> Document | None:
    """Made of the text and kept for whoever may read it."""
    text = await _as_it_stands(unit, month, street_id)
    street = await unit.districts.get(street_id)
    if not text or not street:
        return None
    name = file_name(street.name, month)
    file_id = await unit.files.add(name, bulletin_as_document(text, now), now)
    return Document(file_id=file_id, name=name)


async def closed_streets(
    unit: Unit, month: Month, among: Collection[int] | None = None
) -> dict[int, str]:
    """Names, by code, of those whose bulletin is written."""
    streets = [s for s in await unit.districts.streets() if among is None or s.id in among]
    written = await unit.months.bulletins(month, [street.id for street in streets])
    return {street.id: street.name for street in streets if street.id in written}


async def tell_bulletin_ready(
    unit: Unit, month: Month, now: datetime, streets: Collection[int] | None = None
) -> None:
    """To the office, when its month is closed; not at night, when closing happens. Who answers
    for one street has its document, who answers for several reads which are closed."""
    written = await closed_streets(unit, month, streets)
    audience = await audience_of(unit, month, written.keys())
    documents = {each: await document_of(unit, month, each, now) for each in written}
    for person, places in audience.offices.items():
        own = {audience.villages[village].district_id for village in places}
        names = tuple(name for each, name in written.items() if each in own)
        alone = documents[min(own)] if len(own) == 1 else None
        notice = BulletinReady(
            month=str(month), document=alone, streets=names if len(own) > 1 else ()
        )
        key = f"bulletin:{month}:{min(own)}:{len(own)}:{person}"
        await unit.outbox.put(person, notice, now, key=key, not_before=not_at_night(now))


async def _as_it_stands(unit: Unit, month: Month, street_id: int) -> str:
    """With what has changed since it was written, and what still may; nothing before it was."""
    record = await unit.months.get(month, street_id)
    if not record.bulletin:
        return ""
    reopening = None
    if record.reopened_at:
        reopening = Reopening(local_day(record.reopened_at), record.reason or "")
    made = await unit.months.corrections_of(month, street_id)
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
    return as_it_stands(record.bulletin, reopening, corrections)
