"""What fills something in: one press for every subject, since the dialogue knows which it is."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Value


class Fill(CallbackData, prefix="f"):
    """Fills one part of what is being filled in. `ask` asks for a part again, `page` turns the
    page of a question, `save` saves."""

    part: str
    value: Value = ""


PAGES = f"{Fill.__prefix__}:page"
