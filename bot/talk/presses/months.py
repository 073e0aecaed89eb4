"""A month at the office: its figures, its file, its oddities."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import MonthName, Page


class MonthOpen(CallbackData, prefix="om"):
    """A month at a glance."""

    month: MonthName


class MonthFile(CallbackData, prefix="of"):
    month: MonthName


class Oddities(CallbackData, prefix="odd"):
    month: MonthName
    page: Page = 0


class ShortList(CallbackData, prefix="os"):
    month: MonthName
    page: Page = 0
