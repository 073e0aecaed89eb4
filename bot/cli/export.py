"""`shaodian export`: what is kept, as a file to print, to correct and to import again."""

from pathlib import Path
from typing import Annotated

import typer

from actions.rolls import RollFile, roll_file_for_server
from bot.cli.console import fail, out, run, settings, wiring, write_for_owner

ROLL = "花名册"


def register(app: typer.Typer) -> None:
    app.command("export", help="导出花名册（法律顾问、网格、法律明白人），可以原样再导入。")(export)


def export(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help="导出什么：花名册。", metavar="WHAT")],
    file: Annotated[Path | None, typer.Argument(help="存到哪里。", metavar="FILE")] = None,
    district: Annotated[str, typer.Option(help="街道的名称或区划代码，有几个街道时填写。")] = "",
    phones: Annotated[bool, typer.Option("--phones", help="写完整的电话；会留下记录。")] = False,
) -> None:
    if what != ROLL:
        fail(f"不能导出“{what}”。请写成 shaodian export {ROLL}")

    async def work() -> RollFile:
        wired = wiring(ctx)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            now = wired.clock.now()
            return await roll_file_for_server(unit, district, now, whole_phones=phones)

    found = run(work())
    target = file or Path(found.name)
    write_for_owner(target, found.content)
    masked = "" if phones else "电话遮掩了中间几位，"
    out.print(f"已导出 {target}。{masked}改好后可以再导入：shaodian import {target}", markup=False)
