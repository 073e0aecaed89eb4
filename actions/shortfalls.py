"""未达标: found again after every change, explained, waived."""

from datetime import datetime

from actions.evaluation import Summary, evaluate_grids, evaluate_month
from actions.grid_loss import tell_of_loss
from actions.judging import adviser_changes, grid_changes, thin_changes, village_changes
from actions.settling import write
from actions.standings import (
    Standing,
    adviser_standing,
    adviser_standings,
    standings_below,
    village_standing,
)
from domain.months import Month
from domain.policy import QuotaBasis
from storage.unit import Unit

__all__ = [
    "Standing",
    "Summary",
    "adviser_standing",
    "adviser_standings",
    "evaluate_grids",
    "evaluate_month",
    "standings_below",
    "village_standing",
]


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
    await write(unit, changes, now)


async def reconsider_grid(unit: Unit, grid_id: int, now: datetime) -> None:
    """Evaluate one grid and its village again after somebody's stage has changed."""
    policy = (await unit.evaluation.frame(Month.at(now))).policy
    moved = await write(unit, await grid_changes(unit, policy, [grid_id], now), now)
    await tell_of_loss(unit, moved, now)
    places = await unit.grids.places_of([grid_id])
    homes = [place.village_id for place in places.values()]
    await write(unit, await thin_changes(unit, policy, homes, now), now)
