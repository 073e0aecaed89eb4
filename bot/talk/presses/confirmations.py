"""The village's word on a visit."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page


class VisitAsk(CallbackData, prefix="va"):
    """Opens the card with which the village confirms a visit."""

    visit_id: Id


class VisitConfirm(CallbackData, prefix="vc"):
    visit_id: Id
    fewer: bool = False


class VisitSendBack(CallbackData, prefix="vb"):
    visit_id: Id


class ToConfirm(CallbackData, prefix="vt"):
    page: Page = 0
