"""Questions in plain words, answered with the card that says it: 本月还差多少, 谁还没达标."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from actions.advisers import Serving, advisers_here
from actions.mingbairen import own_grids, own_mingbairen
from actions.month.glance import month_at_a_glance, short_villages, uncovered_grids
from actions.people.invitations import named
from actions.villages import village_detail
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.filters import Carries, Idle, NoReasonAsked
from bot.talk.handlers.confirmations import list_waiting
from bot.talk.handlers.invitations import list_not_joined
from bot.talk.handlers.villages import named_villages
from bot.talk.handlers.visits import history_of
from bot.talk.own_month import month_of
from bot.talk.words.invitations import posts_card
from bot.talk.words.mingbairen import grids_card, person_card, same_name_card
from bot.talk.words.overview import glance_card, short_card, uncovered_card
from bot.talk.words.villages import village_card
from bot.talk.words.visits import adviser_month_card, my_month_card
from domain.errors import NotAllowed, NotFound
from domain.mingbairen import Mingbairen
from domain.months import Month, local_day
from domain.people import Role
from domain.understanding import About, Question, asked_person, is_called, read_question


async def asked(message: Message, talk: Talk) -> Card:
    """What is unfinished is kept meanwhile."""
    question = read_question(message.text or "", talk.now)
    card = await _answer(question, talk) if question else None
    if card is None:
        raise SkipHandler
    talk.state.clear()
    return card


async def by_name(message: Message, talk: Talk) -> Card:
    """A name alone: whoever of that name the one who asks may see."""
    name = asked_person(message.text or "")
    card = await _person(name, Month.at(talk.now), talk) if name else None
    if card is None:
        raise SkipHandler
    return card


async def _answer(question: Question, talk: Talk) -> Card | None:
    actor, about, subject = talk.actor, question.about, question.subject
    month = question.month or Month.at(talk.now)
    if subject:
        return await _village(subject, month, talk) or await _person(subject, month, talk)
    if about is About.UNCOVERED:
        return await _grids(talk)
    if about is About.WAITING:
        waiting = actor.has(Role.VILLAGE_CONFIRMER)
        return await list_waiting(talk.unit, actor, talk.now, 0) if waiting else None
    if actor.offices and not (question.own and actor.has(Role.ADVISER)):
        return await _of_the_office(about, month, talk)
    return await _of_ones_own(question, month, talk)


async def _of_ones_own(question: Question, month: Month, talk: Talk) -> Card | None:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if question.about is About.NOT_JOINED:
        return None
    if not actor.has(Role.ADVISER):
        return await _grids(talk) if question.own else None
    if question.about is About.RECORDS:
        return await history_of(unit, actor, 0)
    return my_month_card(await month_of(unit, actor.person_id, month, now))


async def _of_the_office(about: About, month: Month, talk: Talk) -> Card | None:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if about is About.SHORT:
        found = await short_villages(unit, actor, month, now)
        shown, page, pages = page_of(found, 0)
        return short_card(month, shown, len(found), page, pages)
    if about is About.NOT_JOINED:
        return await list_not_joined(talk, 0)
    if about is About.OWN_MONTH:
        return glance_card(await month_at_a_glance(unit, actor, month, now))
    return None


async def _grids(talk: Talk) -> Card | None:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if actor.offices:
        covered, groups = await uncovered_grids(unit, actor, now)
        shown, page, pages = page_of(groups, 0)
        return uncovered_card(covered, shown, Month.at(now), page, pages)
    if not actor.has(Role.GRID_WORKER):
        return None
    own, page, pages = page_of(await own_grids(unit, actor), 0)
    return grids_card(own, page, pages)


async def _village(said: str, month: Month, talk: Talk) -> Card | None:
    unit, actor, now = talk.unit, talk.actor, talk.now
    fitting = named_villages(said, await unit.villages.below(actor.offices))
    if len(fitting) == 1:
        return village_card(await village_detail(unit, actor, fitting[0].id, month, now))
    served = await unit.advisers.villages_of(actor.person_id, local_day(now))
    if not actor.has(Role.ADVISER) or not named_villages(said, served):
        return None
    return my_month_card(await month_of(unit, actor.person_id, month, now))


async def _person(said: str, month: Month, talk: Talk) -> Card | None:
    unit, actor, now = talk.unit, talk.actor, talk.now
    if actor.has(Role.ADVISER) and is_called(said, actor.name):
        return my_month_card(await month_of(unit, actor.person_id, month, now))
    for each in await _advisers(talk) if actor.offices else []:
        if is_called(said, each.adviser.name):
            found = await month_of(unit, each.adviser.id, month, now)
            return adviser_month_card(found, each.adviser.name)
    people = await _mingbairen(said, talk)
    if len(people) == 1:
        grid = await unit.grids.get(people[0].grid_id)
        return person_card(people[0], grid) if grid else None
    if people:
        grids = {p.grid_id: await unit.grids.get(p.grid_id) for p in people}
        return same_name_card([(p, grid.name) for p in people if (grid := grids[p.grid_id])])
    members = await named(unit, actor, said, now) if actor.offices else []
    return posts_card(members) if members else None


async def _advisers(talk: Talk) -> list[Serving]:
    since = Month.at(talk.now).plus(-1).first_day
    return await advisers_here(talk.unit, talk.actor, since)


async def _mingbairen(name: str, talk: Talk) -> list[Mingbairen]:
    """Those of this name whom the one who asks may see."""
    seen = []
    for person in await talk.unit.mingbairen.named(name):
        try:
            seen.append(await own_mingbairen(talk.unit, talk.actor, person.id))
        except (NotAllowed, NotFound):
            continue
    return seen


def router() -> Router:
    """Comes before the dialogues: a question is no answer to what they ask."""
    routes = Router(name="questions")
    routes.message.register(asked, Carries("text"), NoReasonAsked())
    return routes


def names() -> Router:
    routes = Router(name="names")
    routes.message.register(by_name, Carries("text"), Idle())
    return routes
