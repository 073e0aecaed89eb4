"""网格: the list of own grids, and one grid with the people who stand behind it."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.mingbairen import own_grid, own_grids
from bot.talk.cards import Card, page_of
from bot.talk.filters import Has, Says
from bot.talk.presses.grids import GridList, GridOpen
from bot.talk.words.mingbairen import grid_card, grids_card
from domain.people import Actor, Role
from storage.unit import Unit


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
