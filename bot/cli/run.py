"""`shaodian run`: the real thing."""

from typing import Annotated

import typer

from bot.cli.console import run, settings, wiring

PARTS = ("bot", "scheduler", "web")


def register(app: typer.Typer) -> None:
    app.command("run", help="启动服务：机器人、定时任务和网页。按 Ctrl+C 停止。")(run_command)


def run_command(
    ctx: typer.Context,
    only: Annotated[
        str | None,
        typer.Option(help="只启动一部分：bot、scheduler 或 web（需要 PostgreSQL）。"),
    ] = None,
) -> None:
    if only is not None and only not in PARTS:
        raise typer.BadParameter(f"--only 只能是 {'、'.join(PARTS)}")
    read = settings()
    if only is not None and read.database_url.startswith("sqlite"):
        raise typer.BadParameter("分开运行需要 PostgreSQL，请先设置 SHAODIAN_DATABASE_URL")
    run(wiring(ctx).serve(read, only), lasting=True)  # type: ignore[arg-type]
