"""aiogram loaded without building its models: each is built when it is first used.

aiogram builds all of Telegram's 400 types and 180 methods while it is imported. A bot uses some
thirty, and the rest took half of the start and two fifths of the memory. Nothing here reaches into
aiogram or pydantic: two public names of `BaseModel` say something else during the import.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict

_WORD = re.compile(r"\w+")


def load_aiogram() -> None:
    """To be called before anything else imports aiogram; afterwards it changes nothing."""
    with _nothing_built():
        from aiogram import types
    models = {name: getattr(types, name) for name in types.__all__}
    for model in filter(inspect.isclass, models.values()):
        # its module imports them for type checkers only; they are looked for when it is built
        said = [inspect.get_annotations(each).values() for each in model.__mro__]
        named = _WORD.findall(str(said))
        vars(sys.modules[model.__module__]).update({n: models[n] for n in named if n in models})


@contextmanager
def _nothing_built() -> Iterator[None]:
    rebuild, config = BaseModel.__dict__["model_rebuild"], BaseModel.model_config
    set_aside: dict[str, Any] = {
        "model_rebuild": classmethod(lambda cls, **options: None),
        "model_config": ConfigDict(defer_build=True),
    }
    for name, instead in set_aside.items():
        setattr(BaseModel, name, instead)
    try:
        yield
    finally:
        BaseModel.model_rebuild, BaseModel.model_config = rebuild, config  # type: ignore[method-assign]
