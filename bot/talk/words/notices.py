"""What people are told unasked, as cards: polite, short, with what to do next as buttons."""

from functools import singledispatch

from bot.talk.cards import Card, say
from bot.talk.presses.cases import CaseList, CaseOpen
from bot.talk.presses.check_ins import CheckInDrop, CheckOutLeft, CheckOutStill
from bot.talk.presses.confirmations import ToConfirm, VisitAsk
from bot.talk.presses.grids import GridList, GridOpen
from bot.talk.presses.visits import MyMonth, VisitOpen
from bot.talk.words.bulletin import ready_card
from bot.talk.words.digests import as_lines, digest_card, line_words, made_up_words, standing
from domain.months import Month, local_day
from domain.notices import (
    BulletinReady,
    CaseHandedOver,
    CasesEscalated,
    CheckOutAsked,
    Digest,
    GridLost,
    GridsAtRisk,
    HoursReminder,
    Interrupted,
    MadeUp,
    Notice,
    ReadyCard,
    VisitAnswered,
    VisitToConfirm,
)
from domain.shortfalls import STANDING, ShortfallKind
from words.names import who
from words.numbers import hours_text
from words.times import clock_words, day_words, month_words

MOST_GRIDS = 8


def card_for(notice: Notice) -> Card:
    return _card(notice)


@singledispatch
def _card(notice: object) -> Card:
    raise TypeError(f"no card for {type(notice).__name__}")


@_card.register
def _(notice: HoursReminder) -> Card:
    month = Month.parse(notice.month)
    left = (
        f"本月还有{notice.working_days_left}个工作日"
        if notice.working_days_left
        else "已没有剩余的工作日，晚上和休息日进村同样有效"
    )
    missing = sum(
        line.wanted - line.figure for line in notice.lines if line.kind is ShortfallKind.HOURS
    )
    total = f"合计还差{hours_text(missing)}，" if missing else ""
    text = (
        f"您{month.month}月的进村服务进度偏慢，{total}{left}：\n"
        f"{as_lines(notice.lines)}\n已经去过的，请用一句话补记。"
    )
    return Card(
        title=f"{month_words(month)}进村时长提醒",
        text=text,
        rows=((standing("我的本月", MyMonth()),),),
    )


@_card.register
def _(notice: Digest) -> Card:
    return digest_card(notice)


@_card.register
def _(notice: CasesEscalated) -> Card:
    text = f"以下事项超过规定的工作日仍没有答复，请您过问：\n{as_lines(notice.lines, notice.more)}"
    return Card(title="逾期未答复", text=text, rows=((standing("查看待办", CaseList()),),))


@_card.register
def _(notice: CaseHandedOver) -> Card:
    note = f"附言：{notice.note}\n" if notice.note else ""
    text = f"{who(notice.by_name)}转交给您办理：\n{line_words(notice.line)}\n{note}请打开答复。"
    button = (
        standing("打开", CaseOpen(shortfall_id=notice.line.shortfall_id))
        if notice.line.shortfall_id
        else standing("查看待办", CaseList())
    )
    return Card(title="转交事项", text=text, rows=((button,),))


@_card.register
def _(notice: MadeUp) -> Card:
    when = "" if notice.line.kind in STANDING else f"{month_words(notice.period)}"
    return say(f"好消息：{when}{made_up_words(notice.line)}，此前的提醒不用再办。")


@_card.register
def _(notice: GridLost) -> Card:
    title = "网格将无法律明白人" if notice.at_risk else "网格已无法律明白人"
    todo = "请尽早安排接替人选或办理续期。" if notice.at_risk else "请尽快培养并登记新的明白人。"
    return Card(
        title=title,
        text=f"{notice.village} {notice.grid}：{notice.reason}。{todo}",
        rows=((standing("打开网格", GridOpen(grid_id=notice.grid_id)),),),
    )


@_card.register
def _(notice: GridsAtRisk) -> Card:
    shown = notice.grids[:MOST_GRIDS]
    lines = [f"· {grid.village} {grid.grid}：{grid.reason}" for grid in shown]
    if more := len(notice.grids) - len(shown):
        lines.append(f"其余{more}个网格见列表。")
    return Card(
        title=f"{len(notice.grids)}个网格将无法律明白人",
        text="\n".join([*lines, "请尽早安排接替人选或办理续期。"]),
        rows=((standing("查看网格", GridList()),),),
    )


@_card.register
def _(notice: CheckOutAsked) -> Card:
    left = standing("已离开，选时间", CheckOutLeft(check_in_id=notice.check_in_id))
    since = f"{day_words(local_day(notice.since))} {clock_words(notice.since)}"
    if notice.day_is_over:
        text = (
            f"您{since}在{notice.village}的到村登记没有结束，已转为草稿，暂不计入时长。"
            "请补上离开的时间。"
        )
        drop = standing("登记错了", CheckInDrop(check_in_id=notice.check_in_id))
        return Card(title="请补结束时间", text=text, rows=((left, drop),))
    still = standing("还在", CheckOutStill(check_in_id=notice.check_in_id))
    text = f"您{since}到{notice.village}，至今没有结束登记。还在{notice.village}吗？"
    return Card(text=text, rows=((still, left),))


@_card.register
def _(notice: VisitToConfirm) -> Card:
    text = (
        f"{who(notice.adviser)}登记了{day_words(notice.day)}在{notice.village}的"
        f"{hours_text(notice.minutes)}服务，请村里确认。"
    )
    ask = standing("查看并确认", VisitAsk(visit_id=notice.visit_id))
    return Card(text=text, rows=((ask, standing("全部待确认", ToConfirm())),))


@_card.register
def _(notice: VisitAnswered) -> Card:
    visit = f"您登记的{day_words(notice.day)}{notice.village}服务（{hours_text(notice.minutes)}）"
    if notice.confirmed_minutes is None:
        text = f"{visit}被村里退回：{notice.reason or '未写原因'}。请核对后更正。"
    else:
        text = (
            f"{visit}，村里确认了{hours_text(notice.confirmed_minutes)}。如有出入，请更正后再报。"
        )
    return say(text, standing("打开这条记录", VisitOpen(visit_id=notice.visit_id)))


@_card.register
def _(notice: BulletinReady) -> Card:
    return ready_card(notice)


@_card.register
def _(notice: Interrupted) -> Card:
    day, end = local_day(notice.since), local_day(notice.until)
    since = f"{day_words(day)} {clock_words(notice.since)}"
    until = f"{'' if day == end else f'{day_words(end)} '}{clock_words(notice.until)}"
    return say(
        f"系统在{since}到{until}之间中断过，这段时间发来的消息可能没有收到。"
        "如果哪一条没有得到回答，请再发一次；已经得到回答的不用再发。"
    )


@_card.register
def _(notice: ReadyCard) -> Card:
    return Card.model_validate(notice.card)
