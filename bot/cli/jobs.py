"""`shaodian jobs`: what runs when, what ran last, and run one now."""

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import out, run, settings, wiring
from domain.months import local
from storage.job_claims import RunState
from words.names import some_names

RUN_STATES = {
    RunState.WAITING: "等待",
    RunState.RUNNING: "进行中",
    RunState.DONE: "完成",
    RunState.FAILED: "失败",
    RunState.SKIPPED: "略过（已有更新的一期）",
}


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
        runs = await wired.jobs.run_one(storage, job, period, wired.clock.now())
        async with storage.reading() as unit:
            names = {street.id: street.name for street in await unit.districts.streets()}
    for done in runs:
        whose = f"{names[done.place_id]}，" if len(runs) > 1 else ""
        words = f"{done.job}（{whose}{done.period}）：{RUN_STATES[done.state]}"
        out.print(words + (f"，{done.error}" if done.error else ""), markup=False)


async def _list(ctx: typer.Context) -> None:
    """Streets are named where there are several, and those whose days differ stand apart."""
    wired = wiring(ctx)
    async with wired.opened(settings()) as storage:
        rows = await wired.jobs.overview(storage, wired.clock.now())
    several = len({name for row in rows for name in row.streets}) > 1
    table = Table("任务", "说明", *(["街道"] if several else []), "上次", "结果", "下次")
    for row in rows:
        following = f"{local(row.next_due.at):%Y-%m-%d %H:%M}" if row.next_due else "—"
        last = (row.last.period, RUN_STATES[row.last.state]) if row.last else ("—", "—")
        whose = [some_names(row.streets) or "—"] if several else []
        table.add_row(row.name, row.title, *whose, *last, following)
    out.print(table)
