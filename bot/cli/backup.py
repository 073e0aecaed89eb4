"""`shaodian backup` and `shaodian restore`."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from actions.audit import note_backup
from bot.cli.console import bar, fail, out, run, settings, wiring
from domain.months import local
from storage.backup import Tell, write_backup
from storage.restore import read_backup
from storage.unavailable import StorageUnavailable


def register(app: typer.Typer) -> None:
    app.command("backup", help="把全部数据备份成一个文件。运行中也可以备份。")(backup)
    app.command("restore", help="从备份文件恢复到一个空的数据库（也可换成 PostgreSQL）。")(restore)


def backup(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="存到哪里；不填则按日期命名。")] = None,
) -> None:
    now = local(wiring(ctx).clock.now())
    target = file or Path(f"shaodian-{now:%Y%m%d-%H%M%S}.zip")
    if target.exists():
        fail(f"{target} 已经存在，没有覆盖。请换一个文件名。")

    async def work() -> int:
        with bar() as progress:
            async with wiring(ctx).opened(settings()) as storage:
                rows = await write_backup(storage, target, _told(progress))
                with suppress(StorageUnavailable):  # the copy is made all the same
                    async with storage.unit() as unit:
                        await note_backup(unit, rows, wiring(ctx).clock.now())
                return rows

    out.print(f"已备份到 {target}，共 {run(work())} 行。请妥善保管，其中有个人信息。", markup=False)


def restore(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="备份文件。")]) -> None:
    if not file.exists():
        fail(f"没有找到文件 {file}。请核对路径。")

    async def work() -> int:
        with bar() as progress:
            async with wiring(ctx).opened(settings()) as storage:
                return await read_backup(storage, file, _told(progress))

    out.print(f"已恢复，共 {run(work())} 行。")


def _told(progress: Progress) -> Tell:
    task = progress.add_task("准备", total=None)

    def tell(table: str, rows: int) -> None:
        progress.update(task, advance=rows, description=table)

    return tell
