"""`shaodian import` and `shaodian template`: the office's base workbook in, an empty one out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from actions.imports.apply import apply_import, plan_import, understand_sheets
from actions.month.evaluation import evaluate_grids, evaluate_month
from bot.cli.console import bar, err, fail, out, run, settings, wiring
from domain.imports.changes import ImportPlan, RecordKind, Verb
from domain.imports.planning import DistrictUnknown
from domain.imports.renamed import Renamed
from domain.imports.tables import BaseTables, Office, Problem
from domain.months import Month
from storage.engine import Storage
from storage.unit import Unit
from words.imports import KIND_LABELS, VERB_LABELS, change_words

MOST_SHOWN = 40


def register(app: typer.Typer) -> None:
    app.command("import", help="导入基础表（法律顾问、网格、法律明白人）。先看预览，再写入。")(
        import_command
    )
    app.command("template", help="生成一份空白的基础表模板，带填写说明。")(template)


def import_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="基础表文件（.xlsx）。", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看预览，不写入。")] = False,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="跳过有问题的行，导入其余各行。")
    ] = False,
    district: Annotated[
        str | None, typer.Option(help="街道的区划代码（12 位），表里看不出来时填写。")
    ] = None,
    district_name: Annotated[
        str | None, typer.Option(help="街道的名称，表里看不出来时填写。")
    ] = None,
    county_name: Annotated[
        str | None, typer.Option(help="所在县（市、区）的名称，第一次导入、表里没有写时填写。")
    ] = None,
    renamed: Annotated[
        bool | None,
        typer.Option(
            "--renamed/--not-renamed",
            help="预览问到的村、网格是不是改名：都是（--renamed），或都不是（--not-renamed）。",
        ),
    ] = None,
) -> None:
    data = _read(file)
    answer = {None: Renamed.ASK, True: Renamed.YES, False: Renamed.NO}[renamed]

    async def work() -> None:
        async with wiring(ctx).opened(settings()) as storage:
            named = Office(district_name, district, county_name)
            await _import(ctx, storage, data, dry_run, skip_bad_rows, named, answer)

    run(work())


def template(
    file: Annotated[Path, typer.Argument(help="存到哪里。")] = Path("基础表模板.xlsx"),
) -> None:
    from reports.template import template_workbook

    if file.exists():
        fail(f"{file} 已经存在，没有覆盖。请换一个文件名。")
    try:
        file.write_bytes(template_workbook())
    except OSError as error:
        file.unlink(missing_ok=True)
        fail(f"不能写入 {file}：{error.strerror}")
    out.print(f"已生成 {file}。填好后运行：shaodian import {file}", markup=False)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        fail(f"没有找到文件 {file}。请核对路径。")
    except OSError as error:
        fail(f"不能读取 {file}：{error.strerror}")


async def _import(
    ctx: typer.Context,
    storage: Storage,
    data: bytes,
    dry_run: bool,
    skip_bad_rows: bool,
    named: Office,
    renamed: Renamed,
) -> None:
    from actions.imports.workbook import read_sheets  # not above: it costs every start-up 10 MB

    now = wiring(ctx).clock.now()
    with bar() as progress:
        task = progress.add_task("读取表格", total=5)
        sheets = read_sheets(data)
        progress.update(task, advance=1, description="理解内容")
        async with storage.unit(alone=True) as unit:
            tables = await understand_sheets(unit, sheets, now)
            del sheets  # a third of the memory of what follows
            tables = _named(tables, named)
            progress.update(task, advance=1, description="与已有资料比对")
            plan = await _planned(unit, tables, now, renamed)
            problems = (*tables.problems, *plan.problems)
            progress.update(task, advance=1, description="写入")
            written = await _carry_out(unit, plan, problems, now, dry_run, skip_bad_rows)
        if written:
            progress.update(task, advance=1, description="检查未达标")
            await evaluate_grids(storage, now)
            await evaluate_month(storage, Month.at(now), now)
    _report(tables, plan)
    _problems(problems)
    _conclude(plan, problems, written, dry_run)


async def _planned(unit: Unit, tables: BaseTables, now: datetime, renamed: Renamed) -> ImportPlan:
    """The plan. Why nobody can tell which street it is often stands among the problems."""
    try:
        return await plan_import(unit, tables, now, renamed=renamed)
    except DistrictUnknown:
        _problems(tables.problems)
        raise


async def _carry_out(
    unit: Unit,
    plan: ImportPlan,
    problems: Sequence[Problem],
    now: datetime,
    dry_run: bool,
    skip_bad_rows: bool,
) -> bool:
    if dry_run or (problems and not skip_bad_rows):
        return False
    await apply_import(unit, plan, None, now)
    return True


def _named(tables: BaseTables, said: Office) -> BaseTables:
    own = tables.office
    office = Office(said.name or own.name, said.code or own.code, said.county or own.county)
    return replace(tables, office=office)


def _report(tables: BaseTables, plan: ImportPlan) -> None:
    table = Table("", "表中共有", "新增", "变更", "终止", "不变")
    for kind in RecordKind:
        counts = [plan.count(kind, verb) for verb in (Verb.ADD, Verb.CHANGE, Verb.END)]
        counts[1] += plan.count(kind, Verb.RENAME)
        same = plan.unchanged.get(kind, 0)
        total = counts[0] + counts[1] + same
        table.add_row(KIND_LABELS[kind], *(str(n) for n in (total, *counts, same)))
    out.print(table)
    changed = [c for c in plan.changes if c.verb is not Verb.ADD]
    for change in changed[:MOST_SHOWN]:
        verb = f"{VERB_LABELS[change.verb]} " if change.verb is Verb.RENAME else ""
        out.print(f"· {KIND_LABELS[change.kind]} {verb}{change_words(change)}", markup=False)
    _more(len(changed))
    for note in plan.notes[:MOST_SHOWN]:
        out.print(f"说明：{note.label} {note.text}", markup=False)
    for ignored in tables.ignored[:MOST_SHOWN]:
        where = f" {ignored.where}" if ignored.where else ""
        out.print(f"忽略：{ignored.sheet}{where} {ignored.what}，{ignored.why}", markup=False)


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    table = Table("工作表", "行", "列", "内容", "问题", "建议", title="不能导入的内容")
    for p in problems[:500]:
        row = str(p.row) if p.row else "—"
        cells = (p.sheet, row, p.column or "—", p.value, p.reason, p.suggestion)
        table.add_row(*(escape(cell) for cell in cells))
    err.print(table)
    if len(problems) > 500:
        err.print(f"……还有 {len(problems) - 500} 处没有列出。")


def _more(count: int) -> None:
    if count > MOST_SHOWN:
        out.print(f"……还有 {count - MOST_SHOWN} 处变更。")


def _conclude(plan: ImportPlan, problems: Sequence[Problem], written: bool, dry_run: bool) -> None:
    if written:
        skipped = f"，跳过了 {len(problems)} 处有问题的内容" if problems else ""
        out.print(f"已导入，共 {len(plan.changes)} 处新增或变更{skipped}。", style="green")
    elif dry_run:
        out.print("这是预览，没有写入。去掉 --dry-run 再运行一次即可导入。")
    else:
        fail(
            f"有 {len(problems)} 处内容不能导入，因此什么都没有写入。"
            "请按上表修改后重新导入，或加上 --skip-bad-rows 跳过这些行。"
        )
