"""法律明白人 in and out of the database."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from domain.mingbairen import Mingbairen, Stage
from storage.repository import Repository
from storage.tables import mingbairen, mingbairen_stages


class MingbairenRoll(Repository):
    async def get(self, mingbairen_id: int) -> Mingbairen | None:
        row = await self.one_row(select(mingbairen).where(mingbairen.c.id == mingbairen_id))
        return Mingbairen.model_validate(row) if row else None

    async def add(self, person: Mingbairen, by_id: int | None, now: datetime) -> Mingbairen:
        """Insert; the id of the given model is ignored and the real one returned."""
        new = await self.new_id(insert(mingbairen).values(person.model_dump(exclude={"id"})))
        await self._note_stage(new, person.stage, by_id, None, now)
        return person.model_copy(update={"id": new})

    async def save(self, person: Mingbairen) -> None:
        values: dict[str, Any] = person.model_dump(exclude={"id"})
        await self.run(update(mingbairen).where(mingbairen.c.id == person.id).values(values))

    async def move(
        self, person: Mingbairen, by_id: int | None, reason: str | None, now: datetime
    ) -> None:
        """Save a person whose stage has just changed, and remember the step."""
        await self.save(person)
        await self._note_stage(person.id, person.stage, by_id, reason, now)

    async def move_to(self, grid_id: int, mingbairen_ids: Collection[int]) -> None:
        """These people are of another grid, those who have left too."""
        where = mingbairen.c.id.in_(mingbairen_ids)
        await self.run(update(mingbairen).where(where).values(grid_id=grid_id))

    async def of_grids(
        self, grid_ids: Collection[int], *, with_left: bool = False
    ) -> list[Mingbairen]:
        statement = select(mingbairen).where(mingbairen.c.grid_id.in_(grid_ids))
        if not with_left:
            statement = statement.where(mingbairen.c.stage != Stage.LEFT)
        return await self._list(statement)

    async def named(self, name: str) -> list[Mingbairen]:
        return await self._list(select(mingbairen).where(mingbairen.c.name == name))

    async def like(self, text: str, limit: int) -> list[Mingbairen]:
        """People whose name contains the text."""
        like = mingbairen.c.name.contains(text, autoescape=True)
        statement = select(mingbairen).where(like).order_by(mingbairen.c.id).limit(limit)
        return [Mingbairen.model_validate(row) for row in await self.all_rows(statement)]

    async def ending_by(self, day: date) -> list[Mingbairen]:
        """People in 在册 whose certificate ends on that day or earlier."""
        ending = mingbairen.c.certificate_until <= day
        return await self._list(
            select(mingbairen).where(mingbairen.c.stage == Stage.REGISTERED, ending)
        )

    async def last_lost(self, grid_id: int, now: datetime) -> tuple[Stage, str | None] | None:
        """The step and reason by which somebody of this grid ceased to be 在册 at this moment."""
        steps = mingbairen_stages
        statement = (
            select(steps.c.mingbairen_id, steps.c.stage, steps.c.reason, steps.c.at)
            .join(mingbairen, mingbairen.c.id == steps.c.mingbairen_id)
            .where(mingbairen.c.grid_id == grid_id)
            .order_by(steps.c.id.desc())
        )
        rows = await self.all_rows(statement)
        if not rows or rows[0].at != now.replace(microsecond=0):
            return None
        last, *earlier = (row for row in rows if row.mingbairen_id == rows[0].mingbairen_id)
        was = earlier[0].stage if earlier else None
        gone = last.stage in (Stage.SUSPENDED, Stage.LEFT)
        return (Stage(last.stage), last.reason) if gone and was == Stage.REGISTERED else None

    async def all(self) -> list[Mingbairen]:
        return await self._list(select(mingbairen))

    async def _note_stage(
        self, person_id: int, stage: Stage, by_id: int | None, reason: str | None, now: datetime
    ) -> None:
        await self.run(
            insert(mingbairen_stages).values(
                mingbairen_id=person_id, stage=stage, at=now, by_id=by_id, reason=reason
            )
        )

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Mingbairen]:
        rows = await self.all_rows(statement.order_by(mingbairen.c.grid_id, mingbairen.c.id))
        return [Mingbairen.model_validate(row) for row in rows]
