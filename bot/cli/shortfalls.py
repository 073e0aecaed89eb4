"""`shaodian shortfalls`: who falls short, as of a day."""

import json
from datetime import date, datetime, time
from typing import Annotated, Any

import typer
from rich.table import Table

from actions.month.overview import ShortLineOf, shortfalls_as_of
from bot.cli.console import fail, out, run, settings, wiring
from domain.months import instant, local_day
from words.labels import KIND_LABELS, STATE_LABELS
from words.shortfalls import figure_words


def register(app: typer.Typer) -> None:
    app.command("shortfalls", help="列出未达标的村(社区)和网格。")(shortfalls)


def shortfalls(
    ctx: typer.Context,
    as_of: Annotated[
        str | None, typer.Option(help="截至哪一天，例如 2026-11-30；不填就是今天。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    wired = wiring(ctx)
    moment = instant(_day(as_of), time(23, 59, 59)) if as_of else wired.clock.now()
    lines = run(_lines(ctx, moment))
    if as_json:
        typer.echo(json.dumps([_as_json(line) for line in lines], ensure_ascii=False))
        return
    _print(local_day(moment), lines)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--as-of 不是日期：{text}。请写成 2026-11-30")


async def _lines(ctx: typer.Context, moment: datetime) -> list[ShortLineOf]:
    async with wiring(ctx).opened(settings()) as storage, storage.reading() as unit:
        return await shortfalls_as_of(unit, moment)


def _as_json(line: ShortLineOf) -> dict[str, Any]:
    """Worked out for the moment, so it has no id of a stored shortfall."""
    said = line.model_dump(mode="json", exclude={"shortfall_id", "state"})
    figures = {
        f"{name}_words": figure_words(line.kind, said[name]) for name in ("figure", "wanted")
    }
    return {**said, **figures, "state": line.state}


def _print(day: date, lines: list[ShortLineOf]) -> None:
    table = Table(title=f"截至 {day} 未达标")
    for heading in ("类别", "村(社区)", "对象", "现有", "要求", "状态"):
        table.add_column(heading, overflow="fold")
    for line in lines:
        table.add_row(
            KIND_LABELS[line.kind],
            line.village,
            line.subject,
            figure_words(line.kind, line.figure),
            figure_words(line.kind, line.wanted),
            STATE_LABELS[line.state],
        )
    out.print(table if lines else f"截至 {day} 没有未达标的村(社区)和网格。")
