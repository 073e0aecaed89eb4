"""`shaodian policy` and `shaodian calendar`: thresholds, switches, days off."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table

from actions.policies import add_calendar, set_policy
from bot.cli.console import fail, out, run, settings, wiring
from domain.months import Month
from domain.policy import Policy
from domain.visits import Activity
from domain.working_days import (
    CalendarTableNoText,
    CalendarTableUnreadable,
    decoded,
    read_calendar_table,
)
from words.errors import sentence_for
from words.policy import POLICY_WORDS


def register(app: typer.Typer) -> None:
    app.command("policy", help="查看或修改口径（达标线、计入的服务类型、村确认方式等）。")(policy)
    app.command("calendar", help="导入节假日安排（CSV：日期,休 或 日期,班）。")(calendar)


def policy(
    ctx: typer.Context,
    changes: Annotated[
        list[str] | None, typer.Argument(help="要改的项，例如 quota=480 confirmation=required。")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="从哪个月起，例如 2026-12；不填就是本月。")
    ] = None,
) -> None:
    month = _month(since) if since else Month.at(wiring(ctx).clock.now())
    run(_policy(ctx, month, [_change(text) for text in changes or []]))


async def _policy(ctx: typer.Context, month: Month, changes: list[tuple[str, Any]]) -> None:
    wired = wiring(ctx)
    async with wired.opened(settings()) as storage, storage.unit() as unit:
        found = await unit.policies.of_month(month)
        if changes:
            found = _changed(found, dict(changes))
            await set_policy(unit, found, month, None, wired.clock.now())
    table = Table("项", "含义", "现值", title=f"{month} 起的口径")
    for name, value in found.model_dump(mode="json").items():
        table.add_row(name, POLICY_WORDS[name], json.dumps(value, ensure_ascii=False))
    out.print(table)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        fail(f"--from 不是月份：{text}。请写成 2026-12")


def _change(text: str) -> tuple[str, Any]:
    name, mark, value = text.partition("=")
    if not mark or name not in Policy.model_fields:
        fail(f"没有“{name}”这一项。请运行 shaodian policy 查看，写成 项=值。")
    try:
        return name, json.loads(value)
    except ValueError:
        lists = name in ("counting", "reminder_days")
        return name, value.split(",") if lists else value


def _changed(found: Policy, changes: dict[str, Any]) -> Policy:
    unknown = set(changes.get("counting", ())) - {activity.value for activity in Activity}
    if unknown:
        known = "、".join(activity.value for activity in Activity)
        fail(f"counting 里没有“{'、'.join(sorted(unknown))}”这类服务，只能是 {known}。")
    try:
        return Policy.model_validate(found.model_dump() | changes)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        fail(f"{name}（{POLICY_WORDS[name]}）的值不对：{changes.get(name)}。口径没有改动。")


def calendar(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="CSV 文件。")]) -> None:
    try:
        days = read_calendar_table(decoded(file.read_bytes()))
    except (CalendarTableUnreadable, CalendarTableNoText) as error:
        fail(sentence_for(error))
    except OSError as error:
        fail(f"不能读取 {file}：{error.strerror}")

    async def work() -> None:
        wired = wiring(ctx)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            await add_calendar(unit, days, None, wired.clock.now())

    run(work())
    out.print(f"已导入 {len(days)} 天的安排。")
