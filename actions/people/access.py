"""Who may do what, and where. A refusal never tells whether the thing exists."""

from domain.errors import NotAllowed, NotFound
from domain.people import Actor, Role, lies_below
from domain.villages import Village
from storage.unit import Unit


def check_adviser(actor: Actor) -> None:
    if not actor.has(Role.ADVISER):
        raise NotAllowed


def check_office(actor: Actor) -> frozenset[int]:
    """The districts the actor answers for. Raises NotAllowed where there is none."""
    if not actor.offices:
        raise NotAllowed
    return actor.offices


async def check_office_of_village(unit: Unit, actor: Actor, village_id: int) -> None:
    """The actor's office answers for this village's district or for one above it."""
    if not await covers_village(unit, actor.offices, village_id):
        raise NotAllowed


async def check_office_of_district(unit: Unit, actor: Actor, district_id: int) -> None:
    if not await covers_district(unit, actor.offices, district_id):
        raise NotAllowed


async def check_leader_of_district(unit: Unit, actor: Actor, district_id: int) -> None:
    if not await covers_district(unit, actor.places(Role.LEADER), district_id):
        raise NotAllowed


async def covers_district(unit: Unit, district_ids: frozenset[int], district_id: int) -> bool:
    district = await unit.districts.get(district_id)
    return lies_below(district.path if district else None, district_ids)


async def covers_village(unit: Unit, district_ids: frozenset[int], village_id: int) -> bool:
    path = await unit.villages.district_path(village_id) if district_ids else None
    return lies_below(path, district_ids)


async def check_grid(unit: Unit, actor: Actor, grid_id: int) -> None:
    """The grid is the actor's own, or lies below the actor's office."""
    if grid_id in actor.places(Role.GRID_WORKER):
        return
    grid = await unit.grids.get(grid_id)
    if grid is None or not await covers_village(unit, actor.offices, grid.village_id):
        raise NotAllowed


async def the_village(unit: Unit, village_id: int) -> Village:
    village = await unit.villages.get(village_id)
    if village is None:
        raise NotFound
    return village


async def office_name(unit: Unit, actor: Actor) -> str:
    """`黄梅街道`; of an office with several districts the first."""
    for district_id in sorted(actor.offices):
        district = await unit.districts.get(district_id)
        if district:
            return district.name
    return ""
