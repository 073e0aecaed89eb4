"""到村登记 and 结束登记."""

from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.check_ins import check_in, drop_check_in, own_check_in
from actions.places.names import village_names
from bot.talk.cards import Card
from bot.talk.dialogues import Dialogue, Talk
from bot.talk.entries.visit import VisitEntry
from bot.talk.filters import Has, Idle, Phrased, Says
from bot.talk.handlers.visit_entry import VISIT
from bot.talk.presses.check_ins import CheckInAt, CheckInDrop, CheckOut, CheckOutLeft, CheckOutStill
from bot.talk.words.check_ins import (
    checked_in,
    choose_village,
    dropped,
    none_open,
    serves_nowhere,
    still_there,
)
from domain.check_ins import CheckIn, CheckInState
from domain.months import local, local_day
from domain.people import Actor, Role
from domain.understanding import (
    match_village,
    names_village,
    phrases,
    read_date,
    read_end,
    read_span,
)
from storage.unit import Unit


async def arrive(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """到村登记, with or without a village behind it."""
    villages = await unit.advisers.villages_of(actor.person_id, local_day(now))
    if not villages:
        return serves_nowhere()
    if len(villages) == 1 and not rest:
        return await _check_in(state, unit, actor, villages[0].id, now)
    known = await village_names(unit, villages, local_day(now))
    names = match_village(rest, list(known)) if rest else ()
    fitting = list({known[name].id: known[name] for name in names}.values())
    if len(fitting) == 1 and any(names_village(rest, name) for name in names):
        return await _check_in(state, unit, actor, fitting[0].id, now)
    if len(fitting) > 1:
        return choose_village(fitting)
    return choose_village([*fitting, *(v for v in villages if v not in fitting)], not_found=rest)


async def arrived(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """我到后塘村了, if that is one of their villages: anything else may be the talk of a visit."""
    villages = await unit.advisers.villages_of(actor.person_id, local_day(now))
    known = await village_names(unit, villages, local_day(now))
    if not any(names_village(rest, name) for name in match_village(rest, list(known))):
        raise SkipHandler
    return await arrive(message, rest, state, unit, actor, now)


async def left(message: Message, talk: Talk) -> Card:
    """我走了, while they are in a village."""
    if await talk.unit.check_ins.open_of(talk.actor.person_id) is None:
        raise SkipHandler
    return await leave(message, "", talk)


async def left_at(message: Message, rest: str, talk: Talk) -> Card:
    """9点半就走了，法治讲座: the end they tell, and what else they say of the visit."""
    found, (at, _, more) = await _open_or_draft(talk), rest.partition(" ")
    if found is None or found.day < local_day(talk.now) - timedelta(days=1):
        raise SkipHandler
    end = _end_told(at, found, talk)
    if end is None:
        raise SkipHandler
    return await _with_told(_entry(found).with_parts(end=end), more, talk)


async def arrive_at(
    query: CallbackQuery,
    callback_data: CheckInAt,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    return await _check_in(state, unit, actor, callback_data.village_id, now)


async def leave(message: Message, rest: str, talk: Talk) -> Card:
    """结束登记: the visit ends now, or when they say behind it."""
    found = await _open_or_draft(talk)
    if found is None:
        return none_open()
    at, _, more = rest.partition(" ")
    end = _end_told(at, found, talk)
    if end is not None:
        return await _with_told(_entry(found).with_parts(end=end), more, talk)
    return await _with_told(_ended(found, talk), rest, talk)


async def leave_pressed(query: CallbackQuery, callback_data: CheckOut, talk: Talk) -> Card:
    found = await own_check_in(talk.unit, talk.actor, callback_data.check_in_id)
    return await VISIT.begin(_ended(found, talk), talk)


async def left_earlier(query: CallbackQuery, callback_data: CheckOutLeft, talk: Talk) -> Card:
    """已离开: when, the adviser says; it is never guessed (规则 3.6)."""
    found = await own_check_in(talk.unit, talk.actor, callback_data.check_in_id)
    return await _ask_end(found, talk)


async def still_here(
    query: CallbackQuery, callback_data: CheckOutStill, unit: Unit, actor: Actor
) -> Card:
    found = await own_check_in(unit, actor, callback_data.check_in_id)
    return still_there(found)


async def drop(
    query: CallbackQuery, callback_data: CheckInDrop, unit: Unit, actor: Actor, now: datetime
) -> Card:
    await drop_check_in(unit, actor, callback_data.check_in_id, now)
    return dropped()


async def _check_in(
    state: Dialogue, unit: Unit, actor: Actor, village_id: int, now: datetime
) -> Card:
    """At once, for its time can't be caught up; what was unfinished is kept."""
    found = await check_in(unit, actor, village_id, now)
    state.clear()
    village = await unit.villages.get(village_id)
    assert village is not None
    return checked_in(found, village)


def _ended(found: CheckIn, talk: Talk) -> VisitEntry:
    """The visit ends now, unless its day is over: then nobody knows when it ended."""
    if found.state is CheckInState.DRAFT or found.day != local_day(talk.now):
        return _entry(found)
    entry = _entry(found).with_parts(end=_minute(talk.now))
    return entry.model_copy(update={"live": True})


async def _open_or_draft(talk: Talk) -> CheckIn | None:
    check_ins, adviser_id = talk.unit.check_ins, talk.actor.person_id
    drafts = await check_ins.drafts_of(adviser_id)
    return await check_ins.open_of(adviser_id) or (drafts[0] if drafts else None)


def _end_told(text: str, found: CheckIn, talk: Talk) -> time | None:
    """The end said in a few words: one time, of its day or of none."""
    day, span = read_date(text, talk.now), read_span(text)
    if day not in (None, found.day) or (span and span.start and span.end):
        return None
    return read_end(text, _minute(found.started_at))


async def _with_told(entry: VisitEntry, text: str, talk: Talk) -> Card:
    said = text.strip(phrases.AT_THE_END)
    told = await VISIT.told(said, None, entry, talk) if said else entry
    if isinstance(told, Card):  # another visit has been begun: it is asked which comes first
        return await VISIT.begin(entry, talk)
    if told is None or _arrival(told) != _arrival(entry):
        return VISIT.lost(said, await VISIT.begin(entry, talk))
    return await VISIT.begin(told, talk)


def _arrival(entry: VisitEntry) -> tuple[object, ...]:
    """What the check-in has settled: words behind its end don't change it."""
    return entry.village_id, entry.date, entry.start


async def _ask_end(found: CheckIn, talk: Talk) -> Card:
    return await VISIT.begin(_entry(found), talk)


def _entry(found: CheckIn) -> VisitEntry:
    return VisitEntry(
        adviser_id=found.adviser_id,
        village_id=found.village_id,
        check_in_id=found.id,
        date=found.day,
        start=_minute(found.started_at),
    )


def _minute(moment: datetime) -> time:
    return local(moment).time().replace(second=0, microsecond=0)


def router() -> Router:
    routes = Router(name="check_ins")
    routes.message.filter(Has(Role.ADVISER))
    routes.callback_query.filter(Has(Role.ADVISER))
    routes.message.register(arrive, Says("到村登记", "到村签到", joined=True))
    routes.message.register(arrive, Says("到村", "签到"))
    routes.message.register(leave, Says("结束登记", joined=True))
    routes.message.register(leave, Says("离村", "签退", "结束"))
    routes.message.register(arrived, Phrased(*phrases.ARRIVING), Idle())
    routes.message.register(left, Phrased(*phrases.LEAVING), Idle())
    routes.message.register(left_at, Phrased(*phrases.LEAVING_AT), Idle())
    routes.callback_query.register(arrive_at, CheckInAt.filter())
    routes.callback_query.register(leave_pressed, CheckOut.filter())
    routes.callback_query.register(left_earlier, CheckOutLeft.filter())
    routes.callback_query.register(still_here, CheckOutStill.filter())
    routes.callback_query.register(drop, CheckInDrop.filter())
    return routes
