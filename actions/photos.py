"""Photographs as evidence of a visit: welcome, never required."""

from datetime import datetime

from actions.visit_rights import editable_visit
from domain.people import Actor
from domain.photos import MOST_PHOTOS, TooManyPhotos
from domain.visits import Visit
from storage.unit import Unit


async def attach_photos(
    unit: Unit, actor: Actor, visit_id: int, file_ids: list[int], now: datetime
) -> tuple[Visit, int]:
    """The visit, and how many it has now. Raises NotFound, NotAllowed, MonthClosed,
    TooManyPhotos."""
    visit = await editable_visit(unit, actor, visit_id, now)
    if await unit.photos.count(visit_id) + len(file_ids) > MOST_PHOTOS:
        raise TooManyPhotos
    for file_id in file_ids:
        await unit.photos.attach(visit_id, file_id, actor.person_id, now)
    after = {"photos": len(file_ids)}
    await unit.audit.note(actor.person_id, "photograph", "visit", visit_id, now, after=after)
    return visit, await unit.photos.count(visit_id)
