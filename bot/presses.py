"""What buttons say back: short, typed, and the same in every messenger."""

from aiogram.filters.callback_data import CallbackData


class Menu(CallbackData, prefix="menu"):
    """Does what typing this word does."""

    word: str


class Fill(CallbackData, prefix="f"):
    """Fills one part of the visit being entered; `ask` asks for a part again."""

    part: str
    value: str = ""


class CheckInAt(CallbackData, prefix="ci"):
    village_id: int


class CheckOut(CallbackData, prefix="co"):
    check_in_id: int


class CheckInDrop(CallbackData, prefix="cx"):
    check_in_id: int


class CheckOutStill(CallbackData, prefix="cs"):
    check_in_id: int


class CheckOutLeft(CallbackData, prefix="cl"):
    check_in_id: int


class MyMonth(CallbackData, prefix="mm"):
    pass


class VisitList(CallbackData, prefix="vl"):
    page: int = 0


class VisitOpen(CallbackData, prefix="vo"):
    visit_id: int


class VisitEdit(CallbackData, prefix="ve"):
    visit_id: int


class VisitWithdraw(CallbackData, prefix="vw"):
    visit_id: int
    sure: bool = False


class VisitAsk(CallbackData, prefix="va"):
    """Opens the card with which the village confirms a visit."""

    visit_id: int


class VisitConfirm(CallbackData, prefix="vc"):
    visit_id: int
    fewer: bool = False


class VisitSendBack(CallbackData, prefix="vb"):
    visit_id: int


class ToConfirm(CallbackData, prefix="vt"):
    page: int = 0


class CaseList(CallbackData, prefix="cal"):
    page: int = 0


class CaseOpen(CallbackData, prefix="ca"):
    shortfall_id: int


class GridOpen(CallbackData, prefix="g"):
    grid_id: int


class GridList(CallbackData, prefix="gl"):
    page: int = 0


class Enrol(CallbackData, prefix="e"):
    """Fills one part of the 明白人 being registered; `ask` asks for a part again."""

    part: str
    value: str = ""


class EnrolIn(CallbackData, prefix="eg"):
    """Begins to register a 明白人 of this grid."""

    grid_id: int


class MingbairenOpen(CallbackData, prefix="mo"):
    mingbairen_id: int


class MingbairenMove(CallbackData, prefix="mv"):
    mingbairen_id: int
    stage: str


class MonthOpen(CallbackData, prefix="om"):
    """A month at a glance; months are `2026-11`."""

    month: str


class MonthFile(CallbackData, prefix="of"):
    month: str


class ShortList(CallbackData, prefix="os"):
    month: str
    page: int = 0


class UncoveredList(CallbackData, prefix="og"):
    page: int = 0


class VillageOpen(CallbackData, prefix="v"):
    village_id: int
    month: str


class VillageVisits(CallbackData, prefix="vvs"):
    village_id: int
    month: str
    page: int = 0


class VillageWhy(CallbackData, prefix="vy"):
    village_id: int
    month: str
    page: int = 0


class CaseAnswer(CallbackData, prefix="cn"):
    """An answer to a case; `value` is the day of 已安排 or the person of 转交, if chosen."""

    shortfall_id: int
    answer: str
    value: str = ""


class CaseColleagues(CallbackData, prefix="cc"):
    shortfall_id: int
    page: int = 0


class CaseWhy(CallbackData, prefix="cw"):
    shortfall_id: int
    page: int = 0


class InviteStep(CallbackData, prefix="is"):
    """Fills one part of the invitation being made."""

    part: str
    value: str = ""


class InvitePlaces(CallbackData, prefix="ip"):
    page: int = 0


class Invite(CallbackData, prefix="in"):
    """Makes a code for this person."""

    person_id: int


class NotJoined(CallbackData, prefix="nj"):
    page: int = 0


class ReplaceIn(CallbackData, prefix="ri"):
    """Begins to replace the adviser of this village."""

    village_id: int


class ReplaceStep(CallbackData, prefix="rs"):
    part: str
    value: str = ""


class ReplacePages(CallbackData, prefix="rp"):
    page: int = 0


class RecordFor(CallbackData, prefix="rf"):
    """Begins 补录: a visit the office adds for this adviser."""

    adviser_id: int


class AdviserPages(CallbackData, prefix="ap"):
    page: int = 0


class ImportFile(CallbackData, prefix="if"):
    """What to do with a workbook that was looked through: `all`, `skip` bad rows, `drop` it."""

    file_id: int
    how: str
