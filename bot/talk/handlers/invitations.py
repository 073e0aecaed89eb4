"""邀请: the office lets people in with single-use codes."""

import re
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.people.invitations import (
    add_member,
    check_may_give,
    holding,
    named,
    not_joined,
    place_name,
    places_for,
)
from actions.people.people import invite
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Dialogue
from bot.talk.entries.invitation import IN_DISTRICTS, InvitationEntry
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.villages import named_villages
from bot.talk.meant import tidy
from bot.talk.middlewares.old_button import offered
from bot.talk.presses.people import Invite, InvitePlaces, InviteStep, NotJoined
from bot.talk.states import Inviting
from bot.talk.words.invitations import (
    ask_kind,
    ask_name,
    ask_place,
    ask_role,
    choose_member,
    code_card,
    no_such_place,
    not_a_name,
    not_joined_card,
)
from domain.errors import NotFound
from domain.people import Actor, Role
from domain.understanding import match_grids
from storage.unit import Unit

PLACE_QUESTIONS = {
    Role.GRID_WORKER: "在哪个网格？",
    Role.OFFICE: "在哪个街道？",
    Role.LEADER: "在哪个街道？",
}
PLACES = 12
"""Villages or grids on one page."""
NAME = re.compile(r"[\u3400-\u9fff·]{2,20}|[A-Za-z][A-Za-z .'-]{1,40}")


