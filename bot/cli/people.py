"""`shaodian person …` and `shaodian appoint end`: people found, corrected, moved, deactivated."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from actions.advisers import end_appointment
from actions.appointments import serving_on
from actions.people.corrections import correct_mingbairen
from actions.people.finding import Found, find_people
from actions.people.invitations import Member
from actions.people.leaving import leave
from bot.cli.console import fail, out, run, settings, wiring
from bot.cli.naming import Day, Reason, Street, change_of, grid_of, village_of
from domain.changes import Change
from domain.corrections import field_named, read_field
from domain.mingbairen import STAGE_LABELS
from storage.unit import Unit
from words.labels import ROLE_LABELS

Work = Callable[[Unit, Change], Awaitable[str]]
Name = Annotated[str, typer.Argument(help="姓名。")]
Number = Annotated[
    str | None,
    typer.Option(help="同名的有多个时，用 person find 列出的编号指定，例如 人员12、明白人7。"),
]


def register(app: typer.Typer) -> None:
    people = typer.Typer(help="人员：查找、更正、转网格、停用。", no_args_is_help=True)
    people.command("find", help="按姓名查人：身份、任职的地方、所在网格。")(find)
    people.command("correct", help="更正一名法律明白人的登记。")(correct)
    people.command("move", help="把一名法律明白人转到另一个网格。")(move)
    people.command("leave", help="停用离任的人：不能再进入，不再收到通知，记录保留。")(leaves)
    app.add_typer(people, name="person")
    appointments = typer.Typer(help="聘任。", no_args_is_help=True)
    appointments.command("end", help="结束一名法律顾问在一个村(社区)的聘任。")(end)
    app.add_typer(appointments, name="appoint")


def find(ctx: typer.Context, name: Name) -> None:
    wired = wiring(ctx)

    async def work() -> Found:
        async with wired.opened(settings()) as storage, storage.reading() as unit:
            return await find_people(unit, None, name, wired.clock.now())

    found = run(work())
    if not found.people and not found.roll:
        fail(f"没有找到“{name}”。")
    table = Table("编号", "姓名", "身份", "开通")
    for member in found.people:
        joined = "已开通" if member.joined else "尚未开通"
        table.add_row(f"人员{member.person_id}", member.name, _posts(member), joined)
    for person, place in found.roll:
        where = f"法律明白人（{place.village} {place.grid}）{STAGE_LABELS[person.stage]}"
        table.add_row(f"明白人{person.id}", person.name, where, "—")
    out.print(table)


def _posts(member: Member) -> str:
    return "、".join(f"{ROLE_LABELS[post.role]}（{post.place}）" for post in member.posts)


def correct(
    ctx: typer.Context,
    name: Name,
    changes: Annotated[
        list[str],
        typer.Argument(help="要改的项，例如 电话=19900000011 证书到期=2028-03-01 备注=无。"),
    ],
    reason: Reason,
    number: Number = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        values = dict(_value(each) for each in changes)
        mingbairen_id = await _of_roll(unit, name, number, change.now)
        await correct_mingbairen(unit, change, mingbairen_id, values)
        return f"已更正{name}的登记"

    _do(ctx, None, reason, work)


def move(
    ctx: typer.Context,
    name: Name,
    grid: Annotated[str, typer.Argument(help="转到哪个网格：全称或编码。")],
    reason: Reason,
    number: Number = None,
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        mingbairen_id = await _of_roll(unit, name, number, change.now)
        home = await grid_of(unit, grid)
        await correct_mingbairen(unit, change, mingbairen_id, {"grid_id": home.id})
        return f"{name}已转到{home.name}"

    _do(ctx, None, reason, work)


def leaves(
    ctx: typer.Context, name: Name, reason: Reason, day: Day = None, number: Number = None
) -> None:
    async def work(unit: Unit, change: Change) -> str:
        found = await find_people(unit, None, name, change.now)
        ids = {f"人员{m.person_id}": m.person_id for m in found.people if m.name == name}
        left = await leave(unit, change, _one(name, number, ids))
        bare = f"，之后没有法律顾问：{'、'.join(left.villages)}" if left.villages else ""
        return f"已停用{name}{bare}"

    _do(ctx, day, reason, work)


def end(
    ctx: typer.Context,
    village: Annotated[str, typer.Argument(help="村(社区)的名称。")],
    reason: Reason,
    adviser: Annotated[
        str | None, typer.Option("--adviser", help="哪位法律顾问，有几位时填写。")
    ] = None,
    day: Day = None,
    street: Street = None,
) -> None:
    """`day` is the last one."""

    async def work(unit: Unit, change: Change) -> str:
        place = await village_of(unit, village, street)
        serving = await serving_on(unit, place.id, change.day)
        known = [each for each in serving if adviser in (None, each.name)]
        if len(known) != 1:
            named = "、".join(each.name for each in serving) or "没有"
            fail(f"{place.name}的法律顾问：{named}。请用 --adviser 写明一位。")
        await end_appointment(unit, change, place.id, known[0].id)
        return f"{known[0].name}在{place.name}的聘任到{change.day}为止"

    _do(ctx, day, reason, work)


def _value(said: str) -> tuple[str, Any]:
    label, equals, text = said.replace("：", "=").replace("＝", "=").partition("=")
    field = field_named(label.strip())
    if not equals or field is None or field == "grid":
        fail(f"看不懂“{said}”。请写成 电话=19900000011 的样子；转网格请用 person move。")
    return field, read_field(field, text.strip() or "无")


async def _of_roll(unit: Unit, name: str, number: str | None, now: datetime) -> int:
    found = await find_people(unit, None, name, now)
    return _one(name, number, {f"明白人{p.id}": p.id for p, _ in found.roll if p.name == name})


def _one(name: str, number: str | None, found: dict[str, int]) -> int:
    chosen = number or next(iter(found), "")
    if not found:
        fail(f"没有找到“{name}”。")
    if chosen not in found or (number is None and len(found) > 1):
        fail(f"“{name}”对应：{'、'.join(found)}。请用 --number 指定一个。")
    return found[chosen]


def _do(ctx: typer.Context, day: str | None, reason: str, work: Work) -> None:
    wired = wiring(ctx)

    async def changed() -> str:
        change = change_of(wired, day, reason)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            return await work(unit, change)

    out.print(f"{run(changed())}。", markup=False)
