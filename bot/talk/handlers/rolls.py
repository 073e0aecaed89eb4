"""花名册: the base tables as they stand, as a workbook that can be imported again."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from actions.rolls import roll_file
from bot.talk.cards import Card
from bot.talk.filters import Has, Says
from bot.talk.words.rolls import roll_card
from domain.people import Actor, Role
from storage.unit import Unit

WHOLE_PHONES = "完整电话"


async def print_roll(message: Message, rest: str, unit: Unit, actor: Actor, now: datetime) -> Card:
    """`花名册`, `花名册 黄梅街道`, and for a leader `花名册 完整电话`."""
    street = rest.replace(WHOLE_PHONES, "").strip()
    whole = WHOLE_PHONES in rest
    found = await roll_file(unit, actor, street, now, whole_phones=whole)
    file_id = await unit.files.add(found.name, found.content, now, actor.person_id)
    return roll_card(found, file_id, whole_phones=whole)


def router() -> Router:
    routes = Router(name="rolls")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER, Role.GRID_WORKER))
    routes.message.register(print_roll, Says("花名册", "名册"))
    return routes
