"""网页链接 and 打开工作台: links into the web chat for others, into the desk for oneself."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.people.links import make_link, own_link
from bot.talk.cards import Card
from bot.talk.filters import Has, Says
from bot.talk.presses.people import WebLink
from bot.talk.words.invitations import desk_card, link_card
from domain.errors import NotAllowed
from domain.people import Actor, Role
from storage.unit import Unit


async def make_web_link(
    query: CallbackQuery,
    callback_data: WebLink,
    unit: Unit,
    actor: Actor,
    now: datetime,
    chat_link: Callable[[str], str],
) -> Card:
    person = await unit.people.get(callback_data.person_id)
    if person is None:
        raise NotAllowed  # as for somebody there is: ids are not for trying out
    return link_card(person.name, chat_link(await make_link(unit, actor, person, now)))


async def open_desk(
    message: Message, unit: Unit, actor: Actor, now: datetime, desk_link: Callable[[str], str]
) -> Card:
    return desk_card(desk_link(await own_link(unit, actor, now)))


def router() -> Router:
    routes = Router(name="links")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(open_desk, Says("打开工作台", "工作台"))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.register(make_web_link, WebLink.filter())
    return routes
