"""Cards with which a village confirms visits."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, in_rows, pager, say
from bot.talk.presses.confirmations import ToConfirm, VisitAsk, VisitConfirm, VisitSendBack
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from bot.talk.words.visit_lines import visit_button
from bot.talk.words.visits import visit_card
from domain.model import version_of
from domain.villages import Village
from domain.visits import Confirmation, Visit
from words.numbers import hours_text
from words.times import visit_span

SENT_BACK = "已退回，并告知了法律顾问。"


def waiting_card(visits: Sequence[tuple[Visit, str]], total: int, page: int, pages: int) -> Card:
    """Those of one page, each with the name of its village."""
    if not visits:
        return say("没有待确认的进村服务。")
    buttons = tuple(
        (visit_button(visit, village, VisitAsk(visit_id=visit.id)),) for visit, village in visits
    )
    rows = (*buttons, *pager(pages, page, ToConfirm.__prefix__))
    return Card(title=f"待确认的进村服务 {total} 条", text="点开一条进行确认。", rows=rows)


def answer_card(
    visit: Visit, village: Village, adviser: str, *, changed: bool = False, again: bool = False
) -> Card:
    """`again`: it was answered on a card that no longer says what is so, or never said what it
    was of; `changed` is the first of these."""
    id_, shown = visit.id, version_of(visit)
    confirm = button("确认", VisitConfirm(visit_id=id_, shown=shown))
    fewer = button("时长少一些", VisitConfirm(visit_id=id_, fewer=True, shown=shown))
    back = button("退回", VisitSendBack(visit_id=id_, shown=shown))
    card = visit_card(visit, village, adviser, changeable=False)
    done = visit.confirmation is not Confirmation.NONE or visit.withdrawn_at is not None
    text = "已经答复过，可以重新答复。" if done else "这次服务情况属实吗？"
    if again:
        since = "这次服务在那张卡片之后有了变动，" if changed else ""
        text = f"刚才的答复没有写入：{since}请核对现在的内容，再答复一次。"
    return card.model_copy(
        update={"title": "请村里确认", "text": text, "rows": ((confirm, fewer, back),)}
    )


def ask_minutes(visit: Visit) -> Card:
    words = f"登记的是{visit.minutes}分钟。请发送实际时长，例如“90分钟”“一个半小时”。"
    return Card(text=words, numbered=False)


def not_minutes(visit: Visit) -> Card:
    span = visit_span(visit.started_at, visit.ended_at)
    return say(
        f"没有看懂时长。登记的是{span}，{hours_text(visit.minutes)}。"
        "请发送例如“90分钟”“一个半小时”“到4点”；当天没有来村的，请先取消再退回；或发送“取消”。"
    )


def which_minutes(visit: Visit, possible: Sequence[int], said: str) -> Card:
    """What was said shown back as it was read; nothing is written before it is pressed."""

    def press(minutes: int) -> str:
        confirm = VisitConfirm(visit_id=visit.id, minutes=minutes, shown=version_of(visit))
        return confirm.pack()

    recorded = f"登记{hours_text(visit.minutes)}"
    if len(possible) == 1:
        text = f"按“{said[:20]}”，确认{hours_text(possible[0])}（{recorded}），对吗？不对的，"
        buttons = [Button(text="确认", press=press(possible[0]))]
    else:
        choices = "还是".join(hours_text(minutes) for minutes in possible)
        text = f"“{said[:20]}”是{choices}（{recorded}）？都不是的，"
        buttons = [Button(text=hours_text(minutes), press=press(minutes)) for minutes in possible]
    text += "请重新发送实际时长。"
    return Card(text=text, rows=(*in_rows(buttons, 3), (CANCEL,)), numbered=False)


def ask_reason() -> Card:
    text = "请写明退回的原因，例如“当天没有来村”；不退回的，请点取消。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def confirmed_words(visit: Visit) -> str:
    minutes = visit.confirmed_minutes or visit.minutes
    if minutes < visit.minutes:
        return f"已确认{hours_text(minutes)}（登记{hours_text(visit.minutes)}），并告知了法律顾问。"
    return f"已确认{hours_text(minutes)}。谢谢！"
