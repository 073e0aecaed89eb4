"""Cards with which a month is opened again."""

from bot.talk.cards import Card, say
from bot.talk.presses.menu import Menu
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from domain.months import Month
from words.times import month_words

CLOSE_AGAIN = "再次月结"
"""The word it is asked for with."""


def ask_month(word: str = "重开") -> Card:
    return say(f"是哪个月？请发送例如“{word} 2026-10”。")


def ask_reason(month: Month) -> Card:
    text = f"重开{month_words(month)}：请写明理由，例如“漏报后塘村10月20日的讲座”。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def not_closed_card(month: Month) -> Card:
    return say(f"{month_words(month)}现在没有关闭，不用重开，可以直接补录和更正。")


def reopened_card(month: Month) -> Card:
    text = (
        f"已重开{month_words(month)}。现在可以补录或更正这个月的服务记录；"
        "月结时的数据和重开后的改动都会留存备查。"
        f"改完后由分管领导发送“{CLOSE_AGAIN} {month}”。"
    )
    return say(text, button("补录", Menu(word="补录")))


def closing_card(month: Month) -> Card:
    return say(f"正在对{month_words(month)}再次月结，一两分钟内完成。完成后发送“通报”查看。")
