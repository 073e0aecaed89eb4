"""The menu: a button that says a word."""

from aiogram.filters.callback_data import CallbackData


class Menu(CallbackData, prefix="menu"):
    """Does what typing this word does."""

    word: str
