"""Cards with phone numbers, shown whole to a leader who asks."""

from collections.abc import Iterable

from actions.people.phones import Phone
from bot.talk.cards import Card, Fact, say
from words.names import who


def ask_whose() -> Card:
    return say("请发送要查看的人，例如“电话 林晓”。查看会留下记录。")


def nobody_named(name: str) -> Card:
    return say(f"名单上没有“{name[:20]}”这个人，请核对姓名。")


def phones_card(phones: Iterable[Phone]) -> Card:
    facts = tuple(
        Fact(label=f"{who(phone.name)} {phone.place}".strip(), value=phone.number or "未登记")
        for phone in phones
    )
    return Card(title="联系电话", text="本次查看已留下记录，请勿转发。", facts=facts, private=True)
