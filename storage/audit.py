"""Who changed what, when, before and after, chained row to row (docs/decisions/0024)."""

import secrets
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, case, func, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.audit import BEGINNING, ERASE, LEFT, LOST, Noted, digest_of, hash_of
from storage.compiled import small
from storage.repository import Repository
from storage.tables import audit, audit_tail

ROWS_AT_ONCE = 1_000
_NOTE = small(insert(audit))
_MANY = insert(audit)
_HASH = small(select(audit.c.hash).where(audit.c.id == bindparam("id")))


def _more(insert: Any) -> Any:
    """Takes the next numbers, and with them the turn to note: others wait here until this unit is
    over. It also says the hash of the row before, and finds the end again where somebody lost it.
    """
    newest = select(func.coalesce(func.max(audit.c.id), 0)).scalar_subquery()
    statement = insert(audit_tail).values(one=1, last_id=newest + bindparam("more"))
    tail, found = audit_tail.c.last_id, statement.excluded.last_id
    after = tail + bindparam("more")
    now = literal_column("last_id", Integer)  # the column itself would ask the table once more
    before = select(audit.c.hash).where(audit.c.id == now - bindparam("more"))
    return small(
        statement.on_conflict_do_update(
            index_elements=["one"], set_={"last_id": case((found > after, found), else_=after)}
        ).returning(tail, before.scalar_subquery().label("hash"))
    )


_MORE = {"sqlite": _more(sqlite.insert), "postgresql": _more(postgresql.insert)}


class Entry(NamedTuple):
    """What was done to one subject; `before` and `after` must be JSON-able."""

    action: str
    subject: str
    subject_id: int | None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


class Audit(Repository):
    async def note(
        self,
        actor_id: int | None,
        action: str,
        subject: str,
        subject_id: int | None,
        now: datetime,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Remember one change; `before` and `after` must be JSON-able."""
        entry = Entry(action, subject, subject_id, before, after)
        (row,) = await self._chained([entry], actor_id, now)
        await self.run(_NOTE, **row)

    async def note_all(self, entries: Iterable[Entry], actor_id: int | None, now: datetime) -> None:
        """Remember many changes at once."""
        left = iter(entries)
        while some := list(islice(left, ROWS_AT_ONCE)):
            await self.execute(_MANY, await self._chained(some, actor_id, now))

    async def _chained(
        self, entries: Sequence[Entry], actor_id: int | None, now: datetime
    ) -> list[dict[str, Any]]:
        end = await self.one_row(_MORE[self.connection.dialect.name], more=len(entries))
        assert end is not None
        first = end.last_id - len(entries) + 1
        previous = end.hash or await self._hash_before(first)
        rows = []
        for id_, entry in enumerate(entries, first):
            row = entry._asdict() | {"id": id_, "at": now, "actor_id": actor_id}
            empty = entry.before is None and entry.after is None
            row["salt"] = None if empty else secrets.token_hex(16)
            row["digest"] = digest_of(row["salt"], entry.before, entry.after)
            row["previous"], row["hash"] = previous, hash_of(row, previous)
            rows.append(row)
            previous = row["hash"]
        return rows

    async def _hash_before(self, first: int) -> str:
        """There is none before the first of all. Before another it is one that another unit wrote
        while this one waited for its turn, or somebody removed it."""
        row = await self.one_row(_HASH, id=first - 1)
        return row.hash if row and row.hash else (BEGINNING if first == 1 else LOST)

    async def noted(self, action: str, subject: str, ids: Collection[int]) -> list[dict[str, Any]]:
        """What was noted of these subjects under this action, oldest first."""
        rows = await self.all_rows(
            select(*_SAID)
            .where(
                audit.c.action == action, audit.c.subject == subject, audit.c.subject_id.in_(ids)
            )
            .order_by(audit.c.id)
        )
        return [dict(row._mapping) for row in rows]

    async def of(self, subject: str, subject_id: int) -> list[dict[str, Any]]:
        """Everything that happened to one subject, oldest first."""
        rows = await self.all_rows(
            select(*_SAID)
            .where(audit.c.subject == subject, audit.c.subject_id == subject_id)
            .order_by(audit.c.id)
        )
        return [dict(row._mapping) for row in rows]

    async def forget(self, subject: str, subject_id: int) -> set[int]:
        """Keep that a subject was changed, when and by whom, but no longer what it was. The rows
        that are now others than they were."""
        own = (audit.c.subject == subject) & (audit.c.subject_id == subject_id)
        own &= audit.c.action != ERASE
        found = await self.all_rows(select(audit.c.id).where(own, audit.c.digest.is_not(None)))
        await self.run(update(audit).where(own).values(before=None, after=None))
        return {row.id for row in found}

    async def note_erased(
        self,
        actor_id: int | None,
        subjects: Sequence[tuple[str, int]],
        changed: Collection[int],
        now: datetime,
    ) -> None:
        """Remember an erasing, and what it left in the rows it changed. Their old salts are gone
        with it: without them nobody can try whether a name they guess stood there."""
        left = {str(id_): await self._salt_anew(id_) for id_ in sorted(changed)}
        said = [{LEFT: left} if left else None, *[None] * len(subjects)]
        for (subject, id_), after in zip(subjects, said, strict=False):
            await self.note(actor_id, ERASE, subject, id_, now, after=after)

    async def _salt_anew(self, id_: int) -> str | None:
        row = await self.one_row(select(audit.c.before, audit.c.after).where(audit.c.id == id_))
        salt = secrets.token_hex(16)
        await self.run(update(audit).where(audit.c.id == id_).values(salt=salt))
        return digest_of(salt, row.before, row.after) if row else None

    async def walk(self) -> AsyncIterator[list[Noted]]:
        """All rows in the order of their numbers, part by part."""
        last = -1
        while part := await self._after(last):
            yield part
            last = part[-1].id

    async def _after(self, last: int) -> list[Noted]:
        rows = await self.all_rows(
            select(audit).where(audit.c.id > last).order_by(audit.c.id).limit(ROWS_AT_ONCE)
        )
        return [Noted.model_construct(**row._mapping) for row in rows]

    async def count(self) -> int:
        """About how many rows there are: their numbers have no gaps."""
        row = await self.one_row(select(func.max(audit.c.id).label("last")))
        return (row and row.last) or 0

    async def tail(self) -> int | None:
        """The number of the row noted last."""
        row = await self.one_row(select(audit_tail.c.last_id))
        return row.last_id if row else None


_SEAL = ("salt", "digest", "previous", "hash")
_SAID = [column for column in audit.c if column.name not in _SEAL]
