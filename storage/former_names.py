"""Former names of villages and grids in and out of the database."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, insert, select

from domain.months import Month
from domain.places import FormerName, PlaceKind
from storage.compiled import small
from storage.repository import Repository
from storage.tables import former_names

AT_ONCE = 5_000
"""Places asked about at once: both databases stop at some 32,000 parameters."""
_OF = small(
    select(former_names)
    .where(
        former_names.c.place == bindparam("place"),
        former_names.c.place_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(former_names.c.id)
)


class FormerNames(Repository):
    async def of(self, place: PlaceKind, ids: Collection[int]) -> list[FormerName]:
        """Of these places, the oldest first."""
        wanted, found = sorted(ids), list[FormerName]()
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = await self.all_rows(_OF, place=place, ids=some)
            found += [FormerName.model_validate(row) for row in rows]
        return found

    async def names_in(self, month: Month, village_ids: Collection[int]) -> dict[int, str]:
        """What these villages were called at the end of a month, where they were renamed since."""
        names: dict[int, str] = {}
        for each in await self.of(PlaceKind.VILLAGE, village_ids):
            if each.merged_id is None and each.until > month.last_day:
                names.setdefault(each.place_id, each.name)
        return names

    async def add(
        self,
        place: PlaceKind,
        place_id: int,
        name: str,
        until: date,
        merged_id: int | None = None,
    ) -> None:
        await self.run(
            insert(former_names).values(
                place=place, place_id=place_id, name=name, until=until, merged_id=merged_id
            )
        )

    async def inherit(self, place: PlaceKind, merged_id: int, into_id: int) -> None:
        """The names a merged place was known by lead to the place it was merged into."""
        for each in await self.of(place, [merged_id]):
            merged = each.merged_id or merged_id
            await self.add(place, into_id, each.name, each.until, merged)
