"""What people read stands in words and beside the cards, and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = (
    "actions",
    "storage",
    "scheduler",
    "bot/talk/handlers",
    "bot/talk/middlewares",
    "bot/messengers",
)
CHINESE = re.compile("[\u4e00-\u9fff]")
SAID_BY_PEOPLE = {"Says", "SaysOfMonth", "says"}
"""Calls with the words that people say to the bot."""
DATA = {
    ("actions/imports/steps.py", "项目"),  # a key in the audit
    ("storage/import_reading.py", "（已注销）"),  # no name that an import could meet
    ("storage/migrations/__main__.py", "请写明改了什么，例如："),  # a tool of developers
    *(
        ("bot/talk/handlers/mingbairen.py", said) for said in ("无", "没有", "不填")
    ),  # said, not read
    ("bot/talk/handlers/picking.py", "网格"),  # said, not read
    ("bot/talk/handlers/picking.py", "\\d{4}|年"),
    ("bot/talk/handlers/rolls.py", "完整电话"),  # said, not read
}


def _not_read(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, and what people say."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAID_BY_PEOPLE:
                yield from ast.walk(node)


def sentences_in(source: str) -> list[str]:
    tree = ast.parse(source)
    others = {id(node) for node in _not_read(tree)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in others
        and CHINESE.search(node.value)
    ]


def _excepted(file: str, sentence: str) -> tuple[str, str] | None:
    fitting = (each for each in DATA if each[0] == file and sentence.startswith(each[1]))
    return next(fitting, None)


def test_no_sentence_stands_where_things_are_done():
    found = [
        (str(file.relative_to(ROOT)), sentence)
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        for sentence in sentences_in(file.read_text("utf-8"))
    ]
    assert [each for each in found if not _excepted(*each)] == []
    assert {_excepted(*each) for each in found} == DATA


def test_a_sentence_is_found_wherever_it_hides():
    source = """
'文档'
X = f"第{1}行看不懂"
routes.register(f, Says("补记"))
say("好的" + "。")
"""
    assert sentences_in(source) == ["第", "行看不懂", "好的"]
