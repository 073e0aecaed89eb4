"""Cards with which somebody who left is deactivated."""

from collections.abc import Sequence
from datetime import date, timedelta

from actions.people.invitations import Member
from actions.people.leaving import Left
from bot.talk.cards import Card, Fact, say
from bot.talk.entries.leaving import LeavingEntry
from bot.talk.words.filling import begun_words, fill, question, whole
from bot.talk.words.invitations import posts_words
from domain.months import Month
from words.names import who
from words.times import day_words


def ask_person(known: Sequence[Member]) -> Card:
    if not known:
        return question("停用哪一位？请直接发送姓名。", numbered=False)
    buttons = [
        fill(f"{who(member.name)} {posts_words(member)}"[:60], "person", str(member.person_id))
        for member in known
    ]
    return question("是哪一位？", buttons, width=1)


def leaving_about(name: str) -> str:
    return begun_words("停用人员", who(name) if name else "")


def ask_reason() -> Card:
    return question("停用的原因是什么？会留痕，例如“已调离”。", numbered=False)


def confirm_card(entry: LeavingEntry, member: Member, today: date) -> Card:
    facts = (
        Fact(label="人员", value=who(member.name)),
        Fact(label="现任", value=posts_words(member)),
        Fact(label="最后一天", value=day_words(entry.day)),
        Fact(label="原因", value=entry.reason or ""),
    )
    last = Month.of(today).first_day - timedelta(days=1)
    days = (("今天", today), ("上月底", last))
    choices = tuple(fill(words, "day", day.isoformat()) for words, day in days if day != entry.day)
    text = (
        "停用以后不能再进入，不再收到通知，没有用的邀请码和链接作废；聘任到最后一天为止，"
        "手里的待办退回街道；过去的记录保留。要改最后一天，直接发送日期也可以。"
    )
    return whole("请确认停用", text, facts, (choices,), save="确认")


def left_card(left: Left, day: date) -> Card:
    lines = [f"已停用：{who(left.person.name)}，最后一天{day_words(day)}。"]
    for words, places in (
        ("没有法律顾问", left.villages),
        ("没有网格员", left.grids),
        ("没有村确认人", left.confirming),
    ):
        if places:
            lines.append(f"· 之后{words}：{'、'.join(places)}")
    if left.cases:
        lines.append(f"· {left.cases}项待办退回街道。")
    return say("\n".join(lines))
