"""A visit in one line that comes where something else is expected, or from somebody else."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.entries.visit_answers import is_entry, is_whole
from bot.talk.filters import Amid, Carries, Has, OfSomebodyElse
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.presses.visits import Whose
from bot.talk.states import Recording
from bot.talk.visit_reading import LONGEST_LINE, understood, with_said
from bot.talk.words.visit_questions import not_ones_own, whose_card
from domain.people import Role


async def amid(message: Message, talk: Talk) -> Card:
    """A whole visit said while something of another subject is being filled in."""
    adviser_id, text = talk.actor.person_id, message.text or ""
    said = await understood(text, adviser_id, talk)
    if len(text) > LONGEST_LINE or not is_whole(said):
        raise SkipHandler
    return await VISIT.begin(await with_said(VisitEntry(adviser_id=adviser_id), said, talk), talk)


async def of_somebody_else(message: Message, others: str, quoted: bool, talk: Talk) -> Card:
    """What was forwarded or quoted is asked about before it becomes one's own visit."""
    adviser_id = talk.actor.person_id
    said = await understood(others, adviser_id, talk)
    if not is_entry(said):
        raise SkipHandler
    new = await with_said(VisitEntry(adviser_id=adviser_id), said, talk)
    about = await VISIT.about(new, talk)
    talk.state.go(Recording.whose, line=others[:LONGEST_LINE])
    return whose_card(about, quoted=quoted)


async def whose(query: CallbackQuery, callback_data: Whose, talk: Talk) -> Card:
    line: str = talk.state.data["line"]
    talk.state.end()
    if not callback_data.mine:
        return not_ones_own()
    said = await understood(line, talk.actor.person_id, talk)
    new = await with_said(VisitEntry(adviser_id=talk.actor.person_id), said, talk)
    return await VISIT.begin(new, talk)


def early() -> Router:
    """Comes before every other dialogue: what is no answer must not become one."""
    routes = Router(name="visit_lines")
    routes.message.filter(Has(Role.ADVISER))
    routes.callback_query.filter(Has(Role.ADVISER))
    routes.message.register(of_somebody_else, OfSomebodyElse())
    routes.message.register(amid, Carries("text"), Amid())
    routes.callback_query.register(whose, Whose.filter(), Recording.whose)
    return routes
