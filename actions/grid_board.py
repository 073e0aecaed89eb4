"""网格 as the desk shows them: every village's, each by its state; one with its people."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from actions.people.access import check_grid, check_office, covers_village
from domain.errors import NotFound
from domain.grids import Grid, GridCover, GridPlace
from domain.mingbairen import Mingbairen
from domain.months import Month, local_day
from domain.people import Actor, Person, Role
from domain.policy import Policy
from storage.unit import Unit


class GridState(StrEnum):
    """Worst first."""

    EMPTY = "empty"
    TRAINING = "training"
    ENDING = "ending"
    COVERED = "covered"


class GridCell(NamedTuple):
    cover: GridCover
    state: GridState


class GridPage(NamedTuple):
    """`workers` look after it; `people` are on its roll, those who have left too."""

    grid: Grid
    place: GridPlace
    state: GridState
    workers: list[Person]
    people: list[Mingbairen]
    may_change: bool


async def grid_board(unit: Unit, actor: Actor, now: datetime) -> dict[int, list[GridCell]]:
    """By village, in the order of the villages."""
    offices = check_office(actor)
    villages = await unit.villages.below(offices)
    cells = await _cells(unit, await unit.grids.cover_below(offices), now)
    found: dict[int, list[GridCell]] = {village.id: [] for village in villages}
    for cell in cells:
        if cell.cover.grid.village_id in found:
            found[cell.cover.grid.village_id].append(cell)
    return found


async def grid_page(unit: Unit, actor: Actor, grid_id: int, now: datetime) -> GridPage:
    """Raises NotAllowed, NotFound; of a retired one the history is left."""
    await check_grid(unit, actor, grid_id)
    grid = await unit.grids.get(grid_id)
    if grid is None:
        raise NotFound
    cells = await _cells(unit, await unit.grids.cover_of([grid_id]), now)
    own = await covers_village(unit, actor.offices, grid.village_id)
    return GridPage(
        grid,
        (await unit.grids.places_of([grid_id]))[grid_id],
        cells[0].state if cells else GridState.EMPTY,
        await unit.people.holding(Role.GRID_WORKER, [grid_id]),
        await unit.mingbairen.of_grids([grid_id], with_left=True),
        own and grid.retired_on is None,
    )


async def _cells(unit: Unit, covers: Iterable[GridCover], now: datetime) -> list[GridCell]:
    every = list(covers)
    homes = await unit.villages.homes_of({c.grid.village_id for c in every})
    frames = await unit.frames.of_some(Month.at(now), set(homes.values()))
    policies = {street: frame.policy for street, frame in frames.items()}
    longest = max((p.certificate_warning_days for p in policies.values()), default=0)
    ending = await unit.mingbairen.ending_by(local_day(now) + timedelta(days=longest))
    by_grid: dict[int, list[Mingbairen]] = {}
    for person in ending:
        by_grid.setdefault(person.grid_id, []).append(person)
    return [GridCell(c, _state(c, policies[homes[c.grid.village_id]], by_grid, now)) for c in every]


def _state(
    cover: GridCover, policy: Policy, ending: Mapping[int, list[Mingbairen]], now: datetime
) -> GridState:
    if cover.registered < policy.grid_least:
        return GridState.TRAINING if cover.in_training else GridState.EMPTY
    limit = local_day(now) + timedelta(days=policy.certificate_warning_days)
    own = ending.get(cover.grid.id, [])
    soon = sum(p.certificate_until is not None and p.certificate_until <= limit for p in own)
    left = cover.registered - soon
    return GridState.ENDING if left < policy.grid_least else GridState.COVERED
