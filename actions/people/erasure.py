"""Removing a person's data on request. The counts stay, and so does who did what, by number."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from domain.errors import NotFound
from domain.mingbairen import Mingbairen
from domain.people import ERASED_NAME
from domain.traces import Traces
from storage.unit import Unit


class Erased(NamedTuple):
    """`namesakes` are others of the name: texts in which it stands may be about them."""

    namesakes: int


async def erase_person(unit: Unit, person_id: int, actor_id: int | None, now: datetime) -> Erased:
    """Take away name, phone, accounts and roles; visits and their minutes stay as they are."""
    if await unit.people.get(person_id) is None:
        raise NotFound
    return await _erase(unit, "person", person_id, actor_id, now)


async def erase_mingbairen(
    unit: Unit, mingbairen_id: int, actor_id: int | None, now: datetime
) -> Erased:
    """Take away everything that tells who it was; grid, category and stage stay."""
    if await unit.mingbairen.get(mingbairen_id) is None:
        raise NotFound
    return await _erase(unit, "mingbairen", mingbairen_id, actor_id, now)


async def _erase(
    unit: Unit, subject: str, subject_id: int, actor_id: int | None, now: datetime
) -> Erased:
    """Looked for first: the rows that say by what somebody is known are emptied next."""
    same = await unit.erasing.same_as(subject, subject_id)
    traces, namesakes = await _traces(unit, same)
    changed: set[int] = set()
    for kind, id_ in same:
        if kind == "person":
            await unit.erasing.drop_talk(id_, await unit.erasing.addresses_of(id_))
            await unit.people.erase(id_, ERASED_NAME, now)
        else:
            await unit.erasing.drop_reasons(id_)
            await _empty(unit, id_)
        changed |= await unit.audit.forget(kind, id_)
    changed |= await unit.erasing.take_out(traces)
    await unit.audit.note_erased(actor_id, same, changed, now)
    return Erased(namesakes)


async def _traces(unit: Unit, same: Collection[tuple[str, int]]) -> tuple[Traces, int]:
    """Where others have the name too, it is left in the texts: nobody knows who is meant."""
    names: set[str] = set()
    numbers: set[str] = set()
    addresses: set[str] = set()
    for kind, id_ in same:
        own_names, own_numbers = await unit.erasing.known_by(kind, id_)
        names, numbers = names | own_names, numbers | own_numbers
        if kind == "person":
            addresses |= await unit.erasing.addresses_of(id_)
    names.discard(ERASED_NAME)
    namesakes = await unit.erasing.others_called(names, same)
    longer = await unit.erasing.longer_than(names)
    return Traces(() if namesakes else names, numbers, addresses, longer), len(namesakes)


async def _empty(unit: Unit, mingbairen_id: int) -> None:
    known = await unit.mingbairen.get(mingbairen_id)
    assert known is not None
    kept = Mingbairen(
        id=known.id,
        grid_id=known.grid_id,
        name=ERASED_NAME,
        category=known.category,
        stage=known.stage,
        stage_since=known.stage_since,
    )
    await unit.mingbairen.save(kept)
