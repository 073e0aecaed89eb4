"""Whatever is renamed, merged, parted, retired and moved, in whatever order: nothing is lost."""

import random
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from actions.month.closing import close_month
from actions.month.evaluation import evaluate_grids, evaluate_month
from actions.people.corrections import correct_mingbairen
from actions.places.merging import merge_grids, merge_villages
from actions.places.renaming import rename_grid, rename_village
from actions.places.retiring import Remaining, retire_grid, retire_village
from actions.places.splitting import NewPlace, split_grid, split_village
from domain.changes import Change
from domain.errors import DomainError
from domain.mingbairen import Stage
from domain.months import Month
from domain.places import PlaceKind, known_by
from storage.engine import Storage
from storage.tables import assignments, grants, month_figures, villages, visits
from storage.unit import Unit
from tests.actions.cast import NOVEMBER, Town, at, enrolled, visited

NOW = at("2026-11-20 20:00")
OCTOBER = Month(2026, 10)
NAMES = [f"示例{sign}村" for sign in "甲乙丙丁戊己庚辛"]


async def some_change(unit: Unit, town: Town, dice: random.Random) -> None:
    """One change of any kind; what can't be done is refused."""
    here = await unit.villages.below([town.street.id])
    grids = [grid for village in here for grid in await unit.grids.of_village(village.id)]
    roll = await unit.mingbairen.all()
    change = Change(town.chen, date(2026, 11, dice.randint(1, 20)), "区划调整", NOW)
    village, other = dice.choice(here), dice.choice(here)
    grid, another = dice.choice(grids or [town.grid]), dice.choice(grids or [town.grid])
    person, name = dice.choice(roll), dice.choice(NAMES)
    remaining = dice.choice([Remaining(), Remaining(another.id), Remaining(leave=True)])
    of_grid = [each.id for each in roll if each.grid_id == grid.id]
    some = [each for each in of_grid if dice.random() < 0.5]
    mine = [each.id for each in grids if each.village_id == village.id and dice.random() < 0.5]
    ways = [
        lambda: rename_village(unit, change, village.id, name),
        lambda: rename_grid(unit, change, grid.id, f"{name}网格"),
        lambda: merge_villages(unit, change, village.id, other.id),
        lambda: merge_grids(unit, change, grid.id, another.id),
        lambda: split_village(unit, change, village.id, NewPlace(name), mine),
        lambda: split_grid(unit, change, grid.id, NewPlace(f"{name}网格"), some),
        lambda: retire_village(unit, change, village.id, remaining),
        lambda: retire_grid(unit, change, grid.id, remaining),
        lambda: correct_mingbairen(unit, change, person.id, {"grid_id": grid.id}),
    ]
    await dice.choices(ways, [4, 4, 2, 2, 3, 3, 1, 1, 4])[0]()


async def check(unit: Unit) -> None:
    alive = {village.id for village in await unit.villages.all()}
    grids = await unit.grids.all()
    assert {grid.village_id for grid in grids} <= alive, "every living grid in a living village"
    homes = {grid.id for grid in grids}
    roll = await unit.mingbairen.all()
    assert all(p.grid_id in homes for p in roll if p.stage is not Stage.LEFT)
    held = select(grants.c.place_id).where(grants.c.role == "grid_worker", grants.c.until.is_(None))
    assert {row.place_id for row in await unit.villages.all_rows(held)} <= homes
    for row in await unit.villages.all_rows(select(assignments)):
        assert row.until is None or row.since <= row.until
        assert row.village_id in alive or row.until is not None
    names = Counter((v.district_id, v.name) for v in await unit.villages.all())
    assert set(names.values()) <= {1}
    for village_id in alive:
        inside = Counter(grid.name for grid in await unit.grids.of_village(village_id))
        assert set(inside.values()) <= {1}


@pytest.mark.parametrize("seed", range(12))
async def test_any_changes_keep_everything_in_its_place(
    sqlite_storage: Storage, town: Town, seed: int
):
    dice, storage = random.Random(seed), sqlite_storage
    async with storage.unit() as unit:
        for n in range(4):
            village = await unit.villages.add(town.street.id, f"后{n}村")
            await unit.advisers.assign(town.lin.person_id, village.id, date(2026, 1, 1))
            for word in "一二三":
                grid = await unit.grids.add(village.id, f"第{word}网格", f"{n}{word}")
                await enrolled(unit, grid, f"王{word}{n}")
            await visited(unit, town.lin, village, f"2026-10-0{n + 1} 09:00", 300)
            await visited(unit, town.lin, village, f"2026-11-0{n + 1} 09:00", 120)
    await close_month(storage, OCTOBER, town.street.id, at("2026-11-05 23:47"))
    await evaluate_month(storage, NOVEMBER, NOW)
    await evaluate_grids(storage, NOW)
    async with storage.reading() as unit:
        frozen = (await unit.connection.execute(select(month_figures))).all()
        people = {person.id: person.name for person in await unit.mingbairen.all()}
        known = {village.name for village in await unit.villages.all()}
    for _ in range(40):
        try:
            async with storage.unit() as unit:
                await some_change(unit, town, dice)
        except DomainError:
            continue
        async with storage.reading() as unit:
            await check(unit)
    async with storage.reading() as unit:
        assert (await unit.connection.execute(select(month_figures))).all() == frozen
        assert {p.id: p.name for p in await unit.mingbairen.all()} == people
        october = select(visits.c.village_id).where(visits.c.month == str(OCTOBER))
        assert len(set((await unit.connection.execute(october)).scalars())) == 4
        await all_names_lead_on(unit, known)
    await evaluate_month(storage, NOVEMBER, NOW)
    await evaluate_grids(storage, NOW)
    assert (await evaluate_month(storage, NOVEMBER, NOW)).changed == 0
    assert (await evaluate_grids(storage, NOW)).changed == 0


async def all_names_lead_on(unit: Unit, names: set[str]) -> None:
    """Every village there was is known by its name, or was retired under it."""
    everyone = await unit.villages.all_rows(select(villages))
    alive = await unit.villages.all()
    former = await unit.former_names.of(PlaceKind.VILLAGE, [v.id for v in alive])
    retired = {row.name for row in everyone if row.retired_on is not None}
    retired |= {
        each.name
        for each in await unit.former_names.of(PlaceKind.VILLAGE, [v.id for v in everyone])
        if each.place_id not in {v.id for v in alive}
    }
    assert names <= set(known_by(alive, former, date(2026, 11, 21))) | retired
