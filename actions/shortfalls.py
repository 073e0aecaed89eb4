"""未达标: found again after every change, explained, waived."""

from datetime import datetime

from actions.evaluation import adviser_changes, village_changes
from actions.standings import adviser_standings, standings_below, village_standing
from domain.months import Month
from domain.policy import QuotaBasis
from storage.unit import Unit

__all__ = ["adviser_standings", "reconsider_village", "standings_below", "village_standing"]


async def reconsider_village(unit: Unit, village_id: int, month: Month, now: datetime) -> None:
    """Evaluate one village's month again, and under the basis `adviser` those who serve it.

    For the transaction of a visit or an assignment that has just changed.
    """
    frame = await unit.evaluation.frame(month)
    if frame.closed:
        return
    changes = await village_changes(unit, month, frame, [village_id], now)
    if frame.policy.basis is QuotaBasis.ADVISER:
        serving = {a.adviser_id for a in await unit.evaluation.served([village_id], month)}
        came = {s.adviser_id for s in await unit.evaluation.stays_in([village_id], month)}
        changes += await adviser_changes(unit, month, frame, serving | came, now)
    if changes:
        await unit.shortfalls.apply(changes, now)
