"""The command line: `shaodian …`. One module per subject; errors are one sentence."""

import typer

from bot.cli.backup import register as backup
from bot.cli.demo import register as demo
from bot.cli.district import register as district
from bot.cli.erase import register as erase
from bot.cli.export import register as export
from bot.cli.invite import register as invite
from bot.cli.jobs import register as jobs
from bot.cli.look import register as look
from bot.cli.people import register as people
from bot.cli.places import register as places
from bot.cli.rules import register as rules
from bot.cli.run import register as run
from bot.cli.shortfalls import register as shortfalls
from bot.cli.tables import register as tables
from bot.cli.verify import register as verify

HELP = "法治哨点：街道法律顾问进村服务与网格法律明白人的值守机器人。"


def command_line() -> typer.Typer:
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    for register in (
        run,
        demo,
        tables,
        export,
        look,
        shortfalls,
        invite,
        people,
        places,
        jobs,
        district,
        rules,
        backup,
        verify,
        erase,
    ):
        register(app)
    return app
