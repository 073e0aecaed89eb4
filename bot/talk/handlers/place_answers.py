"""What a text says of the part of a change of a place that was asked for."""

from bot.talk.dialogues import Talk
from bot.talk.entries.place import PlaceEntry
from bot.talk.handlers.picking import (
    choices_for,
    day_said,
    grids_said,
    is_grid,
    village_said,
    with_reason,
)
from bot.talk.meant import tidy
from domain.places import PlaceKind, place_name


async def place_told(
    text: str, part: str | None, entry: PlaceEntry, talk: Talk
) -> PlaceEntry | None:
    """None where the text says nothing of it. Raises NotAPlaceName."""
    said = tidy(text)
    if part in ("kind", "village", "grid"):
        return await _place_said(said, entry, talk)
    if part in ("into", "people", "chosen"):
        ways = {"into": _into_said, "people": _home_said, "chosen": _chosen_said}
        return await ways[part](said, entry, talk)
    if part == "name":
        return entry.model_copy(update={"name": place_name(said)})
    if part == "reason":
        return with_reason(entry, text)
    day = day_said(said, talk.now)
    return entry.model_copy(update={"day": day}) if day else None


async def _home_said(said: str, entry: PlaceEntry, talk: Talk) -> PlaceEntry | None:
    found = await grids_said(said, talk)
    return entry.model_copy(update={"home_id": found[0]}) if len(found) == 1 else None


async def _place_said(said: str, entry: PlaceEntry, talk: Talk) -> PlaceEntry | None:
    """A village or a grid by its name; of several grids one is chosen."""
    if entry.kind is not PlaceKind.GRID and not is_grid(said):
        villages = await village_said(said, talk)
        if len(villages) == 1:
            known = {"kind": PlaceKind.VILLAGE, "village_id": villages[0]}
            return entry.model_copy(update=known)
    grids = await grids_said(said, talk, entry.village_id)
    if not grids:
        villages = await village_said(said, talk) if entry.kind else []
        return entry.model_copy(update={"village_id": villages[0]}) if len(villages) == 1 else None
    one = grids[0] if len(grids) == 1 else None
    many = () if one else tuple(grids)
    found = {"kind": PlaceKind.GRID, "grid_id": one, "candidates": many}
    return entry.model_copy(update=found)


async def _into_said(said: str, entry: PlaceEntry, talk: Talk) -> PlaceEntry | None:
    if entry.kind is PlaceKind.VILLAGE:
        found = await village_said(said, talk)
    else:
        found = await grids_said(said, talk, entry.village_id)
    fitting = [each for each in found if each != entry.place_id]
    return entry.model_copy(update={"into_id": fitting[0]}) if len(fitting) == 1 else None


async def _chosen_said(said: str, entry: PlaceEntry, talk: Talk) -> PlaceEntry | None:
    """`第一网格、第三网格`, or names of people."""
    known = await choices_for("chosen", entry, talk)
    for word in said.replace("，", "、").replace(",", "、").replace(" ", "、").split("、"):
        fitting = [id_ for id_, name in known if word and (name == word or name.endswith(word))]
        if len(fitting) != 1:
            return None
        entry = entry if fitting[0] in entry.chosen else entry.toggled(fitting[0])
    return entry
