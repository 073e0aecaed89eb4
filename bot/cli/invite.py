"""`shaodian invite` and `shaodian link`: letting people in from the server."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from actions.districts import place_meant
from actions.people.batch import invite_all
from actions.people.links import make_link
from actions.people.people import add_person, invite
from bot.cli.console import Wiring, fail, out, run, settings, wiring, write_for_owner
from bot.messengers.webchat.links import chat_link, desk_link
from bot.settings import Settings
from domain.months import local
from domain.people import INVITATION_LIFE, Person, Role
from storage.unit import Unit

ROLE_WORDS = {
    "office": Role.OFFICE,
    "leader": Role.LEADER,
    "adviser": Role.ADVISER,
    "grid_worker": Role.GRID_WORKER,
    "village_confirmer": Role.VILLAGE_CONFIRMER,
}
Name = Annotated[str, typer.Argument(help="姓名。")]
OrName = Annotated[str | None, typer.Argument(help="姓名；用 --all 时不写。")]
AllOption = Annotated[
    str | None,
    typer.Option(
        "--all",
        metavar="ROLE",
        help="给这一类还没有开通的人都开：office、leader、adviser、village_confirmer 或 "
        "grid_worker。写进 --file。",
    ),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", help="邀请名单存到哪里（.xlsx），每人一行，只有您自己能读。"),
]
RoleOption = Annotated[
    str | None,
    typer.Option(
        "--role", help="还没有这个人时新建：office、leader、village_confirmer 或 grid_worker。"
    ),
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--place", help="在哪里任职：街道、村(社区)或网格的名称；同名的人用它区分。"),
]


def register(app: typer.Typer) -> None:
    app.command("invite", help="给一个人开邀请码（7 天内有效，用一次）。")(invite_command)
    app.command("link", help="给一个人开网页聊天的一次性链接（24 小时内有效）。")(link)


def invite_command(
    ctx: typer.Context,
    name: OrName = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    everybody: AllOption = None,
    file: FileOption = None,
) -> None:
    if everybody is not None or name is None:
        _invite_all(ctx, everybody, file, name)
        return

    async def work() -> None:
        wired = wiring(ctx)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            now = wired.clock.now()
            person = await _person(unit, name, role, place, wired)
            invitation = await invite(unit, None, person.id, now)
            until = local(now + INVITATION_LIFE)
            out.print(f"{person.name} 的邀请码：[bold]{invitation.code}[/bold]")
            out.print(f"请在 {until:%Y-%m-%d %H:%M} 前发送给机器人，只能用一次。")

    run(work())


def _invite_all(
    ctx: typer.Context, everybody: str | None, file: Path | None, name: str | None
) -> None:
    """`shaodian invite --all grid_worker --file out.xlsx`."""
    role = ROLE_WORDS.get(everybody or "")
    if role is None or file is None or name is not None:
        fail(
            "请写姓名；或写 --all 和 --file，例如：shaodian invite --all grid_worker "
            f"--file 名单.xlsx。--all 可以是 {'、'.join(ROLE_WORDS)}。"
        )
    if file.exists():
        fail(f"{file} 已经存在，没有覆盖。请换一个文件名。")

    async def work() -> int:
        wired, read = wiring(ctx), settings()
        async with wired.opened(read) as storage, storage.unit() as unit:
            batch = await invite_all(unit, None, role, partial(chat_link, read), wired.clock.now())
            if batch.people:
                write_for_owner(file, batch.workbook)
            return batch.people

    people = run(work())
    done = f"已为 {people} 人生成邀请码和网页链接，写入 {file}。请逐个交给本人。"
    out.print(done if people else "这一类的人都已经开通，没有生成。", markup=False)


def link(
    ctx: typer.Context, name: Name, role: RoleOption = None, place: PlaceOption = None
) -> None:
    async def work() -> None:
        wired, read = wiring(ctx), settings()
        async with wired.opened(read) as storage, storage.unit() as unit:
            person = await _person(unit, name, role, place, wired)
            secret = await make_link(unit, None, person, wired.clock.now())
            _print_link(read, person, secret)

    run(work())


def _print_link(read: Settings, person: Person, secret: str) -> None:
    out.print(f"{person.name} 的网页聊天链接（24 小时内有效，只能打开一次）：")
    typer.echo(chat_link(read, secret))
    out.print("要直接进工作台，改用这个地址（同一个链接，二者只能打开一个）：")
    typer.echo(desk_link(read, secret))


async def _person(
    unit: Unit, name: str, role: str | None, place: str | None, wired: Wiring
) -> Person:
    known = await unit.people.named(name)
    if role is not None:
        return await _with_role(unit, name, role, place, wired)
    if place is not None:
        known = [p for p in known if await _serves(unit, p, place)]
    if not known:
        fail(f"没有找到“{name}”。要新建请加 --role，例如：shaodian invite {name} --role office")
    if len(known) > 1:
        fail(f"有 {len(known)} 位“{name}”，请用 --place 写明村(社区)或网格来区分。")
    return known[0]


async def _with_role(unit: Unit, name: str, role: str, place: str | None, wired: Wiring) -> Person:
    found = ROLE_WORDS.get(role)
    if found is None or found is Role.ADVISER:
        words = "、".join(word for word in ROLE_WORDS if word != "adviser")
        fail(f"--role 只能是 {words}；法律顾问请通过导入基础表登记。")
    place_id = await _place_id(unit, found, place)
    return await add_person(unit, None, name, found, place_id, wired.clock.now())


async def _place_id(unit: Unit, role: Role, place: str | None) -> int:
    if role in (Role.OFFICE, Role.LEADER):
        meant = await place_meant(unit, place)
        found = [meant.id] if meant else []
        hint = "还没有街道信息，请先运行 shaodian import 导入基础表。"
    elif role is Role.VILLAGE_CONFIRMER:
        found = [v.id for v in await unit.villages.all() if v.name == place]
        hint = "请用 --place 写明村(社区)名称。"
    else:
        found = [g.id for g in await unit.grids.all() if place in (g.name, g.code)]
        hint = "请用 --place 写明网格名称或编码。"
    if len(found) != 1:
        fail(f"没有找到“{place}”。{hint}" if place else hint)
    return found[0]


async def _serves(unit: Unit, person: Person, place: str) -> bool:
    actor = await unit.people.actor(person.id)
    if actor is None:
        return False
    villages = await unit.villages.of_ids(actor.places(Role.VILLAGE_CONFIRMER))
    names = {village.name for village in villages.values()}
    for grid in await unit.grids.of_ids(actor.places(Role.GRID_WORKER)):
        names |= {grid.name, grid.code}
    for assignment in await unit.advisers.assignments_by(person.id):
        village = await unit.villages.get(assignment.village_id)
        names |= {village.name} if village else set()
    return place in names
