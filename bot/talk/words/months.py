"""Cards with which a month is opened again."""

from collections.abc import Sequence

from bot.talk.cards import Card, say
from bot.talk.presses.menu import Menu
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from domain.districts import District
from domain.months import Month
from words.names import some_names
from words.times import month_words

REOPEN, CLOSE_AGAIN = "重开", "再次月结"
"""The words they are asked for with."""


def ask_month(streets: Sequence[District], word: str = REOPEN) -> Card:
    street = f"{streets[0].name} " if len(streets) > 1 else ""
    return say(f"是哪个月？请发送例如“{word} {street}2026-10”。")


def ask_street(word: str, month: Month, streets: Sequence[District], reason: str = "") -> Card:
    """Every street closes by itself, so it must be named where there are several."""
    if not streets:
        return say("您分管的辖区里还没有村(社区)。")
    names = some_names([street.name for street in streets])
    example = f"{word} {streets[0].name} {month} {reason}".strip()
    return say(f"是哪个街道？您分管{names}，各自月结。请发送例如“{example}”。")


def ask_reason(month: Month, street: District | None) -> Card:
    text = f"重开{_month(month, street)}：请写明理由，例如“漏报后塘村10月20日的讲座”。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def not_closed_card(month: Month, street: District | None) -> Card:
    return say(f"{_month(month, street)}现在没有关闭，不用重开，可以直接补录和更正。")


def reopened_card(month: Month, street: District | None) -> Card:
    named = f"{street.name} " if street else ""
    text = (
        f"已重开{_month(month, street)}。现在可以补录或更正这个月的服务记录；"
        "月结时的数据和重开后的改动都会留存备查。"
        f"改完后由分管领导发送“{CLOSE_AGAIN} {named}{month}”。"
    )
    return say(text, button("补录", Menu(word="补录")))


def closing_card(month: Month, street: District | None) -> Card:
    month_of = _month(month, street)
    return say(f"正在对{month_of}再次月结，一两分钟内完成。完成后发送“通报”查看。")


def _month(month: Month, street: District | None) -> str:
    return f"{street.name if street else ''}{month_words(month)}"
