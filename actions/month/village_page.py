"""A village's month with what explains it: its visits, grids, cases, and what was changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from actions.month.board import VillageMonth, village_rows
from actions.month.shortfalls import VillageWhy, why_village
from domain.advisers import Assignment
from domain.cases import Case
from domain.grids import GridCover, certificates_at_stake
from domain.mingbairen import Mingbairen, Stage
from domain.months import Month, local_day
from domain.people import Actor, Person, Role
from domain.policy import Policy
from domain.shortfalls import Shortfall
from domain.visits import Visit
from storage.months import Figures
from storage.unit import Unit

TREND = 12
IN_TRAINING = (Stage.CANDIDATE, Stage.TRAINING, Stage.PASSED)


class GridRow(NamedTuple):
    """`ending`: people whose certificates end soon and would leave it empty."""

    cover: GridCover
    met: bool
    ending: Sequence[Mingbairen]
    training: Sequence[Mingbairen]


class VillagePage(NamedTuple):
    row: VillageMonth
    why: VillageWhy
    policy: Policy
    street: str
    visits: dict[int, Visit]
    serving: Sequence[Assignment]
    confirmers: Sequence[Person]
    grids: Sequence[GridRow]
    cases: Sequence[tuple[Case, Shortfall]]
    changes: Sequence[dict[str, Any]]
    trend: Sequence[tuple[Month, Figures | None]]


async def village_page(
    unit: Unit, actor: Actor, village_id: int, month: Month, now: datetime
) -> VillagePage:
    """Raises NotFound for a village the actor has nothing to do with."""
    why = await why_village(unit, actor, village_id, month, now)
    row = (await village_rows(unit, [why.standing], month, now))[0]
    village, frame = why.standing.village, await unit.frames.of_village(month, village_id)
    street = await unit.districts.get(village.district_id)
    visits = await unit.visits.of_village(village_id, month)
    serving = await unit.evaluation.served([village_id], month)
    months = [month.plus(-n) for n in range(TREND - 1, 0, -1)]
    frozen = await unit.months.history_of(village_id, months)
    return VillagePage(
        row=row,
        why=why,
        policy=frame.policy,
        street=street.name if street else "",
        visits={visit.id: visit for visit in visits},
        serving=serving,
        confirmers=await unit.people.holding(Role.VILLAGE_CONFIRMER, [village_id]),
        grids=await _grids(unit, village_id, frame.policy, now),
        cases=await _cases(unit, why),
        changes=list(reversed(await unit.audit.of("village", village_id)))[:5],
        trend=[(each, frozen.get(each)) for each in months],
    )


async def _grids(unit: Unit, village_id: int, policy: Policy, now: datetime) -> list[GridRow]:
    """Empty ones first, then those about to be."""
    ids = [grid.id for grid in await unit.grids.of_village(village_id)]
    people = await unit.mingbairen.of_grids(ids)
    rows = []
    for cover in await unit.grids.cover_of(ids):
        own = [person for person in people if person.grid_id == cover.grid.id]
        registered = [person for person in own if person.stage is Stage.REGISTERED]
        ending = certificates_at_stake(registered, local_day(now), policy)
        met = cover.registered >= policy.grid_least
        rows.append(GridRow(cover, met, ending, [p for p in own if p.stage in IN_TRAINING]))
    return sorted(rows, key=lambda r: (r.met, not r.ending, r.cover.grid.id))


async def _cases(unit: Unit, why: VillageWhy) -> list[tuple[Case, Shortfall]]:
    found = [(await unit.cases.get(each.row.id), each.row) for each in why.rows]
    return [(case, row) for case, row in found if case and case.closed_at is None]
