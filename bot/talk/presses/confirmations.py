"""The village's word on a visit."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page


class VisitAsk(CallbackData, prefix="va"):
    """Opens the card with which the village confirms a visit."""

    visit_id: Id


class VisitConfirm(CallbackData, prefix="vc"):
    """`minutes` of it, 0 for all; `shown` is the version of the visit on the card."""

    visit_id: Id
    fewer: bool = False
    minutes: Page = 0
    shown: str = ""


class VisitSendBack(CallbackData, prefix="vb"):
    visit_id: Id
    shown: str = ""


class ToConfirm(CallbackData, prefix="vt"):
    page: Page = 0
