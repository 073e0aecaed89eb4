"""Half-finished dialogues, so that a restart loses none."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.compiled import small
from storage.events import DialogueRow
from storage.repository import Repository
from storage.tables import dialogues


def _put(insert: Any) -> Any:
    statement = insert(dialogues)
    changed = {name: statement.excluded[name] for name in (*DialogueRow._fields, "at")}
    return small(
        statement.on_conflict_do_update(index_elements=["messenger", "address"], set_=changed)
    )


_PUT = {"sqlite": _put(sqlite.insert), "postgresql": _put(postgresql.insert)}


class Dialogues(Repository):
    async def put(self, messenger: str, address: str, dialogue: DialogueRow, now: datetime) -> None:
        statement = _PUT[self.connection.dialect.name]
        here = {"messenger": messenger, "address": address, "at": now}
        await self.run(statement, **here, **dialogue._asdict())

    async def busy(self, messenger: str, address: str) -> bool:
        """A dialogue is under way there: what is typed now belongs to it."""
        here = (dialogues.c.messenger == messenger) & (dialogues.c.address == address)
        found = await self.one_row(select(dialogues.c.state).where(here))
        return found is not None and found.state is not None

    async def offer(
        self, messenger: str, address: str, buttons: Sequence[tuple[str, str]], now: datetime
    ) -> None:
        """Presses and words of buttons: what is typed next may mean one of these, unless a
        dialogue is under way there."""
        here = (dialogues.c.messenger == messenger) & (dialogues.c.address == address)
        offered = json.dumps(list(buttons), ensure_ascii=False)
        idle = here & dialogues.c.state.is_(None)
        if not await self.run(
            update(dialogues).where(idle).values(buttons=offered, at=now)
        ) and not (await self.busy(messenger, address)):
            await self.put(messenger, address, DialogueRow(buttons=offered), now)
