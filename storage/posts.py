"""任职: who holds which role where below a district, and whether they have joined."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, exists, literal, or_, select, true, union_all

from domain.people import Role
from storage.people import HELD_NOW
from storage.repository import Repository
from storage.tables import accounts, assignments, districts, grants, grids, people, villages
from storage.villages import ids_below

ORDER = (Role.LEADER, Role.OFFICE, Role.ADVISER, Role.VILLAGE_CONFIRMER, Role.GRID_WORKER)


class Post(NamedTuple):
    """One role of a person at one place, by name. An adviser's places are the villages served."""

    person_id: int
    name: str
    role: Role
    place_id: int
    place: str
    joined: bool


class Posts(Repository):
    async def below(
        self,
        district_ids: Collection[int],
        today: date,
        named: str | None = None,
        like: str | None = None,
        *,
        past: bool = False,
    ) -> list[Post]:
        """Every post at these districts and all places below, those of the office first; of people
        with this name, or with one `like` it; with `past` those that are over, too."""
        here = ids_below(district_ids)
        in_village, in_grid = villages.c.id.in_(here), grids.c.village_id.in_(here)
        held, living = (true(), true()) if past else (HELD_NOW, grids.c.retired_on.is_(None))
        each = union_all(
            _held(districts, _districts_below(district_ids) & held, Role.OFFICE, Role.LEADER),
            _held(villages, in_village & held, Role.VILLAGE_CONFIRMER),
            _held(grids, in_grid & held & living, Role.GRID_WORKER),
            _serving(in_village if past else in_village & _lasts(today)),
        ).subquery()
        joined = exists().where(accounts.c.person_id == people.c.id).label("joined")
        statement = (
            select(people.c.id, people.c.name, each.c.role, each.c.place_id, each.c.place, joined)
            .join(each, each.c.person_id == people.c.id)
            .where(people.c.erased_at.is_(None))
            .order_by(people.c.id, each.c.place_id)
        )
        if named is not None:
            statement = statement.where(people.c.name == named)
        if like is not None:
            statement = statement.where(people.c.name.contains(like, autoescape=True))
        found = [_post(row) for row in await self.all_rows(statement)]
        return sorted(found, key=lambda post: ORDER.index(post.role))


def _post(row: Any) -> Post:
    return Post(row.id, row.name, Role(row.role), row.place_id, row.place, bool(row.joined))


def _districts_below(district_ids: Collection[int]) -> ColumnElement[bool]:
    top = districts.alias("top")
    paths = select(top.c.path).where(top.c.id.in_(district_ids))
    lower = districts.alias("lower")
    chosen = paths.subquery()
    below = select(lower.c.id).join(chosen, lower.c.path.startswith(chosen.c.path))
    return districts.c.id.in_(below)


def _held(place: Table, where: ColumnElement[bool], *roles: Role) -> Select[Any]:
    return (
        select(
            grants.c.person_id,
            grants.c.role,
            place.c.id.label("place_id"),
            place.c.name.label("place"),
        )
        .join(place, place.c.id == grants.c.place_id)
        .where(grants.c.role.in_(roles), where)
        .distinct()
    )


def _lasts(today: date) -> ColumnElement[bool]:
    """An assignment that has not ended; one that is still to begin counts too."""
    return or_(assignments.c.until.is_(None), assignments.c.until >= today)


def _serving(where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            assignments.c.adviser_id.label("person_id"),
            literal(Role.ADVISER.value).label("role"),
            villages.c.id.label("place_id"),
            villages.c.name.label("place"),
        )
        .join(villages, villages.c.id == assignments.c.village_id)
        .where(where)
        .distinct()
    )
