"""`shaodian village …` and `shaodian grid …`: renamed, merged, parted, retired."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from actions.places.merging import merge_grids, merge_villages
from actions.places.renaming import rename_grid, rename_village
from actions.places.retiring import Remaining, retire_grid, retire_village
from actions.places.splitting import NewPlace, split_grid, split_village
from bot.cli.console import fail, out, run, settings, wiring
from bot.cli.naming import Day, Reason, Street, change_of, grid_of, village_of
from domain.changes import Change
from storage.unit import Unit

Work = Callable[[Unit, Change], Awaitable[str]]
VillageName = Annotated[str, typer.Argument(metavar="VILLAGE", help="村(社区)的名称，旧名也行。")]
GridName = Annotated[str, typer.Argument(metavar="GRID", help="网格的全称或编码，旧名也行。")]
NewName = Annotated[str, typer.Argument(metavar="NAME", help="新的全称。")]
Code = Annotated[str | None, typer.Option("--code", help="新的编码；网格不填就用名称作编码。")]
PeopleTo = Annotated[str | None, typer.Option("--people-to", help="那里的法律明白人转到哪个网格。")]
PeopleLeave = Annotated[
    bool, typer.Option("--people-leave", help="那里的法律明白人一并退出，原因同上。")
]


def register(app: typer.Typer) -> None:
    villages = typer.Typer(help="村(社区)：改名、合并、拆分、撤销。", no_args_is_help=True)
    villages.command("rename", help="改名。旧名仍然认得，已月结的月份不变。")(village_rename)
    villages.command("merge", help="并入另一个村(社区)：网格、人员、聘任、待办随之转移。")(
        village_merge
    )
    villages.command("split", help="分出一个新的村(社区)，选中的网格划过去。")(village_split)
    villages.command("retire", help="撤销：聘任、职责和未达标随之结束。")(village_retire)
    app.add_typer(villages, name="village")
    grids = typer.Typer(help="网格：改名、合并、拆分、撤销。", no_args_is_help=True)
    grids.command("rename", help="改名。旧名仍然认得。")(grid_rename)
    grids.command("merge", help="并入同一个村的另一个网格。")(grid_merge)
    grids.command("split", help="分出一个新的网格，选中的法律明白人划过去。")(grid_split)
    grids.command("retire", help="撤销：职责和未达标随之结束。")(grid_retire)
    app.add_typer(grids, name="grid")


def village_rename(
    ctx: typer.Context,
    village: VillageName,
    name: NewName,
    reason: Reason,
    day: Day = None,
    street: Street = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        found = await village_of(unit, village, street)
        await rename_village(unit, change, found.id, name)
        return f"{found.name}已改名为{name}"

    _do(ctx, day, reason, work)


def village_merge(
    ctx: typer.Context,
    village: VillageName,
    into: Annotated[str, typer.Argument(metavar="INTO", help="并入哪个村(社区)。")],
    reason: Reason,
    day: Day = None,
    street: Street = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        merged = await village_of(unit, village, street)
        other = await village_of(unit, into, street)
        await merge_villages(unit, change, merged.id, other.id)
        return f"{merged.name}已并入{other.name}"

    _do(ctx, day, reason, work)


def village_split(
    ctx: typer.Context,
    village: VillageName,
    name: NewName,
    reason: Reason,
    grid: Annotated[list[str], typer.Option("--grid", help="划过去的网格，可以写几次。")],
    code: Code = None,
    day: Day = None,
    street: Street = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        old = await village_of(unit, village, street)
        chosen = [(await grid_of(unit, each, old.id)).id for each in grid]
        await split_village(unit, change, old.id, NewPlace(name, code), chosen)
        return f"{old.name}已分出{name}，{len(chosen)}个网格划过去"

    _do(ctx, day, reason, work)


def village_retire(
    ctx: typer.Context,
    village: VillageName,
    reason: Reason,
    people_to: PeopleTo = None,
    people_leave: PeopleLeave = False,
    day: Day = None,
    street: Street = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        found = await village_of(unit, village, street)
        remaining = await _remaining(unit, people_to, leave=people_leave)
        await retire_village(unit, change, found.id, remaining)
        return f"{found.name}已撤销"

    _do(ctx, day, reason, work)


def grid_rename(
    ctx: typer.Context, grid: GridName, name: NewName, reason: Reason, day: Day = None
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        found = await grid_of(unit, grid)
        await rename_grid(unit, change, found.id, name)
        return f"{found.name}已改名为{name}"

    _do(ctx, day, reason, work)


def grid_merge(
    ctx: typer.Context,
    grid: GridName,
    into: Annotated[str, typer.Argument(metavar="INTO", help="并入哪个网格。")],
    reason: Reason,
    day: Day = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        merged, other = await grid_of(unit, grid), await grid_of(unit, into)
        await merge_grids(unit, change, merged.id, other.id)
        return f"{merged.name}已并入{other.name}"

    _do(ctx, day, reason, work)


def grid_split(
    ctx: typer.Context,
    grid: GridName,
    name: NewName,
    reason: Reason,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="划过去的法律明白人，可以写几次。")
    ] = None,
    code: Code = None,
    day: Day = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        old = await grid_of(unit, grid)
        chosen = await _people(unit, old.id, person or [])
        await split_grid(unit, change, old.id, NewPlace(name, code), chosen)
        return f"{old.name}已分出{name}，{len(chosen)}名法律明白人划过去"

    _do(ctx, day, reason, work)


def grid_retire(
    ctx: typer.Context,
    grid: GridName,
    reason: Reason,
    people_to: PeopleTo = None,
    people_leave: PeopleLeave = False,
    day: Day = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        found = await grid_of(unit, grid)
        remaining = await _remaining(unit, people_to, leave=people_leave)
        await retire_grid(unit, change, found.id, remaining)
        return f"{found.name}已撤销"

    _do(ctx, day, reason, work)


async def _remaining(unit: Unit, people_to: str | None, *, leave: bool) -> Remaining:
    home = await grid_of(unit, people_to) if people_to else None
    return Remaining(home.id if home else None, leave)


async def _people(unit: Unit, grid_id: int, names: list[str]) -> list[int]:
    roll = await unit.mingbairen.of_grids([grid_id])
    chosen = []
    for name in names:
        found = [person.id for person in roll if person.name == name]
        if len(found) != 1:
            fail(f"这个网格里{'有几位' if found else '没有'}“{name}”。")
        chosen += found
    return chosen


def _do(ctx: typer.Context, day: str | None, reason: str, work: Work) -> None:
    """One change in one transaction, and a sentence of what was done."""
    wired = wiring(ctx)
    change = change_of(wired, day, reason)

    async def changed() -> str:
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            return await work(unit, change)

    out.print(f"{run(changed())}，有关的人会收到通知。", markup=False)
