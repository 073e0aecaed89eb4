"""Cards as they stand in a messenger that changes a pressed card in place."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.compiled import small
from storage.repository import Repository
from storage.tables import shown_cards


class ShownCard(NamedTuple):
    """Both as JSON: the card, and how the messenger was last told to show it."""

    card: str
    template: str


def _keep(insert: Any) -> Any:
    statement = insert(shown_cards)
    changed = {name: statement.excluded[name] for name in (*ShownCard._fields, "at")}
    return small(statement.on_conflict_do_update(index_elements=["task_id"], set_=changed))


_KEEP = {"sqlite": _keep(sqlite.insert), "postgresql": _keep(postgresql.insert)}


class ShownCards(Repository):
    async def keep(self, task_id: str, shown: ShownCard, now: datetime) -> None:
        """As it is shown now; what was known of it before is replaced."""
        statement = _KEEP[self.connection.dialect.name]
        await self.run(statement, task_id=task_id, **shown._asdict(), at=now)

    async def get(self, task_id: str) -> ShownCard | None:
        statement = select(shown_cards).where(shown_cards.c.task_id == task_id)
        row = await self.one_row(statement)
        return ShownCard(row.card, row.template) if row else None

    async def forget_before(self, moment: datetime) -> int:
        return await self.run(delete(shown_cards).where(shown_cards.c.at < moment))
