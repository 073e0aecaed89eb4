"""Buttons that many cards share."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.cards import Button, Weight
from bot.talk.presses.menu import Menu

CANCEL = Button(text="取消", press=Menu(word="取消").pack(), weight=Weight.QUIET)
"""Of its own card only: pressed on an old card it must not end what was begun since."""
MENU = Button(text="菜单", press=Menu(word="帮助").pack(), standing=True)


def standing(text: str, press: CallbackData, short: str = "") -> Button:
    return Button(text=text, press=press.pack(), standing=True, short=short)
