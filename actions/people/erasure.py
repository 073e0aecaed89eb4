"""Removing a person's data on request. The counts stay, and so does who did what, by number."""

from datetime import datetime

from domain.errors import NotFound
from domain.mingbairen import Mingbairen
from domain.people import ERASED_NAME
from storage.unit import Unit


async def erase_person(unit: Unit, person_id: int, actor_id: int | None, now: datetime) -> None:
    """Take away name, phone, accounts and roles; visits and their minutes stay as they are."""
    if await unit.people.get(person_id) is None:
        raise NotFound
    await unit.people.erase(person_id, ERASED_NAME, now)
    await unit.audit.forget("person", person_id)
    await unit.audit.note(actor_id, "erase", "person", person_id, now)


async def erase_mingbairen(
    unit: Unit, mingbairen_id: int, actor_id: int | None, now: datetime
) -> None:
    """Take away everything that tells who it was; grid, category and stage stay."""
    known = await unit.mingbairen.get(mingbairen_id)
    if known is None:
        raise NotFound
    kept = Mingbairen(
        id=known.id,
        grid_id=known.grid_id,
        name=ERASED_NAME,
        category=known.category,
        stage=known.stage,
        stage_since=known.stage_since,
    )
    await unit.mingbairen.save(kept)
    await unit.audit.forget("mingbairen", mingbairen_id)
    await unit.audit.note(actor_id, "erase", "mingbairen", mingbairen_id, now)
