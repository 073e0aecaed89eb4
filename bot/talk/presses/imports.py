"""A workbook that was sent."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id


class ImportFile(CallbackData, prefix="if"):
    """What to do with a workbook that was looked through: `all`, `skip` bad rows, `drop` it."""

    file_id: Id
    how: str
