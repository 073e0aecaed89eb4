"""花名册: the base tables as they stand, to print, to correct, and to import again (规则 2.13)."""

from datetime import datetime
from typing import NamedTuple

from actions.people.access import covers_district
from domain.districts import District
from domain.errors import NotAllowed
from domain.imports.errors import StreetUnclear
from domain.imports.headings import TABLES
from domain.imports.printing import Rolls, rolls_of
from domain.months import local_day
from domain.people import Actor, Role
from reports.roll import rolls_as_workbook
from storage.unit import Unit
from words.sheets import roll_name


class RollFile(NamedTuple):
    name: str
    content: bytes
    rolls: Rolls


async def roll_file(
    unit: Unit, actor: Actor, street: str, now: datetime, *, whole_phones: bool = False
) -> RollFile:
    """The rolls of the actor's street; of a grid worker the grids they look after. `street` names
    one of several. Phones are whole only for a leader who asks, and asking is recorded.

    Raises NotAllowed, StreetUnclear.
    """
    district = _named(await _streets(unit, actor), street)
    if whole_phones:
        leads = actor.places(Role.LEADER)
        if not await covers_district(unit, leads, district.id):
            raise NotAllowed
        about = ("reveal_phone", "district", district.id)
        await unit.audit.note(actor.person_id, *about, now)
    rolls = await _rolls(unit, district, now)
    if not await covers_district(unit, actor.offices, district.id):
        rolls = await _own(unit, actor, rolls)
    return _printed(district, rolls, now, whole_phones)


async def roll_file_for_server(
    unit: Unit, street: str, now: datetime, *, whole_phones: bool = False
) -> RollFile:
    """The same for whoever runs the server. Raises StreetUnclear."""
    homes = {village.district_id for village in await unit.villages.all()}
    district = _named([d for d in await unit.districts.all() if d.id in homes], street)
    if whole_phones:
        await unit.audit.note(None, "reveal_phone", "district", district.id, now)
    return _printed(district, await _rolls(unit, district, now), now, whole_phones)


async def _streets(unit: Unit, actor: Actor) -> list[District]:
    """Those that have villages, or grids, of the actor."""
    villages = [v.district_id for v in await unit.villages.below(actor.offices)]
    if not villages:
        places = await unit.grids.places_of(actor.places(Role.GRID_WORKER))
        of = await unit.villages.of_ids({place.village_id for place in places.values()})
        villages = [v.district_id for v in of.values()]
    if not villages:
        raise NotAllowed
    return [d for d in await unit.districts.all() if d.id in set(villages)]


def _named(streets: list[District], said: str) -> District:
    fitting = [d for d in streets if said in (d.name, d.code)] if said else streets
    if len(fitting) != 1:
        raise StreetUnclear([d.name for d in streets])
    return fitting[0]


async def _rolls(unit: Unit, district: District, now: datetime) -> Rolls:
    return rolls_of(await unit.imports.stored(district, (), ()), local_day(now))


async def _own(unit: Unit, actor: Actor, rolls: Rolls) -> Rolls:
    """Only the grids the actor looks after, and who is on the roll there."""
    places = await unit.grids.places_of(actor.places(Role.GRID_WORKER))
    own = {(place.village, place.grid) for place in places.values()}
    return Rolls(
        advisers=(),
        grids=tuple(row for row in rolls.grids if (row.village, row.name) in own),
        mingbairen=tuple(row for row in rolls.mingbairen if (row.village, row.grid) in own),
    )


def _printed(district: District, rolls: Rolls, now: datetime, whole_phones: bool) -> RollFile:
    tables = zip(TABLES, rolls.tables, strict=True)
    content = rolls_as_workbook(district.name, tables, whole_phones=whole_phones)
    return RollFile(roll_name(district.name, local_day(now)), content, rolls)
