"""What people are told unasked, as cards: the words, with what to do next as buttons."""

from functools import singledispatch

from bot.talk.cards import Button, Card
from bot.talk.presses.cases import CaseList, CaseOpen
from bot.talk.presses.check_ins import CheckInDrop, CheckOutLeft, CheckOutStill
from bot.talk.presses.confirmations import ToConfirm, VisitAsk
from bot.talk.presses.grids import GridList, GridOpen
from bot.talk.presses.menu import Menu
from bot.talk.presses.mingbairen import MingbairenOpen
from bot.talk.presses.visits import MyMonth, VisitOpen
from bot.talk.words.bulletin import attached
from bot.talk.words.buttons import standing
from domain.change_notices import RecordCorrected, VisitByOffice
from domain.notices import (
    BulletinReady,
    CaseHandedOver,
    CasesEscalated,
    CheckOutAsked,
    Digest,
    GridLost,
    GridsAtRisk,
    HoursReminder,
    Notice,
    ReadyCard,
    VisitAnswered,
    VisitToConfirm,
)
from words.notices import notice_words

Rows = tuple[tuple[Button, ...], ...]


def card_for(notice: Notice) -> Card:
    if isinstance(notice, ReadyCard):
        return Card.model_validate(notice.card)
    text, title = notice_words(notice)
    document = notice.document if isinstance(notice, BulletinReady) else None
    return Card(title=title, text=text, rows=_rows(notice), attachment=attached(document))


@singledispatch
def _rows(notice: object) -> Rows:
    """Nothing to do next."""
    return ()


@_rows.register
def _(notice: HoursReminder) -> Rows:
    return ((standing("我的本月", MyMonth()),),)


@_rows.register
def _(notice: Digest) -> Rows:
    buttons = []
    if notice.unconfirmed_visits:
        buttons.append(standing("待确认", ToConfirm()))
    if notice.occasion == "grids_weekly":
        buttons.append(standing("查看网格", GridList()))
    elif notice.occasion == "month_end":
        buttons.append(standing("查看待办", CaseList()))
    elif notice.occasion == "preview" and not notice.unconfirmed_visits:
        buttons.append(standing("我的本月", MyMonth()))
    elif notice.occasion == "before_month_end" and notice.for_office:
        buttons.append(standing("查看未达标", Menu(word="未达标")))
    return (tuple(buttons),)


@_rows.register
def _(notice: CasesEscalated) -> Rows:
    return ((standing("查看待办", CaseList()),),)


@_rows.register
def _(notice: CaseHandedOver) -> Rows:
    if not notice.line.shortfall_id:
        return ((standing("查看待办", CaseList()),),)
    return ((standing("打开", CaseOpen(shortfall_id=notice.line.shortfall_id)),),)


@_rows.register
def _(notice: GridLost) -> Rows:
    return ((standing("打开网格", GridOpen(grid_id=notice.grid_id)),),)


@_rows.register
def _(notice: GridsAtRisk) -> Rows:
    return ((standing("查看网格", GridList()),),)


@_rows.register
def _(notice: CheckOutAsked) -> Rows:
    left = standing("已离开，选时间", CheckOutLeft(check_in_id=notice.check_in_id))
    if notice.day_is_over:
        drop = standing("登记错了", CheckInDrop(check_in_id=notice.check_in_id))
        return ((left, drop),)
    return ((standing("还在", CheckOutStill(check_in_id=notice.check_in_id)), left),)


@_rows.register
def _(notice: VisitToConfirm) -> Rows:
    ask = standing("查看并确认", VisitAsk(visit_id=notice.visit_id))
    return ((ask, standing("全部待确认", ToConfirm())),)


@_rows.register
def _(notice: VisitAnswered) -> Rows:
    return ((standing("打开这条记录", VisitOpen(visit_id=notice.visit_id)),),)


@_rows.register
def _(notice: VisitByOffice) -> Rows:
    return ((standing("打开这条记录", VisitOpen(visit_id=notice.before.id)),),)


@_rows.register
def _(notice: RecordCorrected) -> Rows:
    return ((standing("打开", MingbairenOpen(mingbairen_id=notice.mingbairen_id)),),)


@_rows.register
def _(notice: BulletinReady) -> Rows:
    see, cases = standing("查看通报", Menu(word="通报")), standing("查看待办", CaseList())
    return ((see,), (cases,))
