"""`shaodian district`: the tree of places, and what is above the streets."""

from datetime import date
from typing import Annotated

import typer
from rich.table import Table

from actions.districts import (
    add_district,
    place_named,
    put_below,
    rename_district,
    set_began,
)
from bot.cli.console import fail, out, run, settings, wiring
from domain.districts import District, digits_of
from storage.unit import Unit
from words.places import ALL

ALWAYS = "一直"


def register(app: typer.Typer) -> None:
    app.command("district", help="列出区划；添加、改名、设上级、设开始使用的日期。")(district)


def district(
    ctx: typer.Context,
    place: Annotated[
        str | None, typer.Argument(help="哪一处：名称或区划代码。不填就列出全部。")
    ] = None,
    add: Annotated[
        str | None, typer.Option(metavar="名称", help="添加一处，前面写它的区划代码。")
    ] = None,
    rename: Annotated[str | None, typer.Option(metavar="名称", help="改名。")] = None,
    parent: Annotated[
        str | None, typer.Option(help="放到哪一处下面（名称或区划代码；“全部”指没有上级）。")
    ] = None,
    began: Annotated[
        str | None,
        typer.Option(help=f"哪天开始使用，例如 2026-11-01；“{ALWAYS}”指不限。更早的月份不考核。"),
    ] = None,
) -> None:
    changing = add or rename or parent or began
    if changing and not place:
        fail("请写明是哪一处：名称或区划代码。运行 shaodian district 可以查看。")

    async def work() -> None:
        wired = wiring(ctx)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            if place:
                await _change(ctx, unit, place, (add, rename, parent, began))
            table = await _tree(unit)
        out.print(table)

    run(work())


async def _change(ctx: typer.Context, unit: Unit, said: str, asked: tuple[str | None, ...]) -> None:
    add, rename, parent, began = asked
    now = wiring(ctx).clock.now()
    above = await place_named(unit, parent) if parent else None
    if add:
        found = await add_district(unit, said, add, None, now, above)
    else:
        named = await place_named(unit, said)
        if named is None:
            fail(f"请写明是哪一处，不能是“{ALL}”。")
        found = named
        if parent:
            await put_below(unit, found, above, None, now)
    if rename:
        found = await rename_district(unit, found, rename, None, now)
    if began:
        await set_began(unit, found, _day(began), None, now)


def _day(text: str) -> date | None:
    if text == ALWAYS:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--began 不是日期：{text}。请写成 2026-11-01")


async def _tree(unit: Unit) -> Table:
    table = Table("区划", "代码", "村(社区)", "开始使用", title="区划")
    every = await unit.districts.all()
    homes = list((await unit.villages.homes()).values())
    for each in _in_order(every):
        depth = len(each.chain) - 2
        villages = homes.count(each.id)
        began = str(each.began_on or ALWAYS) if villages else ""
        name = f"{'　' * depth}{each.name}"
        table.add_row(name, digits_of(each.code), str(villages) if villages else "", began)
    return table


def _in_order(every: list[District]) -> list[District]:
    """Each below its parent, by code."""
    codes = {each.id: each.code for each in every}
    return sorted(every, key=lambda each: [codes[step] for step in each.chain[1:]])
