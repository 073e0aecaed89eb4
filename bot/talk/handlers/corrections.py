"""A correction as it is spoken: 把昨天那次改成30人, 删除昨天那条. It never begins a new visit."""

from datetime import timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.advisers import advisers_here
from actions.places.names import village_names
from actions.visit_rights import editable_visit
from bot.talk.cards import Card
from bot.talk.dialogues import Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.filters import Carries, Has, NoReasonAsked
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.handlers.visits import ask_to_withdraw
from bot.talk.presses.visits import CorrectThis
from bot.talk.states import Recording
from bot.talk.visit_reading import REMEMBERED, names_of, village_of, villages_of, with_said
from bot.talk.words.corrections import no_such_visit, which_to_correct
from domain.months import Month, local_day
from domain.people import Role
from domain.understanding.corrections import Correction, Which, read_correction
from domain.visits import Visit

JUST_NOW = timedelta(hours=1)
"""What is corrected without a word about which is the visit recorded so shortly before."""
OFFERED = 5


async def corrected(message: Message, talk: Talk) -> Card:
    """Of the adviser's own, or of an adviser whom the office names."""
    adviser_id, line = await _whose(message.text or "", talk)
    correction = await _read(line, adviser_id, talk)
    if correction is None:
        raise SkipHandler
    own = adviser_id == talk.actor.person_id
    if own and (entry := _at_hand(correction.which, talk)):
        if correction.withdraw:
            raise SkipHandler
        return await VISIT.next(await with_said(entry, correction.changes, talk), talk)
    if own and correction.which == Which() and talk.state.step is not None:
        raise SkipHandler
    visits = await _fitting(correction.which, adviser_id, talk)
    if not visits:
        talk.state.clear()
        return no_such_visit(await _named(correction.which, talk), own=own)
    if len(visits) == 1:
        return await _correct(visits[0].id, correction, talk)
    talk.state.go(Recording.correcting, line=message.text)
    named = [(visit, (await village_of(VisitEntry.of_visit(visit), talk)).name) for visit in visits]
    return which_to_correct(named, withdraw=correction.withdraw)


async def chosen(query: CallbackQuery, callback_data: CorrectThis, talk: Talk) -> Card:
    adviser_id, line = await _whose(talk.state.data["line"], talk)
    correction = await _read(line, adviser_id, talk)
    talk.state.end()
    return await _correct(callback_data.visit_id, correction or Correction(which=Which()), talk)


async def _whose(text: str, talk: Talk) -> tuple[int, str]:
    """Whose visit is meant, and the line without the name."""
    if talk.actor.offices:
        here = await advisers_here(talk.unit, talk.actor, Month.at(talk.now).plus(-1).first_day)
        named = [each.adviser for each in here if each.adviser.name in text]
        if len(named) == 1:
            return named[0].id, text.replace(named[0].name, "", 1)
    if not talk.actor.has(Role.ADVISER):
        raise SkipHandler
    return talk.actor.person_id, text


async def _read(text: str, adviser_id: int, talk: Talk) -> Correction | None:
    return read_correction(text, talk.now, list(await names_of(adviser_id, talk)))


def _at_hand(which: Which, talk: Talk) -> VisitEntry | None:
    """The entry that is being filled in, where it may be the one that is meant."""
    entry = _entry_of(talk)
    if entry is None or which.last:
        return None
    fits = which.day in (None, entry.date) and which.start in (None, entry.start)
    return entry if fits else None


def _entry_of(talk: Talk) -> VisitEntry | None:
    if talk.state.step not in {step.state for step in VISIT.steps}:
        return None
    return VisitEntry.model_validate(talk.state.data["entry"])


async def _fitting(which: Which, adviser_id: int, talk: Talk) -> list[Visit]:
    """The newest first; one recorded just now, where nothing was said about which."""
    unit = talk.unit
    visits = await unit.visits.latest_of_adviser(adviser_id, REMEMBERED)
    if adviser_id != talk.actor.person_id:
        own = {village.id for village in await villages_of(adviser_id, talk)}
        visits = [visit for visit in visits if visit.village_id in own]
    last = max(visits, key=lambda visit: (visit.recorded_at, visit.id), default=None)
    just_now = last is not None and talk.now - last.recorded_at < JUST_NOW
    if last and (which.last or (which == Which() and just_now)):
        return [last]
    villages = (await unit.villages.of_ids({visit.village_id for visit in visits})).values()
    known = await village_names(unit, list(villages), local_day(talk.now))
    meant = known.get(which.village) if which.village else None
    return [
        visit
        for visit in visits
        if which.day in (None, visit.day)
        and (which.village is None or (meant and meant.id == visit.village_id))
        and which.start in (None, VisitEntry.of_visit(visit).start)
    ][:OFFERED]


async def _correct(visit_id: int, correction: Correction, talk: Talk) -> Card:
    """Its card with the change, to confirm."""
    visit = await editable_visit(talk.unit, talk.actor, visit_id, talk.now)
    by_office = visit.adviser_id != talk.actor.person_id
    before = VisitEntry.of_visit(visit).model_copy(update={"by_office": by_office})
    if correction.withdraw:
        talk.state.clear()
        return await ask_to_withdraw(visit, talk)
    under = _entry_of(talk)
    if under and under.visit_id == visit_id:
        return await VISIT.next(await with_said(under, correction.changes, talk), talk)
    return await VISIT.begin(await with_said(before, correction.changes, talk), talk)


async def _named(which: Which, talk: Talk) -> str:
    return await VISIT.about(
        VisitEntry(
            adviser_id=talk.actor.person_id,
            date=which.day,
            start=which.start,
            said_village=which.village,
        ),
        talk,
    )


def router() -> Router:
    routes = Router(name="corrections")
    known = Has(Role.ADVISER, Role.OFFICE, Role.LEADER)
    routes.message.filter(known)
    routes.callback_query.filter(known)
    routes.message.register(corrected, Carries("text"), NoReasonAsked())
    routes.callback_query.register(chosen, CorrectThis.filter(), Recording.correcting)
    return routes
