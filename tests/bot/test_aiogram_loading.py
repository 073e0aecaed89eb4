"""A start loads little, and every model of aiogram is what it would be without our doing.

These fail if a later aiogram or pydantic builds its models in another way.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = "from bot.aiogram_loading import load_aiogram; load_aiogram()\n"
MODELS = """
from aiogram import methods, types
models = [each for room in (types, methods) for each in map(vars(room).get, room.__all__)]
models = [model for model in models if hasattr(model, "model_rebuild")]
"""
BUILT = "print(len(models), sum(model.__pydantic_complete__ for model in models))"
FIELDS = """
for model in models:
    model.model_rebuild()
    config = {name: said for name, said in model.model_config.items() if name != "defer_build"}
    print(model.__name__, sorted(config.items()), model.__pydantic_complete__)
    print(model.__pydantic_core_schema__["type"], model.model_fields)
"""
AN_UPDATE = """
from aiogram.types import Update
chat = {"id": 1, "type": "private", "first_name": "示例"}
message = {"message_id": 1, "date": 0, "chat": chat, "text": "你好"}
press = {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "示例"}, "data": "x"}
query = press | {"chat_instance": "1", "message": message}
update = Update.model_validate({"update_id": 1, "callback_query": query})
print(repr(update), update.model_dump_json(), update.callback_query.message.model_copy())
"""


def said_by(*lines: str) -> str:
    command = [sys.executable, "-c", "".join(lines)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return re.sub(" at 0x[0-9a-f]+", "", said)


def test_nothing_is_built_before_it_is_used() -> None:
    models, built = map(int, said_by(LOADED, MODELS, BUILT).split())
    assert models > 500
    assert built == 0


@pytest.mark.parametrize("asked", [MODELS + FIELDS, AN_UPDATE])
def test_what_is_built_later_is_the_same(asked: str) -> None:
    assert said_by(LOADED, asked) == said_by(asked)


def test_our_own_models_are_built_as_ever() -> None:
    ours = "from pydantic import BaseModel\nclass Ours(BaseModel): ...\n"
    assert said_by(LOADED, ours, "print(Ours.__pydantic_complete__, Ours.model_config)") == (
        "True {}\n"
    )


def test_a_start_loads_nothing_for_files_or_for_messengers_it_has_not() -> None:
    """Each of these costs every start 5 to 12 MB."""
    heavy = {"alembic", "docx", "lxml", "openpyxl", "python_calamine", "wecom_aibot_sdk"}
    start = "import sys\nfrom bot.__main__ import _app\n_app()\nprint(*sys.modules)"
    assert heavy.isdisjoint(said_by(start).split())
