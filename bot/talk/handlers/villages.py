"""One village: typed by its name, opened from a list; its reasons and its visits."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.villages import VillageDetail, village_detail
from bot.talk.cards import Card, page_of
from bot.talk.filters import Carries, Has, Idle
from bot.talk.meant import tidy
from bot.talk.presses.villages import VillageOpen, VillageVisits, VillageWhy
from bot.talk.words.villages import choose_village, village_card, visits_card, why_card
from domain.months import Month, local_day
from domain.people import Actor, Role
from domain.places import FormerName, PlaceKind
from domain.understanding import match_village
from domain.understanding.months import read_month
from domain.villages import Village
from storage.unit import Unit

LONGEST_NAME = 20


async def by_name(message: Message, unit: Unit, actor: Actor, now: datetime) -> Card:
    """A village's name alone, or with a month behind it, opens the village."""
    name, month = _name_and_month(tidy(message.text or ""), now)
    fitting = await villages_named(name, unit, actor) if len(name) <= LONGEST_NAME else []
    if not fitting:
        raise SkipHandler
    if len(fitting) == 1:
        return village_card(await village_detail(unit, actor, fitting[0].id, month, now))
    districts = {district.id: district.name for district in await unit.districts.all()}
    return choose_village([(v, districts[v.district_id]) for v in fitting], month)


async def open_village(
    query: CallbackQuery, callback_data: VillageOpen, unit: Unit, actor: Actor, now: datetime
) -> Card:
    return village_card(await _detail(callback_data, unit, actor, now))


async def show_why(
    query: CallbackQuery, callback_data: VillageWhy, unit: Unit, actor: Actor, now: datetime
) -> Card:
    detail = await _detail(callback_data, unit, actor, now)
    return why_card(detail, *page_of(detail.visits, callback_data.page))


async def show_visits(
    query: CallbackQuery, callback_data: VillageVisits, unit: Unit, actor: Actor, now: datetime
) -> Card:
    detail = await _detail(callback_data, unit, actor, now)
    shown, page, pages = page_of(detail.visits, callback_data.page)
    visits = await unit.visits.of_village(callback_data.village_id, detail.standing.month)
    people = await unit.people.of_ids({visit.adviser_id for visit in visits})
    names = {visit.id: people[visit.adviser_id].name for visit in visits}
    standing = detail.standing
    return visits_card(standing.village, standing.month, shown, names, page, pages)


async def villages_named(said: str, unit: Unit, actor: Actor) -> list[Village]:
    """The villages of the actor's office a short text names, by a former name too."""
    villages = await unit.villages.below(actor.offices)
    ids = [village.id for village in villages]
    return named_villages(said, villages, await unit.former_names.of(PlaceKind.VILLAGE, ids))


def named_villages(
    said: str, villages: list[Village], former: Sequence[FormerName] = ()
) -> list[Village]:
    """The villages a short text names: the exact name before one of former times, and that before
    all near ones."""
    exact = [village for village in villages if village.name == said]
    meant = {each.place_id for each in former if each.name == said}
    known = exact or [village for village in villages if village.id in meant]
    names = match_village(said, sorted({village.name for village in villages})) if said else ()
    return known or [village for village in villages if village.name in names]


def _name_and_month(text: str, now: datetime) -> tuple[str, Month]:
    name, _, said = text.partition(" ")
    month = read_month(said, local_day(now)) if said else None
    return (name, month) if month else (text, Month.at(now))


async def _detail(
    pressed: VillageOpen | VillageWhy | VillageVisits, unit: Unit, actor: Actor, now: datetime
) -> VillageDetail:
    month = Month.parse(pressed.month)
    return await village_detail(unit, actor, pressed.village_id, month, now)


def router() -> Router:
    routes = Router(name="villages")
    office = Has(Role.OFFICE, Role.LEADER)
    routes.message.register(by_name, Carries("text"), Idle(), office)
    routes.callback_query.register(open_village, VillageOpen.filter(), office)
    routes.callback_query.register(show_why, VillageWhy.filter(), office)
    routes.callback_query.register(show_visits, VillageVisits.filter(), office)
    return routes
