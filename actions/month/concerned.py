"""Whom a shortfall concerns as of now: not who once was told of it, but whose matter it is."""

from datetime import datetime

from actions.people.access import covers_village
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.shortfalls import Shortfall, Subject
from storage.unit import Unit


async def villages_of(unit: Unit, row: Shortfall) -> set[int]:
    """The village a shortfall lies in, or all of its street that a short adviser serves."""
    if row.subject is Subject.VILLAGE:
        return {row.subject_id}
    if row.subject is Subject.GRID:
        return {p.village_id for p in (await unit.grids.places_of([row.subject_id])).values()}
    served = await unit.evaluation.serving([row.subject_id], Month.parse(row.period))
    homes = await unit.villages.homes_of({each.village_id for each in served})
    return {village for village, street in homes.items() if street == row.place_id}


class Concerned:
    """Asked about many; remembers who is who."""

    def __init__(self, unit: Unit, now: datetime) -> None:
        self._unit, self._today = unit, local_day(now)
        self._people: dict[int, Actor | None] = {}
        self._serving: dict[int, set[int]] = {}

    async def by(self, row: Shortfall, person_id: int) -> bool:
        """Whether this person answers for it, can mend it, or has it in hand, today (规则 4.13)."""
        actor = await self._actor(person_id)
        if actor is None:
            return False
        homes = await villages_of(self._unit, row)
        if any([await covers_village(self._unit, actor.offices, home) for home in homes]):
            return True
        case = await self._unit.cases.get(row.id)
        if case and case.holder_id == person_id and actor.grants:
            return True
        if row.subject is Subject.GRID:
            return row.subject_id in actor.places(Role.GRID_WORKER)
        if row.subject is Subject.ADVISER:
            return row.subject_id == person_id and actor.has(Role.ADVISER)
        confirms = actor.places(Role.VILLAGE_CONFIRMER)
        return bool(homes & confirms) or bool(homes & await self._served(actor))

    async def _actor(self, person_id: int) -> Actor | None:
        if person_id not in self._people:
            self._people[person_id] = await self._unit.people.actor(person_id)
        return self._people[person_id]

    async def _served(self, actor: Actor) -> set[int]:
        if actor.person_id not in self._serving:
            known = await self._unit.advisers.villages_of(actor.person_id, self._today)
            serves = {village.id for village in known} if actor.has(Role.ADVISER) else set()
            self._serving[actor.person_id] = serves
        return self._serving[actor.person_id]
