"""Whether what was noted is still as it was noted (docs/decisions/0024), and noting a backup."""

from collections.abc import Callable
from datetime import datetime

from domain.audit import Broken, Known, Verified, Walk
from storage.measures import BACKUP, DATABASE
from storage.unit import Unit


async def verify(
    unit: Unit, known: Known | None = None, tell: Callable[[int], None] | None = None
) -> Verified:
    """Walk the whole chain; `tell` hears of how many rows more have been looked at."""
    walk = Walk(known)
    async for part in unit.audit.walk():
        for row in part:
            walk.take(row)
        if tell:
            tell(len(part))
    return walk.end(await unit.audit.tail())


async def first_broken(unit: Unit) -> Broken | None:
    """The first row that was changed, removed or added in between."""
    return (await verify(unit)).broken


async def note_backup(unit: Unit, rows: int, now: datetime) -> None:
    """Everything there is about anybody was copied; and it is known how old the last copy is."""
    await unit.audit.note(None, BACKUP, DATABASE, None, now, after={"rows": rows})
