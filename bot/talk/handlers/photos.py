"""A picture an adviser sends is evidence of a visit, if they say of which."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter, or_f
from aiogram.types import CallbackQuery, Message

from actions.photos import attach_photos
from actions.visit_rights import own_visit
from bot.talk.cards import Card, say
from bot.talk.dialogues import Dialogue, Talk
from bot.talk.filters import Carries, Has
from bot.talk.first import LeadsTo, take_up
from bot.talk.handlers.several_visits import SEVERAL
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.presses.filling import First
from bot.talk.presses.visits import PhotoFor, PhotoOpen
from bot.talk.states import Photographing, Recording
from bot.talk.words.photos import GONE, NAME, attached, choose_visit, photo_card, photos_about
from bot.talk.words.visit_questions import whose_card
from domain.errors import NotFound
from domain.people import Actor, Role
from domain.visits import Visit
from storage.unit import Unit
from words.visits import visit_line

CHOICES = 5
"""Visits offered, the newest ones."""
MAGIC = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"GIF8": ".gif", b"RIFF": ".webp"}


class IsPicture(Filter):
    """The content says so, whatever the name."""

    async def __call__(self, message: Message, incoming: bytes | None = None) -> bool:
        return incoming is not None and bytes(incoming[:4]).startswith(tuple(MAGIC))


async def amid_an_entry(message: Message, incoming: bytes, talk: Talk) -> Card:
    """It is of the visit that is being entered, and attached once that is saved."""
    photo = await _stored(incoming, talk)
    if talk.state.step == Recording.whose.state:
        talk.state.data["photos"] = [*talk.state.data["photos"], photo]
        return whose_card(talk.state.data["words"], quoted=talk.state.data["quoted"])
    filling = SEVERAL if talk.state.step == Recording.several.state else VISIT
    return await filling.photographed(photo, talk)


async def received(message: Message, incoming: bytes, talk: Talk) -> Card:
    state, here = talk.state, Photographing.choosing
    photos: list[int] = state.data.get("photos", []) if state.step == here.state else []
    photos = [*photos, await _stored(incoming, talk)]
    visits = await talk.unit.visits.latest_of_adviser(talk.actor.person_id, CHOICES)
    if state.step == here.state:
        state.end()
    state.go(here, photos=photos, about=photos_about(len(photos)))
    return await _choose(visits, photos, talk)


async def taken_up(query: CallbackQuery, callback_data: First, talk: Talk) -> Card:
    """Photographs that were set aside."""
    take_up(talk.state, callback_data.way)
    visits = await talk.unit.visits.latest_of_adviser(talk.actor.person_id, CHOICES)
    return await _choose(visits, talk.state.data["photos"], talk)


async def _choose(visits: list[Visit], photos: list[int], talk: Talk) -> Card:
    villages = await talk.unit.villages.of_ids({visit.village_id for visit in visits})
    named = [(visit, villages[visit.village_id].name) for visit in visits]
    return choose_visit(named, len(photos))


async def _stored(incoming: bytes, talk: Talk) -> int:
    content = bytes(incoming)
    ending = next(end for magic, end in MAGIC.items() if content.startswith(magic))
    name, person_id = f"{NAME}{ending}", talk.actor.person_id
    return await talk.unit.files.add(name, content, talk.now, person_id)


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
    entering = or_f(Recording.asking, Recording.confirming, Recording.several, Recording.whose)
    routes.message.register(amid_an_entry, Carries("document"), IsPicture(), adviser, entering)
    routes.message.register(received, Carries("document"), IsPicture(), adviser)
    here = LeadsTo([Photographing.choosing])
    routes.callback_query.register(taken_up, First.filter(), here, adviser)
    routes.callback_query.register(chosen, PhotoFor.filter(), adviser, Photographing.choosing)
    known = Has(Role.ADVISER, Role.VILLAGE_CONFIRMER, Role.OFFICE, Role.LEADER)
    routes.callback_query.register(look, PhotoOpen.filter(), known)
    return routes
