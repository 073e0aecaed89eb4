"""The month in one look, for the desk's first page: figures, what comes first, and the trend."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from actions.month.board import VillageMonth, villages_seen
from actions.month.glance import covers_below
from actions.month.judging import grouped
from domain.cases import UNANSWERED, Age, age_of
from domain.grids import GridCover, certificates_at_stake
from domain.mingbairen import Stage
from domain.months import Month, MonthPhase, local_day
from domain.paces import Pace
from domain.people import Actor
from storage.months import Trend
from storage.unit import Unit

TREND = 12


class Grids(NamedTuple):
    """`ending` are covered ones that will not be for long."""

    covered: int
    ending: int
    growing: int
    empty: int

    @property
    def total(self) -> int:
        return self.covered + self.growing + self.empty


class Front(NamedTuple):
    month: Month
    today: date
    phase: MonthPhase
    working_days: int
    closing: date
    villages: Sequence[VillageMonth]
    paces: Mapping[Pace, int]
    grids: Grids
    cases: Mapping[Age, int]
    trend: Sequence[tuple[Month, Trend | None]]


async def front(unit: Unit, actor: Actor, month: Month, now: datetime) -> Front:
    """Raises NotAllowed for who has no villages."""
    rows = await villages_seen(unit, actor, month, now)
    here = actor.offices or frozenset(row.standing.village.district_id for row in rows)
    frame = await unit.frames.of_village(month, rows[0].standing.village.id) if rows else None
    today = min(local_day(now), month.last_day)
    months = [month.plus(-n) for n in range(TREND - 1, 0, -1)]
    trend = await unit.months.trend_below(here, months) if actor.offices else {}
    return Front(
        month=month,
        today=today,
        phase=frame.phase(local_day(now)) if frame else MonthPhase.OPEN,
        working_days=rows[0].standing.progress.working_days_left if rows else 0,
        closing=frame.closing_day if frame else month.plus(1).first_day,
        villages=rows,
        paces=Counter(row.pace for row in rows),
        grids=await _grids(unit, actor, month, now),
        cases=await _cases(unit, actor, now),
        trend=[(each, trend.get(each)) for each in months],
    )


async def _grids(unit: Unit, actor: Actor, month: Month, now: datetime) -> Grids:
    if not actor.offices:
        return Grids(0, 0, 0, 0)
    covers = await covers_below(unit, actor.offices, month)
    covered = [cover for cover, met in covers if met]
    growing = sum(not met and cover.in_training > 0 for cover, met in covers)
    ending = await _ending(unit, covered, month, now)
    return Grids(len(covered), ending, growing, len(covers) - len(covered) - growing)


async def _ending(unit: Unit, covered: Sequence[GridCover], month: Month, now: datetime) -> int:
    homes = await unit.villages.homes_of({cover.grid.village_id for cover in covered})
    frames = await unit.frames.of_some(month, set(homes.values()))
    people = await unit.mingbairen.of_grids([cover.grid.id for cover in covered])
    own = grouped((p for p in people if p.stage is Stage.REGISTERED), lambda p: p.grid_id)
    found = 0
    for cover in covered:
        policy = frames[homes[cover.grid.village_id]].policy
        found += bool(certificates_at_stake(own[cover.grid.id], local_day(now), policy))
    return found


async def _cases(unit: Unit, actor: Actor, now: datetime) -> Mapping[Age, int]:
    """Unanswered ones by how long they wait, in working days of the office."""
    if not actor.offices:
        return {}
    cases = [c for c in await unit.cases.open_below(actor.offices) if c.state in UNANSWERED]
    frames = await unit.frames.of_some(Month.at(now), {case.district_id for case in cases})
    of = {each: (frame.policy, frame.calendar) for each, frame in frames.items()}
    return Counter(age_of(case, local_day(now), *of[case.district_id]) for case in cases)
