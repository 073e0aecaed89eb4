"""电话: the one place where a phone number is shown whole, to a leader who asks."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from actions.people.phones import reveal_phones
from bot.talk.cards import Card, Fact, say
from bot.talk.filters import Says
from domain.errors import NotAllowed, NotFound
from domain.people import Actor, Role
from storage.unit import Unit
from words.names import who


async def reveal(message: Message, rest: str, unit: Unit, actor: Actor, now: datetime) -> Card:
    if not actor.has(Role.LEADER):
        raise NotAllowed
    if not rest:
        return say("请发送要查看的人，例如“电话 林晓”。查看会留下记录。")
    try:
        found = await reveal_phones(unit, actor, rest, now)
    except NotFound:
        return say(f"名单上没有“{rest[:20]}”这个人，请核对姓名。")
    facts = tuple(
        Fact(label=f"{who(phone.name)} {phone.place}".strip(), value=phone.number or "未登记")
        for phone in found
    )
    return Card(title="联系电话", text="本次查看已留下记录，请勿转发。", facts=facts, private=True)


def router() -> Router:
    """Open to everybody known, so that whoever may not is told so."""
    routes = Router(name="phones")
    routes.message.register(reveal, Says("电话"))
    routes.message.register(reveal, Says("查电话", joined=True))
    return routes
