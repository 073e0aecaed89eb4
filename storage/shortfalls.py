"""未达标 in and out of the database."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, or_, select, update

from domain.months import Month
from domain.shortfalls import (
    MONTHLY,
    OPEN_STATES,
    STANDING,
    Shortfall,
    ShortfallKind,
    State,
    Subject,
    Transition,
)
from storage.compiled import small
from storage.repository import Repository
from storage.tables import cases, shortfall_moves, shortfalls, villages

UNIQUE = ("kind", "subject", "subject_id", "period", "place_id")
CHANGING = ("state", "figure", "wanted", "evaluated_at", "why", "waived_reason")


_OF_SUBJECTS = small(
    select(shortfalls)
    .where(
        shortfalls.c.kind.in_(MONTHLY),
        shortfalls.c.subject == bindparam("subject"),
        shortfalls.c.subject_id.in_(bindparam("ids", expanding=True)),
        shortfalls.c.period == bindparam("period"),
    )
    .order_by(shortfalls.c.id)
)
_KEY = tuple(shortfalls.c[name] for name in UNIQUE)
_INSERT = small(insert(shortfalls).returning(shortfalls.c.id, *_KEY))
_UPDATE = small(
    update(shortfalls)
    .where(shortfalls.c.id == bindparam("row_id"))
    .values({name: bindparam(f"new_{name}") for name in CHANGING})
)
_MOVE = small(insert(shortfall_moves))


class Move(NamedTuple):
    """One transition; `before` is None for the first, `by_id` for those of an evaluation."""

    before: State | None
    after: State
    at: datetime
    by_id: int | None
    note: str | None


class Shortfalls(Repository):
    async def get(self, shortfall_id: int) -> Shortfall | None:
        row = await self.one_row(select(shortfalls).where(shortfalls.c.id == shortfall_id))
        return Shortfall.model_validate(row) if row else None

    async def of_month(self, month: Month) -> list[Shortfall]:
        return await self._list(select(shortfalls).where(shortfalls.c.period == str(month)))

    async def waived(self, month: Month) -> list[Shortfall]:
        """Waived ones of the month, and of the kinds that have no month."""
        applies = or_(shortfalls.c.period == str(month), shortfalls.c.kind.in_(STANDING))
        return await self._list(
            select(shortfalls).where(shortfalls.c.state == State.WAIVED, applies)
        )

    async def open_of_kind(self, kinds: Collection[ShortfallKind]) -> list[Shortfall]:
        return await self._list(
            select(shortfalls).where(
                shortfalls.c.kind.in_(kinds), shortfalls.c.state.in_(OPEN_STATES)
            )
        )

    async def of_subjects(
        self, subject: Subject, ids: Collection[int], month: Month
    ) -> list[Shortfall]:
        """The rows of the monthly kinds, whatever their state."""
        rows = await self.all_rows(_OF_SUBJECTS, subject=subject, ids=list(ids), period=str(month))
        return [Shortfall.model_validate(row) for row in rows]

    async def of_ids(self, ids: Collection[int]) -> list[Shortfall]:
        return await self._list(select(shortfalls).where(shortfalls.c.id.in_(ids)))

    async def without_case(self, month: Month | None) -> list[Shortfall]:
        """Short ones the office has no case of: the month's, or without one the standing kinds'."""
        wanted: list[ColumnElement[bool]] = [shortfalls.c.kind.in_(MONTHLY if month else STANDING)]
        if month is not None:
            wanted.append(shortfalls.c.period == str(month))
        statement = select(shortfalls).outerjoin(cases, cases.c.shortfall_id == shortfalls.c.id)
        short = shortfalls.c.state.in_([State.SHORT, State.FINAL])
        return await self._list(statement.where(*wanted, short, cases.c.shortfall_id.is_(None)))

    async def moves_of(self, shortfall_id: int) -> list[Move]:
        """Every transition, oldest first."""
        m = shortfall_moves.c
        rows = await self.all_rows(
            select(m.before, m.after, m.at, m.by_id, m.note)
            .where(m.shortfall_id == shortfall_id)
            .order_by(m.id)
        )
        return [
            Move(State(r.before) if r.before else None, State(r.after), r.at, r.by_id, r.note)
            for r in rows
        ]

    async def counts_of(
        self, month: Month, street_id: int
    ) -> dict[tuple[ShortfallKind, State], int]:
        """How many of the month's rows in a street there are of each kind and state."""
        own = select(villages.c.id).where(villages.c.district_id == street_id)
        of_village = (shortfalls.c.subject == Subject.VILLAGE) & shortfalls.c.subject_id.in_(own)
        here = or_(of_village, shortfalls.c.place_id == street_id)
        statement = (
            select(shortfalls.c.kind, shortfalls.c.state, func.count().label("n"))
            .where(shortfalls.c.period == str(month), here)
            .group_by(shortfalls.c.kind, shortfalls.c.state)
        )
        rows = await self.all_rows(statement)
        return {(ShortfallKind(row.kind), State(row.state)): row.n for row in rows}

    async def lasting_of(self, subject: Subject, subject_id: int, since: Month) -> list[Shortfall]:
        """What is not over of a subject: its standing rows, and those of that month and later."""
        lasting = shortfalls.c.state.in_([*OPEN_STATES, State.WAIVED])
        recent = or_(shortfalls.c.kind.in_(STANDING), shortfalls.c.period >= str(since))
        return await self._list(
            select(shortfalls).where(
                shortfalls.c.subject == subject,
                shortfalls.c.subject_id == subject_id,
                lasting,
                recent,
            )
        )

    async def give_to(self, subject_id: int, shortfall_id: int) -> None:
        """The row is another subject's from now on."""
        where = shortfalls.c.id == shortfall_id
        await self.run(update(shortfalls).where(where).values(subject_id=subject_id))

    async def standing_of(
        self, kind: ShortfallKind, ids: Collection[int], today: date
    ) -> dict[int, Shortfall]:
        """By subject the row that stands, or the one made up today, which would go on."""
        lasts = or_(shortfalls.c.state != State.MADE_UP, shortfalls.c.period == today.isoformat())
        rows = await self._list(
            select(shortfalls).where(
                shortfalls.c.kind == kind, shortfalls.c.subject_id.in_(ids), lasts
            )
        )
        return {row.subject_id: row for row in rows}

    async def apply(
        self,
        changes: Sequence[Transition],
        now: datetime,
        by_id: int | None = None,
        note: str | None = None,
    ) -> list[Shortfall]:
        """Write what evaluation or a person changed, new states as moves; the rows with ids."""
        news = [change.row for change in changes if change.before is None]
        rows = await self._insert(news) + [c.row for c in changes if c.before is not None]
        befores = [None] * len(news) + [c.before for c in changes if c.before is not None]
        await self._update(rows[len(news) :])
        moves = [
            {
                "shortfall_id": row.id,
                "before": before,
                "after": row.state,
                "at": now,
                "by_id": by_id,
                "note": note,
            }
            for before, row in zip(befores, rows, strict=True)
            if before is not row.state
        ]
        if moves:
            await self.run_each(_MOVE, moves)
        return rows

    async def _insert(self, rows: list[Shortfall]) -> list[Shortfall]:
        """Ids come back in any order: asked to keep it, SQLite would take row by row."""
        if not rows:
            return []
        values = [row.model_dump(exclude={"id"}) for row in rows]
        if len(values) == 1:
            made = await self.all_rows(_INSERT, **values[0])
        else:
            made = (await self.execute(_INSERT, values)).all()
        ids = {tuple(key): id_ for id_, *key in made}
        return [
            row.model_copy(update={"id": ids[tuple(getattr(row, name) for name in UNIQUE)]})
            for row in rows
        ]

    async def _update(self, rows: list[Shortfall]) -> None:
        if not rows:
            return
        values = [
            {"row_id": row.id} | {f"new_{name}": getattr(row, name) for name in CHANGING}
            for row in rows
        ]
        await self.run_each(_UPDATE, values)

    async def _list(self, statement: Select[*tuple[object, ...]]) -> list[Shortfall]:
        rows = await self.all_rows(statement.order_by(shortfalls.c.id))
        return [Shortfall.model_validate(row) for row in rows]
