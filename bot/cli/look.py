"""`shaodian understand` and `shaodian doctor`."""

import json
import os
from datetime import datetime
from typing import Annotated

import typer
from dotenv import dotenv_values

from bot.cli.console import fail, out, run, settings, wiring
from bot.cli.doctor import examine
from domain.months import SHANGHAI
from domain.understanding import understand
from storage.engine import exists, open_storage
from storage.schema import current
from storage.unavailable import StorageUnavailable


def register(app: typer.Typer) -> None:
    app.command("understand", help="看看一句话会被理解成什么（输出 JSON，不写入）。")(
        understand_command
    )
    app.command("doctor", help="检查设置、数据库、消息渠道和定时任务是否正常。")(doctor)


def understand_command(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="要理解的一句话。")],
    now: Annotated[
        str | None, typer.Option(help="当作现在的时间，例如 2026-11-20T20:00（北京时间）。")
    ] = None,
    villages: Annotated[
        str | None,
        typer.Option(help="已知的村名，用逗号分开；不给就用数据库里的，没有就按字样识别。"),
    ] = None,
) -> None:
    moment = _moment(now) if now else wiring(ctx).clock.now()
    names = [name.strip() for name in (villages or "").replace("，", ",").split(",")]
    known = [name for name in names if name] or run(_imported_villages())
    said = understand(text, moment, known)
    typer.echo(json.dumps(said.as_json_dict(), ensure_ascii=False))


async def _imported_villages() -> list[str]:
    """The villages of the database, when there is one; nothing is created for a look."""
    url = settings().database_url
    if not exists(url):
        return []
    storage = open_storage(url)
    try:
        if await current(storage) is None:
            return []
        async with storage.reading() as unit:
            return [village.name for village in await unit.villages.all()]
    except StorageUnavailable:
        return []
    finally:
        await storage.close()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(f"--now 不是时间：{text}。请写成 2026-11-20T20:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def doctor(ctx: typer.Context) -> None:
    read = settings()
    findings = run(examine(wiring(ctx), read, {**dotenv_values(".env"), **os.environ}))
    for finding in findings:
        style = "green" if finding.well else "red"
        out.print("正常" if finding.well else "注意", style=style, end=" ")
        out.print(finding.words, markup=False)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
