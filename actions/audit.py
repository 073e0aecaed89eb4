"""Whether what was noted is still as it was noted (docs/decisions/0023)."""

from collections.abc import Callable

from domain.audit import Broken, Known, Verified, Walk
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
