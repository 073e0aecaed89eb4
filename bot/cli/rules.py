"""`shaodian policy` and `shaodian calendar`: thresholds, switches, days off."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table

from actions.districts import place_meant, place_named
from actions.policies import add_calendar, change_policy, policy_of
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
from words.places import ALL
from words.policy import POLICY_WORDS

INHERIT = object()
"""Said of a field that a place no longer says."""


def register(app: typer.Typer) -> None:
    app.command("policy", help="查看或修改口径（达标线、计入的服务类型、村确认方式等）。")(policy)
    app.command("calendar", help="导入节假日安排（CSV：日期,休 或 日期,班）。")(calendar)


def policy(
    ctx: typer.Context,
    changes: Annotated[
        list[str] | None,
        typer.Argument(
            help="要改的项，例如 quota=480 confirmation=required；写 quota= 就改为沿用上级。"
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="从哪个月起，例如 2026-12；不填就是本月。")
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(help="哪一处（名称或区划代码；“全部”指各处）。只有一个街道时不用填。"),
    ] = None,
) -> None:
    month = _month(since) if since else Month.at(wiring(ctx).clock.now())
    run(_policy(ctx, month, place, [_change(text) for text in changes or []]))


async def _policy(
    ctx: typer.Context, month: Month, said: str | None, changes: list[tuple[str, Any]]
) -> None:
    wired = wiring(ctx)
    async with wired.opened(settings()) as storage, storage.unit() as unit:
        place = await place_meant(unit, said)
        if changes:
            kept = {name: value for name, value in changes if value is not INHERIT}
            inherit = [name for name, value in changes if value is INHERIT]
            _check((await policy_of(unit, place, month)).policy, kept)
            now = wired.clock.now()
            await change_policy(unit, place, month, kept, inherit, None, now)
        found = await policy_of(unit, place, month)
    whose = place.name if place else ALL
    table = Table("项", "含义", "现值", "出自", title=f"{whose} {month} 起的口径")
    for name, value in found.policy.model_dump(mode="json").items():
        shown = json.dumps(value, ensure_ascii=False)
        table.add_row(name, POLICY_WORDS[name], shown, found.origins.get(name, "默认"))
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
    if not value.strip():
        return name, INHERIT
    try:
        return name, json.loads(value)
    except ValueError:
        lists = name in ("counting", "reminder_days")
        return name, value.split(",") if lists else value


def _check(found: Policy, changes: dict[str, Any]) -> None:
    unknown = set(changes.get("counting", ())) - {activity.value for activity in Activity}
    if unknown:
        known = "、".join(activity.value for activity in Activity)
        fail(f"counting 里没有“{'、'.join(sorted(unknown))}”这类服务，只能是 {known}。")
    try:
        Policy.model_validate(found.model_dump() | changes)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        fail(f"{name}（{POLICY_WORDS[name]}）的值不对：{changes.get(name)}。口径没有改动。")


def calendar(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV 文件。")],
    place: Annotated[
        str | None, typer.Option(help="只用于哪一处（名称或区划代码）；不填就是各处都用。")
    ] = None,
) -> None:
    try:
        days = read_calendar_table(decoded(file.read_bytes()))
    except (CalendarTableUnreadable, CalendarTableNoText) as error:
        fail(sentence_for(error))
    except OSError as error:
        fail(f"不能读取 {file}：{error.strerror}")

    async def work() -> None:
        wired = wiring(ctx)
        async with wired.opened(settings()) as storage, storage.unit() as unit:
            where = await place_named(unit, place) if place else None
            await add_calendar(unit, where, days, None, wired.clock.now())

    run(work())
    out.print(f"已导入 {len(days)} 天的安排。")
