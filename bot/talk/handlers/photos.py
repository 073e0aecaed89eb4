"""A picture an adviser sends is evidence of a visit, if they say of which."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter, or_f
from aiogram.types import CallbackQuery, Message

from actions.photos import attach_photos
from actions.visit_rights import own_visit
from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue
from bot.talk.filters import Carries, Has
from bot.talk.presses.visits import PhotoFor, PhotoOpen
from bot.talk.states import Photographing, Recording
from bot.talk.words.photos import GONE, NO_VISITS, attached, choose_visit, photo_card
from domain.errors import NotFound
from domain.people import Actor, Role
from domain.photos import SaveFirst
from storage.unit import Unit
from words.visits import visit_line

CHOICES = 5
"""Visits offered, the newest ones."""
MAGIC = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"GIF8": ".gif", b"RIFF": ".webp"}


class IsPicture(Filter):
    """The content says so, whatever the name."""

    async def __call__(self, message: Message, incoming: bytes | None = None) -> bool:
        return incoming is not None and bytes(incoming[:4]).startswith(tuple(MAGIC))


async def save_first(message: Message) -> Card:
    """A refusal leaves the entry as it stands."""
    raise SaveFirst


async def received(
    message: Message, incoming: bytes, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    visits = await unit.visits.latest_of_adviser(actor.person_id, CHOICES)
    if not visits:
        return say(NO_VISITS)
    photos: list[int] = []
    if state.step == Photographing.choosing.state:
        photos = state.data.get("photos", [])
    content = bytes(incoming)
    ending = next(end for magic, end in MAGIC.items() if content.startswith(magic))
    photos.append(await unit.files.add(f"照片{ending}", content, now))
    state.go(Photographing.choosing, photos=photos)
    villages = await unit.villages.of_ids({visit.village_id for visit in visits})
    named = [(visit, villages[visit.village_id].name) for visit in visits]
    return choose_visit(named, len(photos))


async def chosen(
    query: CallbackQuery,
    callback_data: PhotoFor,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    """The files are those this person sent: none is named by the button."""
    photos: list[int] = state.data.get("photos", [])
    if not photos:
        return say(GONE)
    visit, count = await attach_photos(unit, actor, callback_data.visit_id, photos, now)
    state.end()
    village = await unit.villages.get(visit.village_id)
    return attached(visit.id, visit_line(visit, village.name if village else ""), count)


async def look(query: CallbackQuery, callback_data: PhotoOpen, unit: Unit, actor: Actor) -> Card:
    visit = await own_visit(unit, actor, callback_data.visit_id)
    photos = await unit.photos.of_visit(visit.id)
    if not photos:
        raise NotFound
    number = min(max(callback_data.number, 0), len(photos) - 1)
    file = await unit.files.get(photos[number])
    if file is None:
        raise NotFound
    return photo_card(visit.id, photos[number], file.name, number, len(photos))


def router() -> Router:
    routes = Router(name="photos")
    adviser = Has(Role.ADVISER)
    entering = or_f(Recording.asking, Recording.confirming)
    routes.message.register(save_first, Carries("document"), IsPicture(), adviser, entering)
    routes.message.register(received, Carries("document"), IsPicture(), adviser)
    routes.callback_query.register(chosen, PhotoFor.filter(), adviser, Photographing.choosing)
    known = Has(Role.ADVISER, Role.VILLAGE_CONFIRMER, Role.OFFICE, Role.LEADER)
    routes.callback_query.register(look, PhotoOpen.filter(), known)
    return routes
