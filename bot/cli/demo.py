"""`shaodian demo`: sample data, a person in every tab, and a clock that can be moved."""

from typing import Annotated

import typer

from bot.cli.console import run, settings, wiring


def register(app: typer.Typer) -> None:
    app.command("demo", help="打开演示：自带示例数据，每个角色一个链接，时钟可以拨快。")(demo)


def demo(
    ctx: typer.Context,
    keep: Annotated[bool, typer.Option("--keep", help="接着上次的演示数据，不重新生成。")] = False,
    port: Annotated[int | None, typer.Option(help="网页端口。")] = None,
) -> None:
    read = settings()
    if port is not None:
        read = read.model_copy(update={"port": port})
    run(wiring(ctx).serve_demo(read, keep), lasting=True)  # type: ignore[arg-type]
