"""Advisers: replaced in a village, and recorded for by the office."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page


class ReplaceIn(CallbackData, prefix="ri"):
    """Begins to replace the adviser of this village."""

    village_id: Id


class RecordFor(CallbackData, prefix="rf"):
    """Begins 补录: a visit the office adds for this adviser."""

    adviser_id: Id


class AdviserPages(CallbackData, prefix="ap"):
    page: Page = 0
