"""到村登记 and 结束登记."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id


class CheckInAt(CallbackData, prefix="ci"):
    village_id: Id


class CheckOut(CallbackData, prefix="co"):
    check_in_id: Id


class CheckInDrop(CallbackData, prefix="cx"):
    check_in_id: Id


class CheckOutStill(CallbackData, prefix="cs"):
    check_in_id: Id


class CheckOutLeft(CallbackData, prefix="cl"):
    check_in_id: Id
