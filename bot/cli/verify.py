"""`shaodian verify`: whether what was noted is still as it was noted."""

import re
from typing import Annotated

import typer

from actions.audit import verify as verify_chain
from bot.cli.console import bar, fail, out, run, settings, wiring
from domain.audit import Known, Verified
from words.audit import verified_words


def register(app: typer.Typer) -> None:
    app.command("verify", help="核对留痕：有没有被改动、删除或插入过，指出最早的一处。")(verify)


def verify(
    ctx: typer.Context,
    known: Annotated[
        str | None, typer.Option(help="以前抄下的校验值，例如 1234:9f2c81d04b7a6e35。")
    ] = None,
) -> None:
    compared = _known(known) if known else None

    async def work() -> Verified:
        with bar() as progress:
            async with wiring(ctx).opened(settings()) as storage, storage.reading() as unit:
                task = progress.add_task("核对留痕", total=await unit.audit.count())
                return await verify_chain(
                    unit, compared, lambda rows: progress.update(task, advance=rows)
                )

    verified = run(work())
    if verified.broken:
        fail(verified_words(verified))
    out.print(verified_words(verified), style="green", markup=False, soft_wrap=True)


def _known(text: str) -> Known:
    found = re.fullmatch(r"\s*(\d{1,18})[:：]([0-9a-f]{8,64})\s*", text)
    if not found:
        fail(f"--known 要写成 编号:校验值，例如 1234:9f2c81d04b7a6e35，不是：{text}")
    return Known(id=int(found[1]), hash=found[2])
