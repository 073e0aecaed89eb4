"""A messenger that was away sends nothing twice: who was talking to it is asked to say it again."""

from datetime import datetime, timedelta

from domain.notices import Interrupted
from storage.outbox import Message
from storage.unit import Unit

WORTH_SAYING = timedelta(seconds=60)
"""A shorter gap is not noticed by anybody."""
TALKING = timedelta(minutes=30)
"""Whoever was heard within this time before the gap may have gone on talking."""


async def note_connected(unit: Unit, messenger: str, now: datetime) -> None:
    """The messenger was heard at this moment. After a gap its people are told of it."""
    since = await unit.doors.note_seen(messenger, now)
    if since is None or now - since < WORTH_SAYING:
        return
    people = await unit.doors.heard_since(messenger, since - TALKING)
    notice = Interrupted(since=since, until=now)
    await unit.outbox.put_all(
        [Message(f"gap:{messenger}:{now:%Y%m%d%H%M%S}:{id_}", id_, notice) for id_ in people], now
    )
