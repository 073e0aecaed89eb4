"""One village as its office sees it: hours, advisers, grids, and what is short about it."""

from datetime import datetime
from typing import NamedTuple

from actions.month.shortfalls import Why, why, why_village
from actions.month.standings import Standing
from actions.people.access import check_office_of_village
from domain.cases import Case, CaseState
from domain.grids import GridCover
from domain.hours import Counted, Stay
from domain.months import Month, local_day
from domain.people import Actor
from domain.policy import Policy
from domain.shortfalls import OPEN_STATES, ShortfallKind
from storage.unit import Unit


class VillageDetail(NamedTuple):
    """`rows` are the month's and the standing shortfalls with their reasons; `cases` those of
    them that are open cases."""

    standing: Standing
    policy: Policy
    covers: list[GridCover]
    rows: list[Why]
    cases: list[Case]

    @property
    def visits(self) -> list[tuple[Stay, Counted]]:
        """Every visit of the month with what of it counts, oldest first."""
        return sorted(self.standing.hours.visits, key=lambda v: (v[0].started_at, v[0].id))


async def village_detail(
    unit: Unit, actor: Actor, village_id: int, month: Month, now: datetime
) -> VillageDetail:
    """Raises NotAllowed for a village of another office."""
    await check_office_of_village(unit, actor, village_id)
    monthly = await why_village(unit, actor, village_id, month, now)
    grids = [grid.id for grid in await unit.grids.of_village(village_id)]
    rows = monthly.rows + await _standing_rows(unit, actor, village_id, grids, now)
    found = [await unit.cases.get(each.row.id) for each in rows]
    return VillageDetail(
        standing=monthly.standing,
        policy=(await unit.frames.of_village(month, village_id)).policy,
        covers=await unit.grids.cover_of(grids),
        rows=rows,
        cases=[case for case in found if case and case.state is not CaseState.CLOSED],
    )


async def _standing_rows(
    unit: Unit, actor: Actor, village_id: int, grids: list[int], now: datetime
) -> list[Why]:
    today = local_day(now)
    thin = await unit.shortfalls.standing_of(ShortfallKind.VILLAGE_THIN, [village_id], today)
    bare = await unit.shortfalls.standing_of(ShortfallKind.GRID_UNCOVERED, grids, today)
    known = [*thin.values(), *bare.values()]
    return [await why(unit, actor, row.id) for row in known if row.state in OPEN_STATES]
