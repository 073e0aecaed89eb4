"""Cards with which an adviser is replaced, or chosen for 补录."""

from collections.abc import Sequence
from datetime import date

from actions.advisers import Serving
from bot.talk.cards import Card, Fact, pager, say
from bot.talk.entries.replacement import ReplacementEntry
from bot.talk.presses.advisers import AdviserPages, RecordFor
from bot.talk.presses.filling import PAGES
from bot.talk.presses.people import Invite
from bot.talk.words.buttons import CANCEL
from bot.talk.words.buttons import standing as button
from bot.talk.words.filling import begun_words, fill, question, whole
from domain.advisers import ADVISER_KIND_LABELS, Adviser
from domain.months import Month
from domain.villages import Village
from words.names import who
from words.times import day_words

MOST_PLACES = 3


def ask_village(villages: Sequence[Village], page: int, pages: int) -> Card:
    buttons = [fill(village.name, "village", str(village.id)) for village in villages]
    turns = pager(pages, page, PAGES, standing=False)
    text = "更换哪个村(社区)的法律顾问？可以直接发送村名。"
    return question(text, buttons, turns=turns)


def ask_adviser(village: str, advisers: Sequence[Serving], page: int, pages: int) -> Card:
    buttons = [fill(serving_words(each), "adviser", str(each.adviser.id)) for each in advisers]
    text = f"{village}由谁担任法律顾问？请选择；新的顾问请直接发送姓名。"
    turns = pager(pages, page, PAGES, standing=False)
    return question(text, buttons, width=1, turns=turns)


def ask_reason() -> Card:
    text = "更换的原因是什么？会告诉现任法律顾问，例如“合同到期”。"
    return question(text, numbered=False)


def ask_kind(name: str) -> Card:
    buttons = [fill(label, "kind", kind) for kind, label in ADVISER_KIND_LABELS.items()]
    return question(f"{who(name)}是哪一类法律顾问？", buttons)


def replacement_about(village: str, name: str) -> str:
    return begun_words("更换顾问", village, who(name) if name else "")


def confirm_card(
    entry: ReplacementEntry, village: Village, current: Sequence[Adviser], new: str, today: date
) -> Card:
    first, following = Month.of(today).first_day, Month.of(today).plus(1).first_day
    facts = (
        Fact(label="村(社区)", value=village.name),
        Fact(label="现任", value="、".join(who(a.name) for a in current) or "未配备"),
        Fact(label="新任", value=who(new)),
        Fact(label="起始日", value=day_words(entry.since)),
        *((Fact(label="原因", value=entry.reason),) if entry.ends and entry.reason else ()),
    )
    days = (("本月1日起", first), ("今天起", today), ("下月1日起", following))
    choices = [fill(text, "since", day.isoformat()) for text, day in days if day != entry.since]
    title = "请确认更换法律顾问" if current else "请确认配备法律顾问"
    text = "现任的聘任到起始日前一天为止。要改起始日，直接发送日期也可以。"
    return whole(title, text, facts, (tuple(choices),), save="确认")


def others_meanwhile(card: Card) -> Card:
    words = f"没有办理：这个村的法律顾问刚才有了变动，下面是现在的情况。\n{card.text}"
    return card.model_copy(update={"text": words})


def replaced_card(village: str, new: Adviser, since: date) -> Card:
    text = f"已办理：{village}的法律顾问从{day_words(since)}起由{who(new.name)}担任。"
    return say(text, button("生成邀请码", Invite(person_id=new.id)))


def serving_words(serving: Serving) -> str:
    more = f"等{len(serving.villages)}处" if len(serving.villages) > MOST_PLACES else ""
    return f"{who(serving.adviser.name)} {'、'.join(serving.villages[:MOST_PLACES])}{more}"


def choose_adviser(advisers: Sequence[Serving], page: int, pages: int, not_found: str = "") -> Card:
    """For whom the office adds a visit (补录)."""
    if not advisers:
        return say("还没有在聘的法律顾问。")
    rows = [
        (button(serving_words(each), RecordFor(adviser_id=each.adviser.id)),) for each in advisers
    ]
    text = "为哪位法律顾问补录？"
    if not_found:
        text = f"没有找到“{not_found[:20]}”。{text}"
    return Card(text=text, rows=(*rows, *pager(pages, page, AdviserPages.__prefix__), (CANCEL,)))
