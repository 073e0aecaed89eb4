"""Cards about a visit that is corrected or withdrawn, or was meanwhile."""

from bot.talk.cards import Button, Card, Fact, say
from bot.talk.presses.visits import VisitEdit, VisitWithdraw
from bot.talk.words.filling import question
from domain.model import version_of
from domain.villages import Village
from domain.visits import Confirmation, Visit
from words.visits import visit_line


def unchanged_card(visit: Visit, village: Village) -> Card:
    """After a correction that changed nothing: so nothing was written."""
    text = f"没有改动：{visit_line(visit, village.name)}。原来的记录和村里的答复都保持不变。"
    if visit.confirmation is Confirmation.SENT_BACK:
        text += "这次服务已被村里退回；情况属实的，请与村里联系，由村里重新答复。"
    return say(text, Button(text="更正", press=VisitEdit(visit_id=visit.id).pack(), standing=True))


def changed_meanwhile(card: Card) -> Card:
    words = f"没有保存：这条记录在您更正的时候有了变动，下面是现在的内容。\n{card.text}"
    return card.model_copy(update={"text": words})


def ask_why() -> Card:
    text = "为什么更正？会告诉法律顾问本人，例如“签到表上是30人”。"
    return question(text, numbered=False)


def with_why(card: Card, reason: str) -> Card:
    return card.model_copy(update={"facts": (*card.facts, Fact(label="原因", value=reason))})


def ask_why_withdrawn(line: str, *, again: bool = False) -> Card:
    since = "没有撤回：这条记录刚才有了变动。请核对现在的内容。\n" if again else ""
    text = f"{since}要撤回的记录：{line}\n确定撤回的，请发送原因，会告诉法律顾问本人。"
    return question(text, numbered=False)


def ask_withdrawal(visit: Visit, line: str, *, again: bool = False) -> Card:
    """`again`: the visit is no longer what it was when withdrawing it was first asked about."""
    press = VisitWithdraw(visit_id=visit.id, sure=True, shown=version_of(visit)).pack()
    since = "没有撤回：这条记录刚才有了变动。请核对现在的内容。\n" if again else ""
    return say(f"{since}确定撤回这条记录吗？\n{line}", Button(text="确定撤回", press=press))


def withdrawn(line: str) -> Card:
    return say(f"已撤回：{line}。")
