"""村和网格: renamed, merged, parted, retired by the office, confirmed before it is done."""

from aiogram import Router
from aiogram.types import Message

from actions.appointments import serving_on
from actions.people.access import check_office_of_village, the_village
from actions.places.merging import merge_grids, merge_villages
from actions.places.renaming import rename_grid, rename_village
from actions.places.retiring import Remaining, retire_grid, retire_village
from actions.places.splitting import NewPlace, split_grid, split_village
from bot.talk.cards import Card, page_of
from bot.talk.dialogues import Talk
from bot.talk.entries.place import PlaceEntry
from bot.talk.filling import Filling
from bot.talk.filters import Has, Idle, Phrased, Prose, Says
from bot.talk.handlers.picking import PLACES, check_own_places, choices_for, grid_name
from bot.talk.handlers.place_answers import place_told
from bot.talk.meant import tidy
from bot.talk.states import Changing
from bot.talk.words.places import (
    ask_chosen,
    ask_grid,
    ask_into,
    ask_kind,
    ask_name,
    ask_people,
    ask_reason,
    ask_village,
    chosen_words,
    confirm_card,
    done_card,
    follows_words,
    place_about,
    places_card,
)
from domain.changes import Change
from domain.errors import OldButton
from domain.months import local_day
from domain.people import Role
from domain.places import Happening, PlaceKind
from domain.understanding import phrases

PHRASES = {
    Happening.RENAMED: Phrased(*phrases.RENAMING),
    Happening.MERGED: Phrased(*phrases.MERGING),
    Happening.SPLIT: Phrased(*phrases.SPLITTING),
    Happening.RETIRED: Phrased(*phrases.RETIRING),
}
ASKS = {"village": ask_village, "grid": ask_grid, "chosen": ask_chosen, "people": ask_people}


class PlaceFilling(Filling[PlaceEntry]):
    entry = PlaceEntry
    steps = (Changing.asking, Changing.confirming)
    answers = Prose(short=True)

    async def follows(self, entry: PlaceEntry, talk: Talk) -> PlaceEntry:
        """The village of a grid, and how many people there are to be thought of."""
        unit, village_id = talk.unit, entry.village_id
        await check_own_places(entry, talk)
        if entry.grid_id is not None:
            grid = await unit.grids.get(entry.grid_id)
            if grid is None or village_id not in (None, grid.village_id):
                raise OldButton
            village_id = grid.village_id
        if village_id is None:
            return entry
        await check_office_of_village(unit, talk.actor, village_id)
        told = entry.model_copy(update={"village_id": village_id})
        if entry.doing is not Happening.RETIRED or told.missing in ("grid", "village"):
            return told
        grids = [entry.grid_id] if entry.grid_id else None
        grids = grids or [grid.id for grid in await unit.grids.of_village(village_id)]
        people = await unit.mingbairen.of_grids(grids)
        return told.model_copy(update={"people": len(people)})

    async def told(
        self, text: str, asked: str | None, entry: PlaceEntry, talk: Talk
    ) -> PlaceEntry | None:
        return await place_told(text, asked or entry.missing, entry, talk)

    async def pressed(self, part: str, value: str, entry: PlaceEntry, talk: Talk) -> PlaceEntry:
        return entry.with_part(part, value)

    async def question(self, part: str, entry: PlaceEntry, talk: Talk, page: int) -> Card:
        if part == "kind":
            return ask_kind(entry.doing)
        if part == "reason":
            return ask_reason(entry)
        place = await _name(entry, talk)
        if part == "name":
            return ask_name(entry, place)
        some = page_of(await choices_for(part, entry, talk), page, PLACES)
        if part == "into":
            return ask_into(entry, place, *some)
        return ASKS[part](entry, *some)

    async def about(self, entry: PlaceEntry, talk: Talk) -> str:
        return place_about(entry, await _name(entry, talk))

    async def whole(self, entry: PlaceEntry, talk: Talk) -> Card:
        unit, village_id = talk.unit, entry.village_id or 0
        grids = await unit.grids.of_village(village_id)
        village = await the_village(unit, village_id)
        named = sum(grid.name.startswith(village.name) for grid in grids)
        of_village = entry.kind is PlaceKind.VILLAGE
        advisers = [a.name for a in await serving_on(unit, village_id, entry.day)]
        names = {"place": await _name(entry, talk), "new": await _new(entry, talk)}
        names["chosen"] = await _chosen_names(entry, talk)
        follows = follows_words(entry, named if of_village else 0, advisers if of_village else [])
        return confirm_card(entry, names, follows)

    async def save(self, entry: PlaceEntry, talk: Talk) -> Card:
        place, new = await _name(entry, talk), await _new(entry, talk)
        change = Change(talk.actor, entry.day, entry.reason or "", talk.now)
        village = entry.kind is PlaceKind.VILLAGE
        place_id, unit = entry.place_id or 0, talk.unit
        if entry.doing is Happening.RENAMED:
            rename = rename_village if village else rename_grid
            await rename(unit, change, place_id, entry.name or "")
        elif entry.doing is Happening.MERGED:
            merge = merge_villages if village else merge_grids
            await merge(unit, change, place_id, entry.into_id or 0)
        elif entry.doing is Happening.SPLIT:
            split = split_village if village else split_grid
            await split(unit, change, place_id, NewPlace(entry.name or ""), entry.chosen)
        else:
            retire = retire_village if village else retire_grid
            await retire(unit, change, place_id, Remaining(entry.home_id, entry.leave))
        return done_card(entry, place, new)


