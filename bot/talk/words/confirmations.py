"""Cards with which a village confirms visits."""

from collections.abc import Sequence

from bot.talk.cards import Button, Card, pager, say
from bot.talk.presses.confirmations import ToConfirm, VisitAsk, VisitConfirm, VisitSendBack
from bot.talk.words.visit_lines import visit_button
from bot.talk.words.visits import visit_card
from domain.villages import Village
from domain.visits import Confirmation, Visit
from words.numbers import hours_text

NO_MINUTES = "没有看懂时长。请发送例如“90分钟”“一个半小时”，或发送“取消”。"
NO_REASON = "请写明退回的原因，或发送“取消”。"
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


def answer_card(visit: Visit, village: Village, adviser: str) -> Card:
    confirm = Button(text="确认", press=VisitConfirm(visit_id=visit.id).pack(), standing=True)
    fewer = Button(
        text="时长少一些",
        press=VisitConfirm(visit_id=visit.id, fewer=True).pack(),
        standing=True,
    )
    back = Button(text="退回", press=VisitSendBack(visit_id=visit.id).pack(), standing=True)
    card = visit_card(visit, village, adviser, changeable=False)
    done = visit.confirmation is not Confirmation.NONE or visit.withdrawn_at is not None
    text = "已经答复过，可以重新答复。" if done else "这次服务情况属实吗？"
    return card.model_copy(
        update={"title": "请村里确认", "text": text, "rows": ((confirm, fewer, back),)}
    )


def confirmed_words(visit: Visit) -> str:
    minutes = visit.confirmed_minutes or visit.minutes
    if minutes < visit.minutes:
        return f"已确认{hours_text(minutes)}（登记{hours_text(visit.minutes)}），并告知了法律顾问。"
    return f"已确认{hours_text(minutes)}。谢谢！"


def ask_minutes(visit: Visit) -> Card:
    text = f"登记的是{visit.minutes}分钟。请发送实际时长，例如“90分钟”“一个半小时”。"
    return Card(text=text, numbered=False)


def ask_reason() -> Card:
    return Card(text="请写明退回的原因，例如“当天没有来村”。", numbered=False)
