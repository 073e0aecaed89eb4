"""The command line: `shaodian …`. One module per subject; errors are one sentence."""

import typer

from bot.cli import backup, demo, invite, jobs, look, shortfalls, tables
from bot.cli import run as run_command

HELP = "法治哨点：街道法律顾问进村服务与网格法律明白人的值守机器人。"


def command_line() -> typer.Typer:
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    for module in (run_command, demo, tables, look, shortfalls, invite, jobs, backup):
        module.register(app)
    return app
