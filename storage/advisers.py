"""法律顾问 and their 聘任 in and out of the database."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update

from domain.advisers import Adviser, AdviserKind, Assignment
from domain.places import PlaceKind
from domain.villages import Village
from storage.compiled import small
from storage.repository import Repository
from storage.tables import advisers, assignments, former_names, people, villages


def _in_force(day: date) -> object:
    until = assignments.c.until
    return (assignments.c.since <= day) & or_(until.is_(None), until >= day)


_NAMED = select(advisers.c.person_id.label("id"), people.c.name, advisers.c.kind).join(
    people, people.c.id == advisers.c.person_id
)
_OF_IDS = small(_NAMED.where(advisers.c.person_id.in_(bindparam("ids", expanding=True))))
_SERVED_SINCE = small(
    select(villages)
    .join(assignments, assignments.c.village_id == villages.c.id)
    .where(
        assignments.c.adviser_id == bindparam("adviser_id"),
        or_(assignments.c.until.is_(None), assignments.c.until >= bindparam("first")),
        or_(villages.c.retired_on.is_(None), villages.c.retired_on > bindparam("first")),
    )
    .order_by(villages.c.id)
    .distinct()
)
_VILLAGE: Any = bindparam("village_id")
_MERGED = and_(
    former_names.c.place == PlaceKind.VILLAGE,
    former_names.c.place_id == _VILLAGE,
    former_names.c.merged_id == assignments.c.village_id,
)
_OF_BOTH = small(
    select(assignments, former_names.c.until.label("merged_on"))
    .outerjoin(former_names, _MERGED)
    .where(
        assignments.c.adviser_id == bindparam("adviser_id"),
        or_(assignments.c.village_id == _VILLAGE, former_names.c.merged_id.is_not(None)),
    )
    .order_by(assignments.c.since, former_names.c.until.desc())
)


class Advisers(Repository):
    async def get(self, person_id: int) -> Adviser | None:
        found = await self.of_ids([person_id])
        return found.get(person_id)

    async def of_ids(self, ids: Collection[int]) -> dict[int, Adviser]:
        rows = await self.all_rows(_OF_IDS, ids=list(ids))
        return {row.id: Adviser.model_validate(row) for row in rows}

    async def all(self) -> list[Adviser]:
        rows = await self.all_rows(_NAMED.order_by(advisers.c.person_id))
        return [Adviser.model_validate(row) for row in rows]

    async def add(self, person_id: int, kind: AdviserKind) -> None:
        await self.run(insert(advisers).values(person_id=person_id, kind=kind))

    async def save_kind(self, person_id: int, kind: AdviserKind) -> None:
        where = advisers.c.person_id == person_id
        await self.run(update(advisers).where(where).values(kind=kind))

    async def assign(
        self, adviser_id: int, village_id: int, since: date, until: date | None = None
    ) -> Assignment:
        values = {
            "adviser_id": adviser_id,
            "village_id": village_id,
            "since": since,
            "until": until,
        }
        new = await self.new_id(insert(assignments).values(values))
        return Assignment(id=new, **values)

    async def end(self, assignment_id: int, until: date) -> None:
        where = assignments.c.id == assignment_id
        await self.run(update(assignments).where(where).values(until=until))

    async def drop(self, assignment_id: int) -> None:
        """Remove an assignment that never came into force: who replaced it began before it."""
        await self.run(delete(assignments).where(assignments.c.id == assignment_id))

    async def assignments_of(self, adviser_id: int, village_id: int) -> list[Assignment]:
        """Those to a village merged into this one are its own from the first of that month on:
        so far back its visits moved along."""
        rows = await self.all_rows(_OF_BOTH, adviser_id=adviser_id, village_id=village_id)
        found: dict[int, Assignment] = {}
        for row in rows:
            own = Assignment.model_validate(row)
            if row.merged_on is not None:
                since = max(own.since, row.merged_on.replace(day=1))
                own = own.model_copy(update={"village_id": village_id, "since": since})
            found.setdefault(own.id, own)
        return list(found.values())

    async def assignments_by(self, adviser_id: int) -> list[Assignment]:
        return await self._assignments(assignments.c.adviser_id == adviser_id)

    async def assignments_of_village(self, village_id: int) -> list[Assignment]:
        return await self._assignments(assignments.c.village_id == village_id)

    async def assignments_between(self, first: date, last: date) -> list[Assignment]:
        """Every assignment in force on at least one day from first to last."""
        until = assignments.c.until
        return await self._assignments(
            (assignments.c.since <= last) & or_(until.is_(None), until >= first)
        )

    async def villages_of(self, adviser_id: int, day: date) -> list[Village]:
        """The villages this adviser serves on that day."""
        statement = (
            select(villages)
            .join(assignments, assignments.c.village_id == villages.c.id)
            .where(
                assignments.c.adviser_id == adviser_id,
                _in_force(day),  # type: ignore[arg-type]
                villages.c.retired_on.is_(None),
            )
            .order_by(villages.c.id)
            .distinct()
        )
        return [Village.model_validate(row) for row in await self.all_rows(statement)]

    async def villages_since(self, adviser_id: int, first: date) -> list[Village]:
        """The villages this adviser served on any day from `first` on; asked once a unit."""
        asked = ("villages", adviser_id, first)
        if asked not in self.asked:
            rows = await self.all_rows(_SERVED_SINCE, adviser_id=adviser_id, first=first)
            self.asked[asked] = [Village.model_validate(row) for row in rows]
        found: list[Village] = self.asked[asked]
        return found

    async def _assignments(self, where: object) -> list[Assignment]:
        statement = select(assignments).where(where).order_by(assignments.c.since)  # type: ignore[arg-type]
        return [Assignment.model_validate(row) for row in await self.all_rows(statement)]
