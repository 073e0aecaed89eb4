"""How the command line is called: what was asked in a wrong way is answered in a sentence."""

import io
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.exceptions import TyperException

from bot.cli.console import Wiring, err

NO_COMMAND = re.compile(r"""No such command (['"])(.*)\1\.(?: Did you mean (.*)\?)?""", re.DOTALL)
TOO_MUCH = re.compile(r"Got unexpected extra argument\(?s?\)? \((.*)\)", re.DOTALL)


def call(app: typer.Typer, wired: Wiring) -> NoReturn:
    """Run the command that was typed; exits with its code, 2 for a wrong call."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese shows ?
    try:
        code = app(obj=wired, standalone_mode=False)
    except TyperException as error:
        _explain(error)
        code = 2
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Any) -> None:
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        error.show()
        return
    context = getattr(error, "ctx", None)
    command = _command_of(context)
    how = "shaodian --help" if not command else f"shaodian {command} --help"
    words = f"{_what(kind, error)}。运行 {how} 可看写法。"
    err.print(words, style="red", markup=False, soft_wrap=True)


def _command_of(context: Any) -> str:
    """`village rename`: the words behind `shaodian`."""
    words: list[str] = []
    while context is not None and context.parent:
        words.insert(0, context.info_name)
        context = context.parent
    return " ".join(words)


def _what(kind: str, error: Any) -> str:
    """Typer says it in English and in its own frame."""
    param = getattr(error, "param", None)
    name = param.get_error_hint().strip("'") if param is not None else ""
    option = getattr(error, "option_name", "")
    known = {
        "MissingParameter": f"还缺少 {name}",
        "NoSuchOption": f"没有 {option} 这个选项",
        "BadOptionUsage": f"选项 {option} 的写法不对",
        "BadParameter": f"{name} 的内容不对" if name else "",
    }
    if found := NO_COMMAND.fullmatch(error.message):
        near = re.findall(r"'(.+?)'", found[3] or "")
        return f"没有这个命令：{found[2]}{_near(near)}"
    if found := TOO_MUCH.match(error.message):
        return f"多写了 {found[1]}"
    near = sorted(getattr(error, "possibilities", None) or ())
    return (known.get(kind) or str(error.message).rstrip("。")) + _near(near)


def _near(names: Sequence[str]) -> str:
    return f"。相近的有：{'、'.join(names)}" if names else ""
