"""What fills something in: one press for every subject, since the dialogue knows which it is."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Value


class Fill(CallbackData, prefix="f"):
    """Fills one part of what is being filled in. `ask` asks for a part again, `page` turns the
    page of a question, `save` saves."""

    part: str
    value: Value = ""


class First(CallbackData, prefix="uf"):
    """Which of two unfinished entries comes first, or what becomes of one that was set aside."""

    way: Literal["on", "new", "drop", "save", "merge"]


PAGES = f"{Fill.__prefix__}:page"
