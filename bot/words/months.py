"""Cards with which a month is opened again."""

from bot.cards import Button, Card, say
from bot.presses import Menu
from bot.words.digests import standing as button
from bot.words.times import month_words
from domain.months import Month

CANCEL = Button(text="取消", press=Menu(word="取消").pack(), standing=True)


def ask_month() -> Card:
    return say("要重开哪个月？请发送例如“重开 2026-10 漏报后塘村的讲座”。")


def ask_reason(month: Month) -> Card:
    text = f"重开{month_words(month)}：请写明理由，例如“漏报后塘村10月20日的讲座”。"
    return Card(text=text, rows=((CANCEL,),), numbered=False)


def reopened_card(month: Month) -> Card:
    text = (
        f"已重开{month_words(month)}。现在可以补录或更正这个月的服务记录；"
        "月结时的数据和重开后的改动都会留存备查。"
    )
    return say(text, button("补录", Menu(word="补录")))
