"""A visit: entered, listed, opened, corrected, with its photographs."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page


class MyMonth(CallbackData, prefix="mm"):
    pass


class VisitList(CallbackData, prefix="vl"):
    page: Page = 0


class VisitOpen(CallbackData, prefix="vo"):
    visit_id: Id


class VisitEdit(CallbackData, prefix="ve"):
    visit_id: Id


class VisitWithdraw(CallbackData, prefix="vw"):
    """`shown` is the version of the visit on the card."""

    visit_id: Id
    sure: bool = False
    shown: str = ""


class CorrectThis(CallbackData, prefix="vc"):
    """Which visit a spoken correction means."""

    visit_id: Id


class Whose(CallbackData, prefix="wh"):
    """Whether a visit that was forwarded or quoted is one's own."""

    mine: bool


class PhotoFor(CallbackData, prefix="pf"):
    """The visit the photographs just sent belong to."""

    visit_id: Id


class PhotoOpen(CallbackData, prefix="po"):
    visit_id: Id
    number: Page = 0
