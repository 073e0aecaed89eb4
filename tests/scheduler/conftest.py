"""A small office whose weeks are lived through, and what its people are told meanwhile."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.visits import record_visit
from domain.months import local
from domain.notices import NOTICES, Digest, Notice
from domain.visits import Activity, VisitDraft
from scheduler.runner import run_due
from storage.engine import Storage
from storage.tables import outbox
from tests.cast import Office, open_office
from tests.domain.cast import at

Told = tuple[str, str, str]
"""The day (11-15), who (lin), and what about: a digest by its occasion."""


class Weeks:
    def __init__(self, office: Office, storage: Storage, start: datetime) -> None:
        self.office, self.storage, self.now = office, storage, start

    async def live_until(self, text: str, step: timedelta = timedelta(hours=6)) -> None:
        """The bell rings every few hours, and at last at that moment."""
        until = at(text)
        while self.now < until:
            self.now = min(self.now + step, until)
            await run_due(self.storage, self.now)

    async def sleep_until(self, text: str) -> list[tuple[str, str]]:
        """The process is down, comes back at that moment and catches up."""
        self.now = at(text)
        return await run_due(self.storage, self.now)

    async def visit(self, who: str, village: str, day: str, start: str, end: str) -> None:
        """Recorded now, by one line of the adviser."""
        async with self.storage.unit() as unit:
            actor = await unit.people.actor(self.office.players[who].person_id)
            assert actor is not None
            draft = VisitDraft(
                adviser_id=actor.person_id,
                village_id=self.office.villages[village].id,
                started_at=at(f"{day} {start}"),
                ended_at=at(f"{day} {end}"),
                activity=Activity.LECTURE,
            )
            await record_visit(unit, actor, draft, self.now)

    async def notices(self) -> list[tuple[str, str, Notice]]:
        names = {player.person_id: name for name, player in self.office.players.items()}
        async with self.storage.reading() as unit:
            rows = await unit.outbox.all_rows(select(outbox).order_by(outbox.c.id))
        return [
            (
                f"{local(row.due_at):%m-%d}",
                names[row.person_id],
                NOTICES.validate_python(row.notice),
            )
            for row in rows
        ]

    async def told(self) -> list[Told]:
        return [
            (day, who, notice.occasion if isinstance(notice, Digest) else notice.about)
            for day, who, notice in await self.notices()
        ]


@pytest.fixture
def weeks_from(sqlite_storage: Storage) -> Callable[[str], Awaitable[Weeks]]:
    """Open the office and start the bell for the first time at this moment."""

    async def begin(text: str) -> Weeks:
        office = await open_office(sqlite_storage, at(text))
        await run_due(sqlite_storage, at(text))
        return Weeks(office, sqlite_storage, at(text))

    return begin


def of_person(told: Sequence[Told], who: str) -> list[tuple[str, str]]:
    return [(day, about) for day, name, about in told if name == who]
