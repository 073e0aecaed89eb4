"""Grids, and who covers them."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page


class GridOpen(CallbackData, prefix="g"):
    grid_id: Id
    page: Page = 0


class GridList(CallbackData, prefix="gl"):
    page: Page = 0


class UncoveredList(CallbackData, prefix="og"):
    page: Page = 0
