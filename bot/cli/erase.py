"""`shaodian erase`: a person's data, removed on request; the counts stay."""

from typing import Annotated

import typer

from actions.people.erasure import Erased, erase_mingbairen, erase_person
from bot.cli.console import err, fail, out, run, settings, wiring
from storage.unavailable import StorageUnavailable
from storage.unit import Unit

AT_WORK = (
    "系统里已查不到，但数据库正忙，文件里腾出的空处还没有抹掉。"
    "请停止服务，做一次备份，恢复到新的数据库，再删掉旧的数据库文件。"
)


def register(app: typer.Typer) -> None:
    app.command("erase", help="按本人要求删除个人信息（统计数字保留，不能恢复）。")(erase)


def erase(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="姓名。")],
    number: Annotated[
        str | None, typer.Option(help="同名的有多个时，用列出的编号指定，例如 人员12、明白人7。")
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="不再询问，直接删除。")] = False,
) -> None:
    async def look() -> dict[str, int]:
        async with wiring(ctx).opened(settings()) as storage, storage.reading() as unit:
            return await _found(unit, name)

    found = run(look())
    chosen = number or next(iter(found), "")
    if chosen not in found or (number is None and len(found) > 1):
        listed = "、".join(found) or "没有这个人"
        fail(
            f"“{name}”对应：{listed}。请用 --number 指定一个。" if found else f"没有找到“{name}”。"
        )
    if not sure:
        typer.confirm(f"确定删除{chosen}（{name}）的个人信息吗？不能恢复", abort=True)
    erased = run(_erase(ctx, chosen, found[chosen]))
    out.print(
        f"已删除{chosen}的个人信息，统计数字保留。服务正在运行的，请重启一次。"
        "以前的备份文件、已经发到企业微信或 Telegram 的消息、别人下载的文件里仍有，请一并处理。"
    )
    if erased.namesakes:
        out.print(
            f"还有{erased.namesakes}位同名的人，别人写的文字里出现这个名字，分不清说的是谁，"
            "没有改动，请自行核对。",
            style="yellow",
        )


async def _found(unit: Unit, name: str) -> dict[str, int]:
    people = {f"人员{person.id}": person.id for person in await unit.people.named(name)}
    roll = {f"明白人{m.id}": m.id for m in await unit.mingbairen.named(name)}
    return people | roll


async def _erase(ctx: typer.Context, chosen: str, found_id: int) -> Erased:
    wired = wiring(ctx)
    does = erase_person if chosen.startswith("人员") else erase_mingbairen
    async with wired.opened(settings()) as storage:
        async with storage.unit() as unit:
            erased = await does(unit, found_id, None, wired.clock.now())
        try:
            await storage.forget_deleted()
        except StorageUnavailable:
            err.print(AT_WORK, style="yellow")
    return erased
