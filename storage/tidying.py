"""What only keeps the program running ends after a time, whoever it is about (规则 2.5)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, select, text, update

from storage.outbox import UNSETTLED
from storage.personal import ENDS
from storage.repository import Repository
from storage.tables import (
    dialogues,
    events,
    files,
    inbox,
    outbox,
    shown_cards,
    visit_photos,
    web_keys,
    web_messages,
)

LATE = timedelta(days=3)
"""The job runs every day; later than this it has not."""


class Tidying(Repository):
    async def end(self, now: datetime) -> None:
        """Rows whose time is over. Turns of a dialogue go on counting: a button of an ended one
        must not fit a new one."""
        unknown = update(dialogues).where(dialogues.c.at.is_(None))
        await self.run(unknown.values(at=now))
        for table, over in _over(now).items():
            if table is dialogues:
                ended = {"state": None, "data": "{}", "buttons": "[]"}
                await self.run(update(dialogues).where(over).values(ended))
            else:
                await self.run(delete(table).where(over))

    async def take_stock(self) -> None:
        """Let the database look how its rows are spread: by that it chooses among its indexes."""
        await self.run(text("ANALYZE"))

    async def overdue(self, now: datetime) -> bool:
        """Something is there that should have ended days ago."""
        for table, over in _over(now - LATE).items():
            if table is not dialogues:
                row = await self.one_row(select(func.count()).select_from(table).where(over))
                if row and row[0]:
                    return True
        return False


def _over(now: datetime) -> dict[Any, ColumnElement[bool]]:
    """What has ended by then, children first. Photographs of visits are evidence and stay."""
    shown = exists().where(web_messages.c.outbox_id == outbox.c.id)
    evidence = exists().where(visit_photos.c.file_id == files.c.id)
    since = {table: now - ends for table, ends in ENDS.items()}
    return {
        events: events.c.at < since["events"],
        inbox: inbox.c.at < since["inbox"],
        shown_cards: shown_cards.c.at < since["shown_cards"],
        dialogues: dialogues.c.at < since["dialogues"],
        files: (files.c.made_at < since["files"]) & ~evidence,
        web_keys: web_keys.c.expires_at < since["web_keys"],
        web_messages: web_messages.c.at < since["web_messages"],
        outbox: (outbox.c.made_at < since["outbox"]) & ~UNSETTLED & ~shown,
    }
