"""What people are told unasked, in words: polite, short, with what to do next."""

from functools import singledispatch
from typing import NamedTuple

from domain.change_notices import ChangeNotice
from domain.mingbairen import Stage
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
    ShortAgain,
    VisitAnswered,
    VisitToConfirm,
)
from domain.shortfalls import STANDING, ShortfallKind
from words.changes import change_title, change_told
from words.digests import as_lines, digest_text, digest_title, line_words, made_up_words
from words.names import some_names, who
from words.numbers import hours_text
from words.subjects import place_words
from words.times import clock_words, day_words, month_words

MOST_GRIDS = 8
CEASED = {Stage.LEFT: "已退出", Stage.SUSPENDED: "已暂停"}


class NoticeWords(NamedTuple):
    text: str
    title: str = ""


def notice_words(notice: Notice) -> NoticeWords:
    """What a notice says, wherever it is read."""
    return _words(notice)


@singledispatch
def _words(notice: object) -> NoticeWords:
    raise TypeError(f"no words for {type(notice).__name__}")


@_words.register
def _(notice: HoursReminder) -> NoticeWords:
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
    return NoticeWords(text, f"{month_words(month)}进村时长提醒")


@_words.register
def _(notice: Digest) -> NoticeWords:
    return NoticeWords(digest_text(notice), digest_title(notice))


@_words.register
def _(notice: CasesEscalated) -> NoticeWords:
    text = f"以下事项超过规定的工作日仍没有答复，请您过问：\n{as_lines(notice.lines, notice.more)}"
    return NoticeWords(text, "逾期未答复")


@_words.register
def _(notice: CaseHandedOver) -> NoticeWords:
    note = f"附言：{notice.note}\n" if notice.note else ""
    text = f"{who(notice.by_name)}转交给您办理：\n{line_words(notice.line)}\n{note}请打开答复。"
    return NoticeWords(text, "转交事项")


@_words.register
def _(notice: MadeUp) -> NoticeWords:
    when = "" if notice.line.kind in STANDING else f"{month_words(notice.period)}"
    return NoticeWords(f"好消息：{when}{made_up_words(notice.line)}，此前的提醒不用再办。")


@_words.register
def _(notice: ShortAgain) -> NoticeWords:
    when = "" if notice.line.kind in STANDING else f"{month_words(notice.period)}"
    return NoticeWords(
        f"此前告知已补足的一项又不足了：{when}{line_words(notice.line)}。"
        "原因多是服务被撤回、退回或更正，请核对后补上。"
    )


@_words.register
def _(notice: GridLost) -> NoticeWords:
    title = "网格将无法律明白人" if notice.at_risk else "网格已无法律明白人"
    todo = "请尽早安排接替人选或办理续期。" if notice.at_risk else "请尽快培养并登记新的明白人。"
    return NoticeWords(
        f"{place_words(notice.village, notice.grid)}：{loss_words(notice)}。{todo}", title
    )


@_words.register
def _(notice: GridsAtRisk) -> NoticeWords:
    shown = notice.grids[:MOST_GRIDS]
    lines = [f"· {place_words(grid.village, grid.grid)}：{loss_words(grid)}" for grid in shown]
    if more := len(notice.grids) - len(shown):
        lines.append(f"其余{more}个网格见列表。")
    text = "\n".join([*lines, "请尽早安排接替人选或办理续期。"])
    return NoticeWords(text, f"{len(notice.grids)}个网格将无法律明白人")


@_words.register
def _(notice: CheckOutAsked) -> NoticeWords:
    since = f"{day_words(local_day(notice.since))} {clock_words(notice.since)}"
    if notice.day_is_over:
        text = (
            f"您{since}在{notice.village}的到村登记没有结束，已转为草稿，暂不计入时长。"
            "请补上离开的时间。"
        )
        return NoticeWords(text, "请补结束时间")
    return NoticeWords(f"您{since}到{notice.village}，至今没有结束登记。还在{notice.village}吗？")


@_words.register
def _(notice: VisitToConfirm) -> NoticeWords:
    return NoticeWords(
        f"{who(notice.adviser)}登记了{day_words(notice.day)}在{notice.village}的"
        f"{hours_text(notice.minutes)}服务，请村里确认。"
    )


@_words.register
def _(notice: VisitAnswered) -> NoticeWords:
    visit = f"您登记的{day_words(notice.day)}{notice.village}服务（{hours_text(notice.minutes)}）"
    if notice.confirmed_minutes is None:
        return NoticeWords(f"{visit}被村里退回：{notice.reason or '未写原因'}。请核对后更正。")
    confirmed = hours_text(notice.confirmed_minutes)
    return NoticeWords(f"{visit}，村里确认了{confirmed}。如有出入，请更正后再报。")


@_words.register
def _(notice: BulletinReady) -> NoticeWords:
    where = "（见附件）" if notice.document else ""
    whose = some_names(notice.streets)
    return NoticeWords(
        f"{whose}{month_words(notice.month)}已经月结，数据不再变动，通报稿已生成{where}，请审阅。"
    )


@_words.register
def _(notice: Interrupted) -> NoticeWords:
    day, end = local_day(notice.since), local_day(notice.until)
    since = f"{day_words(day)} {clock_words(notice.since)}"
    until = f"{'' if day == end else f'{day_words(end)} '}{clock_words(notice.until)}"
    return NoticeWords(
        f"系统在{since}到{until}之间中断过，这段时间发来的消息可能没有收到。"
        "如果哪一条没有得到回答，请再发一次；已经得到回答的不用再发。"
    )


@_words.register
def _(notice: ChangeNotice) -> NoticeWords:
    return NoticeWords(change_told(notice), change_title(notice))


@_words.register
def _(notice: ReadyCard) -> NoticeWords:
    return NoticeWords(str(notice.card.get("text", "")), str(notice.card.get("title", "")))


def loss_words(lost: GridLost) -> str:
    """Why a grid has nobody, or soon won't; version 0.1.0 wrote it as words."""
    if lost.ends:
        ends = "、".join(f"{day.month}月{day.day}日" for day in lost.ends)
        return f"在册法律明白人的证书到期日：{ends}"
    if lost.gone_to is not None:
        return f"最后一名在册法律明白人转到了{lost.gone_to}"
    if lost.stage is None:
        return lost.reason
    why = f"，原因：{lost.why}" if lost.why else ""
    return f"最后一名在册法律明白人{CEASED[lost.stage]}{why}"
