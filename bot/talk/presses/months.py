"""A month at the office: its figures, its file, its oddities; of one street or of several."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, MonthName, Page


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


class About(StrEnum):
    """What is to be seen of a street's month."""

    GLANCE = "glance"
    SHORT = "short"
    FILE = "file"
    BULLETIN = "bulletin"


class StreetMonth(CallbackData, prefix="sm"):
    """One street of several."""

    about: About
    district_id: Id
    month: MonthName
    page: Page = 0


class StreetList(CallbackData, prefix="sl"):
    """The streets side by side."""

    about: About
    month: MonthName
    page: Page = 0