PLACE = PlaceFilling()


async def overview(message: Message, talk: Talk) -> Card:
    talk.state.clear()
    return places_card()


def beginning(doing: Happening):  # type: ignore[no-untyped-def]
    """A handler that begins one way of change: 改名 后塘村 后塘社区."""

    async def begin(message: Message, rest: str, talk: Talk) -> Card:
        entry = PlaceEntry(doing=doing, day=local_day(talk.now))
        for word in tidy(rest).split(" ")[:2]:
            if word:
                entry = await PLACE.follows(entry, talk)
                told = await PLACE.told(word, None, entry, talk)
                if told is None:
                    return PLACE.lost(word, await PLACE.begin(entry, talk))
                entry = told
        return await PLACE.begin(entry, talk)

    return begin


async def _name(entry: PlaceEntry, talk: Talk) -> str:
    if entry.kind is PlaceKind.GRID:
        return await grid_name(entry.grid_id, talk)
    village = await talk.unit.villages.get(entry.village_id or 0)
    return village.name if village else ""


async def _new(entry: PlaceEntry, talk: Talk) -> str:
    """What it becomes, or where its people go."""
    if entry.doing is Happening.MERGED and entry.kind is PlaceKind.VILLAGE:
        return (await the_village(talk.unit, entry.into_id or 0)).name
    if entry.doing is Happening.MERGED:
        return await grid_name(entry.into_id, talk)
    return await grid_name(entry.home_id, talk) if entry.home_id else entry.name or ""


async def _chosen_names(entry: PlaceEntry, talk: Talk) -> str:
    known = dict(await choices_for("chosen", entry, talk)) if entry.chosen else {}
    names = [known[each] for each in entry.chosen if each in known]
    return chosen_words(entry, names)


def router() -> Router:
    routes = Router(name="places")
    routes.message.filter(Has(Role.OFFICE, Role.LEADER))
    routes.callback_query.filter(Has(Role.OFFICE, Role.LEADER))
    routes.message.register(overview, Says("村和网格", "维护"))
    routes.message.register(beginning(Happening.RENAMED), Says("改名", "更名"))
    routes.message.register(beginning(Happening.MERGED), Says("合并"))
    routes.message.register(beginning(Happening.SPLIT), Says("拆分"))
    retiring = Says("撤销", "撤并", "停用村", "停用网格")
    routes.message.register(beginning(Happening.RETIRED), retiring)
    for happening, phrased in PHRASES.items():
        routes.message.register(beginning(happening), phrased, Idle())
    PLACE.route(routes)
    return routes
