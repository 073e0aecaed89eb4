"""明白人: registered and moved from stage to stage."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id
from domain.mingbairen import Stage


class EnrolIn(CallbackData, prefix="eg"):
    """Begins to register a 明白人 of this grid."""

    grid_id: Id


class MingbairenOpen(CallbackData, prefix="mo"):
    mingbairen_id: Id


class MingbairenMove(CallbackData, prefix="mv"):
    mingbairen_id: Id
    stage: Stage


class MingbairenCorrect(CallbackData, prefix="mc"):
    """Begins to correct what is kept of this one."""

    mingbairen_id: Id
