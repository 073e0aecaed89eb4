"""Events that came in, each applied once; and one look-up for all an update needs to begin."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, literal, select, true

from domain.people import Actor, Grant
from storage.compiled import small
from storage.repository import Repository
from storage.tables import accounts, dialogues, events, grants, people


class DialogueRow(NamedTuple):
    """`turn` counts cards shown; `buttons` are those of the last card, for typed numbers."""

    state: str | None = None
    data: str = "{}"
    turn: int = 0
    buttons: str = "[]"


class Arrival(NamedTuple):
    """What is known when an event arrives. `answer` is set for one that was applied before."""

    seen: bool
    answer: str | None
    actor: Actor | None
    door_closed: bool
    dialogue: DialogueRow


_MESSENGER: Any = bindparam("messenger")
_ADDRESS: Any = bindparam("address")
_ARRIVING = small(
    select(
        events.c.at,
        events.c.answer,
        dialogues.c.state,
        dialogues.c.data,
        dialogues.c.turn,
        dialogues.c.buttons,
        accounts.c.closed_at,
        people.c.id,
        people.c.name,
        grants.c.role,
        grants.c.place_id,
    )
    .select_from(select(literal(1).label("one")).subquery())
    .outerjoin(
        events, (events.c.messenger == _MESSENGER) & (events.c.event_id == bindparam("event_id"))
    )
    .outerjoin(dialogues, (dialogues.c.messenger == _MESSENGER) & (dialogues.c.address == _ADDRESS))
    .outerjoin(accounts, (accounts.c.messenger == _MESSENGER) & (accounts.c.address == _ADDRESS))
    .outerjoin(people, people.c.id == accounts.c.person_id)
    .outerjoin(grants, (grants.c.person_id == people.c.id) & grants.c.until.is_(None))
    .where(true())
    .order_by(grants.c.id)
)
_NOTE = small(insert(events))


class Events(Repository):
    async def arriving(self, messenger: str, address: str, event_id: str) -> Arrival:
        rows = await self.all_rows(
            _ARRIVING, messenger=messenger, address=address, event_id=event_id
        )
        first = rows[0]
        held = tuple(Grant(role=row.role, place_id=row.place_id) for row in rows if row.role)
        known = first.turn is not None
        return Arrival(
            seen=first.at is not None,
            answer=first.answer,
            actor=Actor(person_id=first.id, name=first.name, grants=held) if first.id else None,
            door_closed=first.closed_at is not None,
            dialogue=DialogueRow(first.state, first.data, first.turn, first.buttons)
            if known
            else DialogueRow(),
        )

    async def note(
        self,
        messenger: str,
        event_id: str,
        now: datetime,
        answer: str | None,
        failed: str | None = None,
    ) -> None:
        values = {"messenger": messenger, "event_id": event_id, "at": now}
        await self.run(_NOTE, **values, answer=answer, failed=failed)

    async def forget_before(self, moment: datetime) -> int:
        return await self.run(delete(events).where(events.c.at < moment))
