"""聘任: who serves a village from when on; one adviser replaced by another."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from actions.appointments import (
    check_nothing_left_behind,
    check_open_since,
    end_before,
    reconsider_since,
    serving_on,
    tell_appointed,
    tell_unserved,
)
from actions.people.access import check_office_of_village, covers_village, the_village
from domain.advisers import (
    Adviser,
    AlreadyServes,
    Assignment,
    running_from,
)
from domain.changes import LONGEST_REASON, Change, checked
from domain.errors import NotAllowed, NotFound
from domain.mingbairen import ReasonMissing
from domain.people import Actor, Role
from domain.reasons import is_no_reason
from storage.unit import Unit


class Serving(NamedTuple):
    adviser: Adviser
    villages: tuple[str, ...]


async def advisers_here(unit: Unit, actor: Actor, since: date) -> list[Serving]:
    """Everybody who has served a village of the actor's office on some day since then."""
    below = {village.id: village.name for village in await unit.villages.below(actor.offices)}
    served: dict[int, dict[str, None]] = {}
    for each in await unit.advisers.assignments_between(since, date.max):
        if each.village_id in below:
            served.setdefault(each.adviser_id, {})[below[each.village_id]] = None
    known = await unit.advisers.of_ids(served)
    return [Serving(known[id_], tuple(names)) for id_, names in sorted(served.items())]


async def replace_adviser(
    unit: Unit,
    actor: Actor,
    village_id: int,
    adviser: Adviser,
    since: date,
    now: datetime,
    reason: str = "",
) -> Assignment:
    """The adviser serves the village from `since` on; whoever did ends the day before, and all of
    them are told. Whose appointment is ended has a right to the reason (规则 2.8).

    Raises VisitsLeftBehind, SinceClosedMonth, AlreadyServes, ReasonMissing.
    """
    await check_office_of_village(unit, actor, village_id)
    await the_village(unit, village_id)
    await check_open_since(unit, village_id, since)
    known = await unit.advisers.assignments_of_village(village_id)
    running = running_from(known, since)
    kept = next((a for a in running if a.adviser_id == adviser.id and a.since <= since), None)
    others = [a for a in running if a is not kept]
    if kept is not None and kept.until is None and not others:
        raise AlreadyServes
    if others and is_no_reason(reason):
        raise ReasonMissing
    await check_nothing_left_behind(unit, village_id, since, but_for=adviser.id)
    await end_before(unit, others, since)
    if kept is None or kept.until is not None:
        if kept is not None:
            await end_before(unit, [kept], since)
        kept = await unit.advisers.assign(adviser.id, village_id, since)
    await unit.people.grant(adviser.id, Role.ADVISER, None, now)
    change = Change(actor, since, reason.strip()[:LONGEST_REASON], now)
    await _note(unit, change, "replace_adviser", village_id, others, kept)
    await tell_appointed(unit, change, village_id, others, kept)
    await reconsider_since(unit, village_id, since, now)
    return kept


async def end_appointment(
    unit: Unit, change: Change, village_id: int, adviser_id: int
) -> Assignment:
    """The adviser served the village until the day of the change, and nobody follows.

    Raises NotFound, VisitsLeftBehind, SinceClosedMonth, DayAhead, ReasonMissing.
    """
    change = checked(change)
    offices = change.offices
    if offices is not None and not await covers_village(unit, offices, village_id):
        raise NotAllowed
    known = await unit.advisers.assignments_of_village(village_id)
    running = [a for a in known if a.until is None or a.until > change.day]
    mine = [a for a in running if a.adviser_id == adviser_id]
    if not mine:
        raise NotFound
    await check_open_since(unit, village_id, change.day)
    following = change.day + timedelta(days=1)
    await check_nothing_left_behind(unit, village_id, following, whose=adviser_id)
    await end_before(unit, mine, following)
    await _note(unit, change, "end_appointment", village_id, mine, None)
    await tell_appointed(unit, change._replace(day=following), village_id, mine, None)
    if not await serving_on(unit, village_id, following):
        await tell_unserved(unit, change, village_id, adviser_id)
    await reconsider_since(unit, village_id, change.day, change.now)
    return mine[0].model_copy(update={"until": change.day})


async def _note(
    unit: Unit,
    change: Change,
    action: str,
    village_id: int,
    ended: Iterable[Assignment],
    new: Assignment | None,
) -> None:
    after = {"assignment": new.model_dump(mode="json")} if new else {}
    await unit.audit.note(
        change.by_id,
        action,
        "village",
        village_id,
        change.now,
        before={"assignments": [each.model_dump(mode="json") for each in ended]},
        after=after | {"from": change.day.isoformat(), "reason": change.reason},
    )
