"""待办: a shortfall that reached the office, and the answers to it."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, Page, Value


class CaseList(CallbackData, prefix="cal"):
    page: Page = 0


class CaseOpen(CallbackData, prefix="ca"):
    shortfall_id: Id


class CaseAnswer(CallbackData, prefix="cn"):
    """An answer to a case; `value` is the day of 已安排 or the person of 转交, if chosen, `shown`
    the version of the case on the card."""

    shortfall_id: Id
    answer: str
    value: Value = ""
    shown: str = ""


class CaseColleagues(CallbackData, prefix="cc"):
    shortfall_id: Id
    page: Page = 0


class CaseWhy(CallbackData, prefix="cw"):
    shortfall_id: Id
    page: Page = 0
