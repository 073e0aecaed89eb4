"""网页链接: the office lets a person into the web chat."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.people.links import make_link
from bot.talk.cards import Card
from bot.talk.filters import Has
from bot.talk.presses.people import WebLink
from bot.talk.words.invitations import link_card
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


def router() -> Router:
    routes = Router(name="links")
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.register(make_web_link, WebLink.filter())
    return routes