async def begin(
    message: Message, rest: str, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """邀请, or 邀请 with a name behind it."""
    state.clear()
    if rest:
        return await _by_name(rest, InvitationEntry(), state, unit, actor, now)
    return await _next(InvitationEntry(), state, unit, actor, now)


async def answered(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    """A text while an invitation is being made: a place, or a name."""
    entry = await _entry(state)
    said = tidy(message.text or "")
    if entry.missing in ("village", "place"):
        return await _place_said(said, entry, state, unit, actor, now)
    return await _by_name(said, entry, state, unit, actor, now)


async def filled(
    query: CallbackQuery,
    callback_data: InviteStep,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    entry = await _entry(state)
    with offered():
        entry = entry.with_part(callback_data.part, callback_data.value)
    return await _next(entry, state, unit, actor, now)


async def turn_places(
    query: CallbackQuery,
    callback_data: InvitePlaces,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    return await _next(await _entry(state), state, unit, actor, now, callback_data.page)


async def make_code(
    query: CallbackQuery,
    callback_data: Invite,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    state.clear()
    return await _code(unit, actor, callback_data.person_id, now)


async def waiting_page(
    query: CallbackQuery,
    callback_data: NotJoined,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    state.clear()
    return await _waiting(unit, actor, now, callback_data.page)


async def waiting(
    message: Message, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    state.clear()
    return await _waiting(unit, actor, now, 0)


async def _waiting(unit: Unit, actor: Actor, now: datetime, page: int) -> Card:
    members = await not_joined(unit, actor, now)
    shown, page, pages = page_of(members, page)
    return not_joined_card(shown, len(members), page, pages)


async def _next(
    entry: InvitationEntry,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
    page: int = 0,
) -> Card:
    """Ask for the next missing part; when none is missing, add the person and make the code."""
    if entry.missing == "place" and entry.role in IN_DISTRICTS and len(actor.offices) == 1:
        entry = entry.model_copy(update={"place_id": next(iter(actor.offices))})
    if entry.role and entry.place_id is not None:
        await check_may_give(unit, actor, entry.role, entry.place_id)
    state.go(Inviting.asking, entry=entry.model_dump(mode="json"))
    if entry.missing == "role":
        waiting_count = len(await not_joined(unit, actor, now))
        return ask_role(_roles(actor), waiting_count, entry.name)
    if entry.missing in ("village", "place"):
        return await _ask_place(entry, unit, actor, page)
    assert entry.role and entry.place_id is not None
    if entry.name is None:
        members = await holding(unit, actor, entry.role, entry.place_id, now)
        place = await place_name(unit, entry.role, entry.place_id)
        return ask_name(entry.role, place, *page_of(members, page))
    if entry.missing == "kind":
        return ask_kind(entry.name)
    place_id, kind = entry.place_id, entry.kind
    person = await add_member(unit, actor, entry.name, entry.role, place_id, kind, now)
    state.clear()
    return await _code(unit, actor, person.id, now)


async def _ask_place(entry: InvitationEntry, unit: Unit, actor: Actor, page: int) -> Card:
    places = await _places(entry, unit, actor)
    part = "village" if entry.missing == "village" else "place"
    question = PLACE_QUESTIONS[entry.role] if entry.role and part == "place" else "在哪个村(社区)？"
    more = "可以直接发送名称。" if len(places) > PLACES else ""
    shown, page, pages = page_of(places, page, PLACES)
    return ask_place(f"{question}{more}", shown, part, page, pages)


async def _places(entry: InvitationEntry, unit: Unit, actor: Actor) -> list[tuple[int, str]]:
    assert entry.role
    return await places_for(unit, actor, entry.role, entry.village_id)


async def _place_said(
    said: str, entry: InvitationEntry, state: Dialogue, unit: Unit, actor: Actor, now: datetime
) -> Card:
    found = await _fitting(said, entry, unit, actor)
    if len(found) != 1:
        return no_such_place(said, await _ask_place(entry, unit, actor, 0))
    if entry.missing == "village":
        return await _next(entry.in_village(found[0]), state, unit, actor, now)
    placed = entry.model_copy(update={"place_id": found[0]})
    return await _next(placed, state, unit, actor, now)


async def _fitting(said: str, entry: InvitationEntry, unit: Unit, actor: Actor) -> list[int]:
    if entry.missing == "village":
        villages = await unit.villages.below(actor.offices)
        return [village.id for village in named_villages(said, villages)]
    places = await _places(entry, unit, actor)
    if entry.role is Role.GRID_WORKER:
        return [id_ for id_, _ in match_grids(said, places)]
    return [id_ for id_, name in places if name == said]


async def _by_name(
    said: str,
    entry: InvitationEntry,
    state: Dialogue,
    unit: Unit,
    actor: Actor,
    now: datetime,
) -> Card:
    """Somebody on the roll is invited as they are; a name not on it is a new person."""
    name = re.sub(r"\s+", " ", said).strip()
    if entry.place_id is None:
        known = await named(unit, actor, name, now)
        if len(known) > 1:
            return choose_member(known)
        if known:
            state.clear()
            return await _code(unit, actor, known[0].person_id, now)
    if not NAME.fullmatch(name):
        return not_a_name(said)
    return await _next(entry.model_copy(update={"name": name}), state, unit, actor, now)


async def _code(unit: Unit, actor: Actor, person_id: int, now: datetime) -> Card:
    invitation = await invite(unit, actor, person_id, now)
    person = await unit.people.get(person_id)
    if person is None:
        raise NotFound
    known = await named(unit, actor, person.name, now)
    member = next((m for m in known if m.person_id == person_id), None)
    return code_card(invitation, person.name, member, now)


def _roles(actor: Actor) -> list[Role]:
    """Only a leader makes another leader."""
    return [role for role in Role if role is not Role.LEADER or actor.has(Role.LEADER)]


async def _entry(state: Dialogue) -> InvitationEntry:
    return InvitationEntry.model_validate(state.data.get("entry", {}))


def router() -> Router:
    routes = Router(name="invitations")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(waiting, Says("尚未开通", "未开通"))
    routes.message.register(begin, Says("邀请", "邀请码"))
    routes.message.register(answered, Inviting.asking, Prose(short=True))
    routes.callback_query.register(filled, InviteStep.filter(), Inviting.asking)
    routes.callback_query.register(turn_places, InvitePlaces.filter())
    routes.callback_query.register(make_code, Invite.filter())
    routes.callback_query.register(waiting_page, NotJoined.filter())
    return routes
