"""Which place or person is meant by what was typed: one, or a sentence that says how to name it."""

from datetime import date
from typing import Annotated

import typer

from actions.places.names import grid_names
from bot.cli.console import Wiring, fail
from domain.changes import Change
from domain.grids import Grid
from domain.months import local_day
from domain.places import PlaceKind
from domain.villages import Village
from storage.unit import Unit

Reason = Annotated[str, typer.Option("--reason", help="原因，会留痕并写进通知。")]
Day = Annotated[
    str | None, typer.Option("--day", help="哪一天，例如 2026-11-20；不填就是今天，不能晚于今天。")
]
Street = Annotated[
    str | None, typer.Option("--street", help="哪个街道（名称或区划代码），几处同名时填写。")
]


def change_of(wired: Wiring, day: str | None, reason: str) -> Change:
    now = wired.clock.now()
    return Change(None, _day(day) if day else local_day(now), reason, now)


async def village_of(unit: Unit, said: str, street: str | None = None) -> Village:
    """By its name, else by a former one."""
    known = await unit.villages.all()
    if street is not None:
        homes = {d.id for d in await unit.districts.all() if street in (d.name, d.code)}
        known = [village for village in known if village.district_id in homes]
    former = await unit.former_names.of(PlaceKind.VILLAGE, [village.id for village in known])
    meant = {each.place_id for each in former if each.name == said}
    found = [village for village in known if village.name == said]
    found = found or [village for village in known if village.id in meant]
    if len(found) != 1:
        many = f"有{len(found)}个“{said}”，请用 --street 写明街道。"
        fail(many if found else f"没有找到村(社区)“{said}”。请核对全称。")
    return found[0]


async def grid_of(unit: Unit, said: str, village_id: int | None = None) -> Grid:
    """By its code or name, else by a former name; of the village, if one is given."""
    grids = [g for g in await unit.grids.all() if village_id in (None, g.village_id)]
    known = {grid.id: grid for grid in grids}
    of_now = {grid.id for grid in grids if said in (grid.name, grid.code)}
    ids = of_now or {id_ for id_, name in await grid_names(unit, grids) if name == said}
    if village_id is not None and not ids:
        ids = {grid.id for grid in grids if grid.name.endswith(said)}
    if len(ids) != 1:
        many = f"有{len(ids)}个“{said}”，请写网格编码。"
        fail(many if ids else f"没有找到网格“{said}”。请写网格的全称或编码。")
    return known[ids.pop()]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--day 不是日期：{text}。请写成 2026-11-20")
