"""Advisers: replaced in a village, and recorded for by the office."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page, Value


class ReplaceIn(CallbackData, prefix="ri"):
    """Begins to replace the adviser of this village."""

    village_id: Id


class ReplaceStep(CallbackData, prefix="rs"):
    part: str
    value: Value = ""


class ReplacePages(CallbackData, prefix="rp"):
    page: Page = 0


class RecordFor(CallbackData, prefix="rf"):
    """Begins 补录: a visit the office adds for this adviser."""

    adviser_id: Id


class AdviserPages(CallbackData, prefix="ap"):
    page: Page = 0
