"""Cards with which an appointment ends."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.talk.cards import Card, Fact, pager, say
from bot.talk.entries.ending import EndingEntry
from bot.talk.presses.advisers import ReplaceIn
from bot.talk.presses.filling import PAGES
from bot.talk.words.buttons import standing as button
from bot.talk.words.filling import begun_words, fill, question, whole
from domain.advisers import Adviser
from domain.months import Month
from domain.villages import Village
from words.names import who
from words.times import day_words


def ask_village(villages: Sequence[Village], page: int, pages: int) -> Card:
    buttons = [fill(village.name, "village", str(village.id)) for village in villages]
    turns = pager(pages, page, PAGES, standing=False)
    text = "结束哪个村(社区)的聘任？可以直接发送村名或顾问的姓名。有人接任的，请用“更换顾问”。"
    return question(text, buttons, turns=turns)


def ask_adviser(village: str, advisers: Sequence[Adviser]) -> Card:
    buttons = [fill(who(each.name), "adviser", str(each.id)) for each in advisers]
    return question(f"结束谁在{village}的聘任？", buttons)


def ending_about(village: str, name: str) -> str:
    return begun_words("结束聘任", village, who(name) if name else "")


def ask_reason() -> Card:
    return question("结束聘任的原因是什么？会告诉本人，例如“合同到期”。", numbered=False)


def nobody_serves(village: str) -> Card:
    return say(f"{village}现在没有法律顾问，没有可以结束的聘任。")


def confirm_card(
    entry: EndingEntry, village: str, adviser: str, others: Sequence[Adviser], today: date
) -> Card:
    after = "、".join(who(each.name) for each in others) or "没有法律顾问（未配备）"
    facts = (
        Fact(label="村(社区)", value=village),
        Fact(label="法律顾问", value=who(adviser)),
        Fact(label="最后一天", value=day_words(entry.day)),
        Fact(label="之后由谁服务", value=after),
        Fact(label="原因", value=entry.reason or ""),
    )
    last = Month.of(today).first_day - timedelta(days=1)
    days = (("今天", today), ("上月底", last))
    choices = tuple(fill(text, "day", day.isoformat()) for text, day in days if day != entry.day)
    text = "以前的服务记录不变。要改最后一天，直接发送日期也可以。"
    return whole("请确认结束聘任", text, facts, (choices,), save="确认")


def ended_card(village: str, adviser: str, day: date, village_id: int, *, served: bool) -> Card:
    text = f"已办理：{who(adviser)}在{village}的聘任到{day_words(day)}为止，已告诉本人。"
    if served:
        return say(text)
    text += f"之后{village}没有法律顾问，请尽早配备。"
    return say(text, button("配备顾问", ReplaceIn(village_id=village_id)))
