"""`shaodian jobs`: what runs when, what ran last, and run one now."""

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import out, run, settings, wiring
from domain.months import local


def register(app: typer.Typer) -> None:
    app.command("jobs", help="列出定时任务；或为某一期补跑一个任务。")(jobs)


def jobs(
    ctx: typer.Context,
    job: Annotated[str | None, typer.Argument(help="要补跑的任务名。")] = None,
    period: Annotated[
        str | None, typer.Argument(help="补跑哪一期，例如 2026-11 或 2026-11-15。")
    ] = None,
) -> None:
    run(_one(ctx, job, period) if job else _list(ctx))


async def _one(ctx: typer.Context, job: str, period: str | None) -> None:
    wired = wiring(ctx)
    async with wired.opened(settings()) as storage:
        done = await wired.jobs.run_one(storage, job, period or "", wired.clock.now())
    out.print(str(done), markup=False)


async def _list(ctx: typer.Context) -> None:
    wired = wiring(ctx)
    async with wired.opened(settings()) as storage:
        rows = await wired.jobs.overview(storage, wired.clock.now())
    table = Table("任务", "说明", "上次", "结果", "下次")
    for row in rows:
        following = f"{local(row.next_due):%Y-%m-%d %H:%M}" if row.next_due else "—"
        table.add_row(row.job, row.title, row.last_period or "—", row.last_state or "—", following)
    out.print(table)
