"""人员: found by name, with what they do where; everybody of one role invited at once."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.people.batch import invite_all, waiting_by_role
from actions.people.finding import find_people, person_detail
from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.filters import Carries, Has, Idle, Says
from bot.talk.meant import tidy
from bot.talk.presses.people import InviteAll, PersonOpen
from bot.talk.words.mingbairen import person_card
from bot.talk.words.people import (
    FILE_NAME,
    ask_whom,
    batch_card,
    choose_role,
    detail_card,
    found_card,
    nobody_found,
    people_card,
)
from domain.people import Actor, Role
from domain.understanding.names import is_name
from storage.unit import Unit


async def overview(message: Message, talk: Talk) -> Card:
    talk.state.clear()
    return people_card()


async def find(message: Message, rest: str, talk: Talk) -> Card:
    """查人 姓名, or a part of the name."""
    if not rest:
        return ask_whom()
    return await _found(tidy(rest), talk) or nobody_found(rest)


async def by_name(message: Message, talk: Talk) -> Card:
    """A person's name alone."""
    name = tidy(message.text or "")
    card = await _found(name, talk, exact=True) if is_name(name) else None
    if card is None:
        raise SkipHandler
    return card


async def open_person(query: CallbackQuery, callback_data: PersonOpen, talk: Talk) -> Card:
    detail = await person_detail(talk.unit, talk.actor, callback_data.person_id, talk.now)
    return detail_card(detail)


async def ask_role(message: Message, talk: Talk) -> Card:
    """批量邀请."""
    talk.state.clear()
    return choose_role(await waiting_by_role(talk.unit, talk.actor, talk.now))


async def invite_them(
    query: CallbackQuery,
    callback_data: InviteAll,
    unit: Unit,
    actor: Actor,
    now: datetime,
    chat_link: Callable[[str], str],
) -> Card:
    role = callback_data.role
    batch = await invite_all(unit, actor, role, chat_link, now)
    if not batch.people:
        return choose_role(await waiting_by_role(unit, actor, now))
    file_id = await unit.files.add(FILE_NAME, batch.workbook, now)
    return batch_card(role, batch.people, file_id)


async def _found(name: str, talk: Talk, *, exact: bool = False) -> Card | None:
    """One person is opened; of several one is chosen."""
    found = await find_people(talk.unit, talk.actor, name, talk.now)
    people = [*found.people, *found.former]
    names = [m.name for m in people] + [person.name for person, _ in found.roll]
    if not names or (exact and name not in names):
        return None
    if len(people) == 1 and not found.roll:
        person_id = people[0].person_id
        return detail_card(await person_detail(talk.unit, talk.actor, person_id, talk.now))
    if len(found.roll) == 1 and not people:
        person = found.roll[0][0]
        grid = await talk.unit.grids.get(person.grid_id)
        return person_card(person, grid) if grid else None
    return found_card(name, found)


def router() -> Router:
    routes = Router(name="people")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(overview, Says("人员", "人员管理"))
    routes.message.register(find, Says("查人", "找人"))
    routes.message.register(ask_role, Says("批量邀请", "全部邀请"))
    routes.callback_query.register(open_person, PersonOpen.filter())
    routes.callback_query.register(invite_them, InviteAll.filter())
    return routes


def named() -> Router:
    """Comes after every command: the name of a person alone."""
    routes = Router(name="people_named")
    office = Has(Role.OFFICE, Role.LEADER)
    routes.message.register(by_name, Carries("text"), Idle(), office)
    return routes
