"""网格: the list of own grids, and one grid with the people who stand behind it."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from actions.mingbairen import own_grid, own_grids
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.filters import Carries, Has, Idle, Says
from bot.talk.handlers.picking import grids_said, is_grid
from bot.talk.meant import tidy
from bot.talk.presses.grids import GridList, GridOpen
from bot.talk.words.mingbairen import grid_card, grids_card
from domain.people import Actor, Role
from storage.unit import Unit

LONGEST_NAME = 40


async def list_grids(message: Message, unit: Unit, actor: Actor) -> Card:
    return await _grids(unit, actor, 0)


async def turn_page(
    query: CallbackQuery, callback_data: GridList, unit: Unit, actor: Actor
) -> Card:
    return await _grids(unit, actor, callback_data.page)


async def open_grid(
    query: CallbackQuery, callback_data: GridOpen, unit: Unit, actor: Actor
) -> Card:
    grid = await own_grid(unit, actor, callback_data.grid_id)
    cover = (await unit.grids.cover_of([grid.id]))[0]
    people = await unit.mingbairen.of_grids([grid.id])
    return grid_card(cover, *page_of(people, callback_data.page))


async def by_name(message: Message, talk: Talk) -> Card:
    """The office says the name of a grid, of today or of former times."""
    said = tidy(message.text or "")
    found = await grids_said(said, talk) if len(said) <= LONGEST_NAME else []
    if len(found) != 1 or not is_grid(said):
        raise SkipHandler
    cover = (await talk.unit.grids.cover_of(found))[0]
    return grid_card(cover, *page_of(await talk.unit.mingbairen.of_grids(found), 0))


async def _grids(unit: Unit, actor: Actor, page: int) -> Card:
    shown, page, pages = page_of(await own_grids(unit, actor), page)
    return grids_card(shown, page, pages)


def router() -> Router:
    routes = Router(name="grids")
    known = Has(Role.GRID_WORKER, Role.OFFICE, Role.LEADER)
    routes.message.register(list_grids, Says("我的网格", "网格"), Has(Role.GRID_WORKER))
    routes.callback_query.register(turn_page, GridList.filter(), Has(Role.GRID_WORKER))
    routes.callback_query.register(open_grid, GridOpen.filter(), known)
    return routes


def named() -> Router:
    """Comes after every command: the name of a grid alone."""
    routes = Router(name="grids_named")
    office = Has(Role.OFFICE, Role.LEADER)
    routes.message.register(by_name, Carries("text"), Idle(), office)
    return routes
