"""What the buttons of the office say back; of everybody else's see `presses.py`."""

from aiogram.filters.callback_data import CallbackData

from bot.presses import Id, MonthName, Page, Value


class CaseList(CallbackData, prefix="cal"):
    page: Page = 0


class CaseOpen(CallbackData, prefix="ca"):
    shortfall_id: Id


class MonthOpen(CallbackData, prefix="om"):
    """A month at a glance."""

    month: MonthName


class MonthFile(CallbackData, prefix="of"):
    month: MonthName


class Oddities(CallbackData, prefix="odd"):
    month: MonthName
    page: Page = 0


class WebLink(CallbackData, prefix="wl"):
    """Makes a one-time link into the web chat for a person."""

    person_id: Id


class ShortList(CallbackData, prefix="os"):
    month: MonthName
    page: Page = 0


class UncoveredList(CallbackData, prefix="og"):
    page: Page = 0


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


class CaseAnswer(CallbackData, prefix="cn"):
    """An answer to a case; `value` is the day of 已安排 or the person of 转交, if chosen."""

    shortfall_id: Id
    answer: str
    value: Value = ""


class CaseColleagues(CallbackData, prefix="cc"):
    shortfall_id: Id
    page: Page = 0


class CaseWhy(CallbackData, prefix="cw"):
    shortfall_id: Id
    page: Page = 0


class InviteStep(CallbackData, prefix="is"):
    """Fills one part of the invitation being made."""

    part: str
    value: Value = ""


class InvitePlaces(CallbackData, prefix="ip"):
    page: Page = 0


class Invite(CallbackData, prefix="in"):
    """Makes a code for this person."""

    person_id: Id


class NotJoined(CallbackData, prefix="nj"):
    page: Page = 0


class ReplaceIn(CallbackData, prefix="ri"):
    """Begins to replace the adviser of this village."""

    village_id: Id


class ReplaceStep(CallbackData, prefix="rs"):
    part: str
    value: Value = ""


class ReplacePages(CallbackData, prefix="rp"):
    page: Page = 0


class RecordFor(CallbackData, prefix="rf"):
    """Begins 补录: a visit the office adds for this adviser."""

    adviser_id: Id


class AdviserPages(CallbackData, prefix="ap"):
    page: Page = 0


class ImportFile(CallbackData, prefix="if"):
    """What to do with a workbook that was looked through: `all`, `skip` bad rows, `drop` it."""

    file_id: Id
    how: str
