"""What is said of visits in free text: one line or several visits, one's own or somebody else's."""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.several import SeveralEntry
from bot.talk.entries.visit import VisitEntry
from bot.talk.entries.visit_answers import is_entry, is_whole
from bot.talk.filters import Amid, Carries, Has, OfSomebodyElse, Says
from bot.talk.handlers.several_visits import SEVERAL
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.presses.visits import Whose
from bot.talk.states import Photographing, Recording
from bot.talk.visit_reading import LONGEST_TEXT, understood, visits_said, with_said
from bot.talk.words.visit_questions import none_like_it, not_ones_own, whose_card
from domain.people import Role
from domain.understanding.same_as import same_as

LONGEST_REFERENCE = 20
"""Characters of a text that says no more than 跟昨天一样."""
PHOTOS_WAIT = (Photographing.choosing.state, Recording.whose.state)


async def free_text(message: Message, talk: Talk) -> Card:
    """A text that says a time, a place or a service begins an entry; several begin several."""
    text = message.text or ""
    visits = await visits_said(text, VisitEntry(adviser_id=talk.actor.person_id), talk)
    if not visits and same_as(text, talk.now) and len(text) < LONGEST_REFERENCE:
        return none_like_it()
    if not visits:
        raise SkipHandler
    return await _begin(visits, talk)


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """补记, with or without what is to be recorded behind it."""
    return await begin_for(VisitEntry(adviser_id=talk.actor.person_id), rest, talk)


async def begin_for(entry: VisitEntry, text: str, talk: Talk) -> Card:
    """Open the dialogue with what a text says, for an adviser who may not be the one talking."""
    visits = await visits_said(text, entry, talk) if text else []
    said = await understood(text, entry.adviser_id, talk)
    return await _begin(visits or [await with_said(entry, said, talk)], talk)


async def _begin(visits: list[VisitEntry], talk: Talk) -> Card:
    """Photographs that wait for their visit are of this one."""
    photos: tuple[int, ...] = ()
    if talk.state.step in PHOTOS_WAIT:
        photos = tuple(talk.state.data.get("photos", []))
        talk.state.end()
    if len(visits) > 1:
        return await SEVERAL.begin(SeveralEntry(visits=tuple(visits), photos=photos), talk)
    return await VISIT.begin(visits[0].model_copy(update={"photos": photos}), talk)


async def amid(message: Message, talk: Talk) -> Card:
    """A whole visit said while something of another subject is being filled in."""
    text = message.text or ""
    said = await understood(text, talk.actor.person_id, talk)
    if len(text) > LONGEST_TEXT or not is_whole(said):
        raise SkipHandler
    return await free_text(message, talk)


async def of_somebody_else(message: Message, others: str, quoted: bool, talk: Talk) -> Card:
    """What was forwarded or quoted is asked about before it becomes one's own visit."""
    adviser_id = talk.actor.person_id
    said = await understood(others, adviser_id, talk)
    if not is_entry(said):
        raise SkipHandler
    new = await with_said(VisitEntry(adviser_id=adviser_id), said, talk)
    shown: dict[str, Any] = {"words": await VISIT.about(new, talk), "quoted": quoted}
    talk.state.go(Recording.whose, line=others[:LONGEST_TEXT], photos=[], **shown)
    return whose_card(shown["words"], quoted=quoted)


async def whose(query: CallbackQuery, callback_data: Whose, talk: Talk) -> Card:
    if not callback_data.mine:
        talk.state.end()
        return not_ones_own()
    entry = VisitEntry(adviser_id=talk.actor.person_id)
    return await _begin(await visits_said(talk.state.data["line"], entry, talk), talk)


def early() -> Router:
    """Comes before every other dialogue: what is no answer must not become one."""
    routes = Router(name="visit_lines")
    routes.message.filter(Has(Role.ADVISER))
    routes.callback_query.filter(Has(Role.ADVISER))
    routes.message.register(of_somebody_else, OfSomebodyElse())
    routes.message.register(amid, Carries("text"), Amid())
    routes.message.register(begin, Says("补记", "登记服务", "补登"))
    routes.callback_query.register(whose, Whose.filter(), Recording.whose)
    return routes


def last() -> Router:
    """Comes after every command: a text that is none may be a visit."""
    routes = Router(name="visit_free_text")
    routes.message.register(free_text, Carries("text"), Has(Role.ADVISER))
    return routes
