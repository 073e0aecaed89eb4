"""The villages somebody answers for, each with its month: what the desk shows as tables."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.month.glance import covers_below
from actions.month.judging import grouped
from actions.month.standings import (
    Standing,
    adviser_standings,
    standings_below,
    village_standing,
)
from domain.errors import NotAllowed
from domain.month_days import pace_day
from domain.months import Month, local_day
from domain.paces import WORST_FIRST, Pace, due_by, pace_of
from domain.people import Actor, Role
from storage.unit import Unit


class VillageMonth(NamedTuple):
    """`due`: minutes there should be by today; `covered` of `grids` have people enough."""

    standing: Standing
    pace: Pace
    due: int
    last_visit: date | None
    covered: int
    grids: int
    before: Pace | None

    @property
    def missing(self) -> int:
        return self.standing.progress.missing


async def villages_seen(
    unit: Unit, actor: Actor, month: Month, now: datetime
) -> list[VillageMonth]:
    """An office's villages, an adviser's own, or the one somebody confirms for; worst first.
    Raises NotAllowed for who has none."""
    standings = await _standings(unit, actor, month, now)
    before = await _standings(unit, actor, month.plus(-1), now)
    rows = await village_rows(unit, standings, month, now, before)
    return sorted(rows, key=lambda r: (WORST_FIRST[r.pace], -r.missing, r.standing.village.id))


async def village_rows(
    unit: Unit,
    standings: Sequence[Standing],
    month: Month,
    now: datetime,
    before: Sequence[Standing] = (),
) -> list[VillageMonth]:
    """In the order of the standings."""
    grids = await _grids(unit, standings, month)
    paces = await _paces(unit, standings, month, now)
    earlier = await _paces(unit, before, month.plus(-1), now)
    return [
        VillageMonth(
            standing=s,
            pace=paces[s.village.id],
            due=due_by(s.quota, month, local_day(now)),
            last_visit=_last_visit(s),
            covered=sum(grids.get(s.village.id, ())),
            grids=len(grids.get(s.village.id, ())),
            before=earlier.get(s.village.id),
        )
        for s in standings
    ]


async def _standings(unit: Unit, actor: Actor, month: Month, now: datetime) -> list[Standing]:
    if actor.offices:
        return await standings_below(unit, actor.offices, month, now)
    if actor.has(Role.ADVISER):
        return await adviser_standings(unit, actor.person_id, month, now)
    own = actor.places(Role.VILLAGE_CONFIRMER)
    if not own:
        raise NotAllowed
    return [await village_standing(unit, each, month, now) for each in sorted(own)]


async def _grids(unit: Unit, standings: Sequence[Standing], month: Month) -> dict[int, list[bool]]:
    """By village: of each grid whether it has people enough."""
    here = {s.village.id for s in standings}
    homes = frozenset(s.village.district_id for s in standings)
    covers = await covers_below(unit, homes, month) if homes else []
    mine = [(cover.grid.village_id, met) for cover, met in covers if cover.grid.village_id in here]
    return {each: [met for _, met in of] for each, of in grouped(mine, lambda g: g[0]).items()}


async def _paces(
    unit: Unit, standings: Sequence[Standing], month: Month, now: datetime
) -> dict[int, Pace]:
    today = local_day(now)
    frames = await unit.frames.of_some(month, {s.village.district_id for s in standings})
    days = {street: pace_day(month, frame.policy) for street, frame in frames.items()}
    return {
        s.village.id: pace_of(
            s.progress, bool(s.advisers), month, today, days[s.village.district_id]
        )
        for s in standings
    }


def _last_visit(standing: Standing) -> date | None:
    days = [local_day(v.started_at) for v, _ in standing.hours.visits if v.withdrawn_at is None]
    return max(days, default=None)
