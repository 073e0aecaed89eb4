"""邀请: the office lets people in with single-use codes."""

import re

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.people.access import check_office_of_village
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
from bot.talk.dialogues import Talk
from bot.talk.entries.invitation import IN_DISTRICTS, InvitationEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Prose, Says
from bot.talk.handlers.villages import villages_named
from bot.talk.meant import tidy
from bot.talk.presses.people import Invite, NotJoined
from bot.talk.states import Inviting
from bot.talk.words.invitations import (
    ask_kind,
    ask_name,
    ask_place,
    ask_role,
    choose_member,
    code_card,
    invitation_about,
    no_such_place,
    not_a_name,
    not_joined_card,
    place_question,
)
from domain.errors import NotFound
from domain.people import Actor, Role
from domain.understanding import match_grids
from domain.understanding.names import is_name

PLACES = 12
"""Villages or grids on one page."""


class InvitationFilling(Filling[InvitationEntry]):
    """Nothing to confirm: with the last part the person is added and the code made."""

    entry = InvitationEntry
    steps = (Inviting.asking, Inviting.asking)
    answers = Prose(short=True)

    async def follows(self, entry: InvitationEntry, talk: Talk) -> InvitationEntry:
        """An office of one district invites into that one."""
        offices = talk.actor.offices
        if entry.missing == "place" and entry.role in IN_DISTRICTS and len(offices) == 1:
            entry = entry.model_copy(update={"place_id": next(iter(offices))})
        if entry.village_id is not None:  # its grids are named next
            await check_office_of_village(talk.unit, talk.actor, entry.village_id)
        if entry.role and entry.place_id is not None:
            await check_may_give(talk.unit, talk.actor, entry.role, entry.place_id)
        return entry

    async def told(
        self, text: str, asked: str | None, entry: InvitationEntry, talk: Talk
    ) -> InvitationEntry | Card:
        said = tidy(text)
        if entry.missing in ("village", "place"):
            return await _place_said(said, entry, talk)
        return await _named(said, entry, talk)

    async def pressed(
        self, part: str, value: str, entry: InvitationEntry, talk: Talk
    ) -> InvitationEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: InvitationEntry, talk: Talk, page: int) -> Card:
        unit, actor, now = talk.unit, talk.actor, talk.now
        if part == "role":
            waiting_count = len(await not_joined(unit, actor, now))
            return ask_role(_roles(actor), waiting_count, entry.name)
        if part in ("village", "place"):
            return await _ask_place(entry, talk, page)
        if part == "kind":
            return ask_kind(entry.name or "")
        assert entry.role and entry.place_id is not None
        members = await holding(unit, actor, entry.role, entry.place_id, now)
        place = await place_name(unit, entry.role, entry.place_id)
        return ask_name(entry.role, place, *page_of(members, page))

    async def whole(self, entry: InvitationEntry, talk: Talk) -> Card:
        return await self.saved(entry, talk)

    async def about(self, entry: InvitationEntry, talk: Talk) -> str:
        return invitation_about(entry)

    async def save(self, entry: InvitationEntry, talk: Talk) -> Card:
        assert entry.name and entry.role and entry.place_id is not None
        who, place_id = (entry.name, entry.role), entry.place_id
        person = await add_member(talk.unit, talk.actor, *who, place_id, entry.kind, talk.now)
        return await _code(person.id, talk)


INVITATION = InvitationFilling()


async def begin(message: Message, rest: str, talk: Talk) -> Card:
    """邀请, or 邀请 with a name behind it."""
    told = await _named(rest, InvitationEntry(), talk) if rest else InvitationEntry()
    if isinstance(told, Card):
        talk.state.clear()
        return told
    return await INVITATION.begin(told, talk)


async def make_code(query: CallbackQuery, callback_data: Invite, talk: Talk) -> Card:
    _leave(talk)
    return await _code(callback_data.person_id, talk)


async def waiting_page(query: CallbackQuery, callback_data: NotJoined, talk: Talk) -> Card:
    return await list_not_joined(talk, callback_data.page)


async def waiting(message: Message, talk: Talk) -> Card:
    return await list_not_joined(talk, 0)


async def list_not_joined(talk: Talk, page: int) -> Card:
    talk.state.clear()
    members = await not_joined(talk.unit, talk.actor, talk.now)
    shown, page, pages = page_of(members, page)
    return not_joined_card(shown, len(members), page, pages)


async def _ask_place(entry: InvitationEntry, talk: Talk, page: int) -> Card:
    places = await _places(entry, talk)
    part = "village" if entry.missing == "village" else "place"
    text = place_question(entry.role if part == "place" else None, many=len(places) > PLACES)
    shown, page, pages = page_of(places, page, PLACES)
    return ask_place(text, shown, part, page, pages)


async def _places(entry: InvitationEntry, talk: Talk) -> list[tuple[int, str]]:
    assert entry.role
    return await places_for(talk.unit, talk.actor, entry.role, entry.village_id)


async def _place_said(said: str, entry: InvitationEntry, talk: Talk) -> InvitationEntry | Card:
    found = await _fitting(said, entry, talk)
    if len(found) != 1:
        return no_such_place(said, await _ask_place(entry, talk, 0))
    if entry.missing == "village":
        return entry.in_village(found[0])
    return entry.model_copy(update={"place_id": found[0]})


async def _fitting(said: str, entry: InvitationEntry, talk: Talk) -> list[int]:
    if entry.missing == "village":
        villages = await villages_named(said, talk.unit, talk.actor)
        return [village.id for village in villages]
    places = await _places(entry, talk)
    if entry.role is Role.GRID_WORKER:
        return [id_ for id_, _ in match_grids(said, places)]
    return [id_ for id_, name in places if name == said]


async def _named(said: str, entry: InvitationEntry, talk: Talk) -> InvitationEntry | Card:
    """Somebody on the roll is invited as they are; a name not on it is a new person."""
    name = re.sub(r"\s+", " ", said).strip()
    if entry.place_id is None:
        known = await named(talk.unit, talk.actor, name, talk.now)
        if len(known) > 1:
            return choose_member(known)
        if known:
            _leave(talk)
            return await _code(known[0].person_id, talk)
    if not is_name(name):
        return not_a_name(said)
    return entry.model_copy(update={"name": name})


async def _code(person_id: int, talk: Talk) -> Card:
    unit, actor, now = talk.unit, talk.actor, talk.now
    invitation = await invite(unit, actor, person_id, now)
    person = await unit.people.get(person_id)
    if person is None:
        raise NotFound
    known = await named(unit, actor, person.name, now)
    member = next((m for m in known if m.person_id == person_id), None)
    return code_card(invitation, person.name, member, now)


def _leave(talk: Talk) -> None:
    """The code ends the dialogue about it; what else was unfinished is kept."""
    own = talk.state.step == Inviting.asking.state
    (talk.state.end if own else talk.state.clear)()


def _roles(actor: Actor) -> list[Role]:
    """Only a leader makes another leader."""
    return [role for role in Role if role is not Role.LEADER or actor.has(Role.LEADER)]


def router() -> Router:
    routes = Router(name="invitations")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(waiting, Says("尚未开通", "未开通"))
    routes.message.register(begin, Says("邀请", "邀请码"))
    INVITATION.route(routes)
    routes.callback_query.register(make_code, Invite.filter())
    routes.callback_query.register(waiting_page, NotJoined.filter())
    return routes
