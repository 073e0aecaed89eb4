"""A village of the office: its visits, and why it falls short."""

from aiogram.filters.callback_data import CallbackData

from bot.talk.presses.values import Id, MonthName, Page


class VillageOpen(CallbackData, prefix="v"):
    village_id: Id
    month: MonthName


class VillageVisits(CallbackData, prefix="vvs"):
    village_id: Id
    month: MonthName
    page: Page = 0


class VillageWhy(CallbackData, prefix="vy"):
    village_id: Id
    month: MonthName
    page: Page = 0
