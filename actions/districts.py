"""区划: counties and cities above the streets; added, renamed, put below one another."""

from datetime import date, datetime
from typing import Any

from domain.districts import (
    District,
    DistrictKnown,
    DistrictNotBelow,
    PlaceUnclear,
    PlaceUnknown,
    codes_above,
    digits_of,
    lowest,
    whole_code,
)
from storage.unit import Unit
from words.places import ALL


async def place_named(unit: Unit, said: str) -> District | None:
    """A place by its name or code; None for 全部. Raises PlaceUnclear, PlaceUnknown."""
    if said == ALL:
        return None
    every = await unit.districts.all()
    fitting = [d for d in every if said in (d.name, d.code, digits_of(d.code))]
    if len(fitting) > 1:
        raise PlaceUnclear(f"{d.name}（{digits_of(d.code)}）" for d in fitting)
    if not fitting:
        raise PlaceUnknown(said)
    return fitting[0]


async def place_meant(unit: Unit, said: str | None) -> District | None:
    """Where there is one street it need not be named; before there is any, all is meant, or the
    one place that will become one.

    Raises PlaceUnclear, PlaceUnknown.
    """
    if said:
        return await place_named(unit, said)
    streets = await unit.districts.streets(living=True) or lowest(await unit.districts.all())
    if len(streets) > 1:
        raise PlaceUnclear(street.name for street in streets)
    return streets[0] if streets else None


async def add_district(
    unit: Unit,
    code: str,
    name: str,
    actor_id: int | None,
    now: datetime,
    parent: District | None = None,
    began_on: date | None = None,
) -> District:
    """Below the parent that is named, else below the nearest one by code; what lies below it by
    code and hung higher comes below it. Raises DistrictCodeWrong, DistrictKnown."""
    code = whole_code(code)
    known = await unit.districts.by_code(code)
    if known is not None:
        raise DistrictKnown(known.name)
    above = parent or await nearest_above(unit, code)
    made = await unit.districts.add(code, name, above, began_on)
    await _note(unit, "add_district", made, actor_id, now, code=code, name=name)
    await gather_below(unit, made)
    return made


async def gather_below(unit: Unit, made: District) -> None:
    """What hung beside a new district, and lies in it by code, comes below it."""
    for each in await unit.districts.all():
        beside = each.id != made.id and each.parent_id == made.parent_id
        if beside and await nearest_above(unit, each.code) == made:
            await unit.districts.move(each, made)


async def nearest_above(unit: Unit, code: str) -> District | None:
    """The lowest district there is that a code lies in."""
    for higher in codes_above(code):
        found = await unit.districts.by_code(higher)
        if found is not None:
            return found
    return None


async def rename_district(
    unit: Unit, district: District, name: str, actor_id: int | None, now: datetime
) -> District:
    renamed = district.model_copy(update={"name": name})
    await unit.districts.save(renamed)
    await _note(unit, "rename_district", district, actor_id, now, name=name)
    return renamed


async def put_below(
    unit: Unit, district: District, parent: District | None, actor_id: int | None, now: datetime
) -> None:
    """With all that lies below it. Raises DistrictNotBelow."""
    if parent is not None and district.covers(parent.path):
        raise DistrictNotBelow
    await unit.districts.move(district, parent)
    below = parent.name if parent else None
    await _note(unit, "put_district_below", district, actor_id, now, parent=below)


async def set_began(
    unit: Unit, district: District, day: date | None, actor_id: int | None, now: datetime
) -> District:
    """Months before that day are not judged and are shut; None: it has always been there."""
    begun = district.model_copy(update={"began_on": day})
    await unit.districts.save(begun)
    said = day.isoformat() if day else None
    await _note(unit, "district_began", district, actor_id, now, began_on=said)
    return begun


async def _note(
    unit: Unit, action: str, district: District, actor_id: int | None, now: datetime, **after: Any
) -> None:
    said = district.model_dump(mode="json")
    before = {name: said.get(name) for name in after if action != "add_district"}
    await unit.audit.note(
        actor_id, action, "district", district.id, now, before=before or None, after=after
    )
