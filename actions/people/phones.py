"""电话: masked everywhere; a leader who asks sees it, and that is recorded (规则 2.4)."""

from datetime import datetime
from typing import NamedTuple

from actions.people.access import covers_village
from actions.people.people import may_manage
from domain.errors import NotAllowed, NotFound
from domain.people import Actor, Role
from storage.unit import Unit


class Phone(NamedTuple):
    """`place` tells people of one name apart; the number is None where none is kept."""

    name: str
    place: str
    number: str | None


async def reveal_phones(unit: Unit, actor: Actor, name: str, now: datetime) -> list[Phone]:
    """The numbers of everybody of this name below the leader's district, 明白人 included.

    Raises NotAllowed for anybody but a leader, NotFound when there is nobody of the name.
    """
    if not actor.has(Role.LEADER):
        raise NotAllowed
    leading = actor.model_copy(
        update={"grants": tuple(g for g in actor.grants if g.role is Role.LEADER)}
    )
    found = await _of_people(unit, leading, name, now) + await _of_mingbairen(
        unit, leading, name, now
    )
    if not found:
        raise NotFound
    return found


async def _of_people(unit: Unit, leader: Actor, name: str, now: datetime) -> list[Phone]:
    found = []
    for person in await unit.people.named(name):
        if await may_manage(unit, leader, person.id):
            await unit.audit.note(leader.person_id, "reveal_phone", "person", person.id, now)
            found.append(Phone(person.name, "", person.phone))
    return found


async def _of_mingbairen(unit: Unit, leader: Actor, name: str, now: datetime) -> list[Phone]:
    found = []
    for person in await unit.mingbairen.named(name):
        grid = await unit.grids.get(person.grid_id)
        if grid and await covers_village(unit, leader.offices, grid.village_id):
            await unit.audit.note(leader.person_id, "reveal_phone", "mingbairen", person.id, now)
            found.append(Phone(person.name, grid.name, person.phone))
    return found
