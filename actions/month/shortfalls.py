"""未达标: found again after every change, explained, waived."""

from datetime import datetime
from typing import NamedTuple

from actions.month.closing import correct_figures
from actions.month.concerned import villages_of
from actions.month.grid_loss import tell_of_loss
from actions.month.judging import adviser_changes, grid_changes, thin_changes, village_changes
from actions.month.lines import lines_of
from actions.month.settling import write
from actions.month.standings import Standing, village_standing
from actions.people.access import covers_village
from domain.errors import NotAllowed, NotFound
from domain.frames import MonthFrame
from domain.months import Month
from domain.notices import ShortLine
from domain.people import Actor, Role
from domain.policy import QuotaBasis
from domain.shortfalls import STANDING, Shortfall, State, Subject, Transition, check_transition
from domain.visits import MonthClosed
from storage.shortfalls import Move
from storage.unit import Unit


class Why(NamedTuple):
    """A shortfall with what its evaluation saw (`row.why`) and every state it went through."""

    row: Shortfall
    line: ShortLine
    moves: list[Move]


class VillageWhy(NamedTuple):
    """A village's month as it stands now, each visit with what of it counts, and its rows."""

    standing: Standing
    rows: list[Why]


async def reconsider_village(unit: Unit, village_id: int, month: Month, now: datetime) -> None:
    """Evaluate one village's month again, and under the basis `adviser` those who serve it.

    For the transaction of a visit or an assignment that has just changed.
    """
    frame = await unit.frames.of_village(month, village_id)
    if frame.closed or not frame.judged:
        return
    changes = await village_changes(unit, month, [village_id], now)
    changes += await _of_their_streets(unit, village_id, frame, now)
    await write(unit, changes, now)
    if frame.reopened and frame.frozen:
        await correct_figures(unit, village_id, month, frame.policy, now)


async def _of_their_streets(
    unit: Unit, village_id: int, frame: MonthFrame, now: datetime
) -> list[Transition]:
    """An hour in one village counts for its adviser in every street that judges by advisers."""
    pairs = await unit.evaluation.their_streets(village_id, frame.month)
    frames = await unit.frames.of_some(frame.month, {street for _, street in pairs})
    if frame.policy.basis is QuotaBasis.ADVISER:
        stays = await unit.evaluation.stays_in([village_id], frame.month)
        pairs |= {(stay.adviser_id, frame.place_id) for stay in stays}
        frames[frame.place_id] = frame
    by_adviser = {k for k, other in frames.items() if other.policy.basis is QuotaBasis.ADVISER}
    wanted = [pair for pair in pairs if pair[1] in by_adviser]
    return await adviser_changes(unit, frame.month, wanted, now) if wanted else []


async def reconsider_grid(
    unit: Unit, grid_id: int, now: datetime, gone_to: str | None = None
) -> None:
    """Evaluate one grid and its village again after somebody's stage has changed, or somebody
    has gone to another grid."""
    moved = await write(unit, await grid_changes(unit, [grid_id], now), now)
    await tell_of_loss(unit, moved, now, gone_to)
    places = await unit.grids.places_of([grid_id])
    homes = [place.village_id for place in places.values()]
    await write(unit, await thin_changes(unit, homes, now), now)


async def why(unit: Unit, actor: Actor, shortfall_id: int) -> Why:
    """For the office above, and for those whom the shortfall concerns. Raises NotFound."""
    row = await unit.shortfalls.get(shortfall_id)
    if row is None or not await _concerns(unit, actor, row):
        raise NotFound
    return await _explained(unit, row)


async def why_village(
    unit: Unit, actor: Actor, village_id: int, month: Month, now: datetime
) -> VillageWhy:
    """Raises NotFound for a village the actor has nothing to do with."""
    if not await _knows_village(unit, actor, village_id, month):
        raise NotFound
    standing = await village_standing(unit, village_id, month, now)
    rows = await unit.shortfalls.of_subjects(Subject.VILLAGE, [village_id], month)
    return VillageWhy(standing, [await _explained(unit, row) for row in rows])


async def waive(unit: Unit, actor: Actor, shortfall_id: int, reason: str, now: datetime) -> None:
    """豁免 by a leader, with a reason. Its case closes. Raises NotAllowed, WaiverUnexplained,
    NotNext, MonthClosed."""
    row = await unit.shortfalls.get(shortfall_id)
    leads = actor.places(Role.LEADER)
    if row is None or not await _covers_all(unit, leads, row):
        raise NotAllowed
    check_transition(row.state, State.WAIVED, reason)
    if row.kind not in STANDING:
        await _check_not_closed(unit, row)
    words = reason.strip()[:300]
    waived = row.model_copy(update={"state": State.WAIVED, "waived_reason": words})
    await unit.shortfalls.apply([Transition(row.state, waived)], now, actor.person_id, words)
    await unit.cases.close([row.id], now)
    await unit.audit.note(
        actor.person_id,
        "waive",
        "shortfall",
        row.id,
        now,
        before={"state": row.state.value},
        after={"state": State.WAIVED.value, "reason": words},
    )


async def _check_not_closed(unit: Unit, row: Shortfall) -> None:
    month = Month.parse(row.period)
    village = row.subject is Subject.VILLAGE
    homes = await unit.villages.homes_of([row.subject_id]) if village else {}
    street_id = homes.get(row.subject_id, row.place_id)
    if await unit.months.is_closed(month, street_id):
        raise MonthClosed(month)


async def _explained(unit: Unit, row: Shortfall) -> Why:
    line = (await lines_of(unit, [row]))[row.id]
    return Why(row, line, await unit.shortfalls.moves_of(row.id))


async def _concerns(unit: Unit, actor: Actor, row: Shortfall) -> bool:
    if row.subject is Subject.ADVISER and row.subject_id == actor.person_id:
        return True
    if row.subject is Subject.GRID and row.subject_id in actor.places(Role.GRID_WORKER):
        return True
    month = None if row.kind in STANDING else Month.parse(row.period)
    homes = await villages_of(unit, row)
    if row.subject is Subject.VILLAGE:
        return any([await _knows_village(unit, actor, home, month) for home in homes])
    return any([await covers_village(unit, actor.offices, home) for home in homes])


async def _knows_village(unit: Unit, actor: Actor, village_id: int, month: Month | None) -> bool:
    if village_id in actor.places(Role.VILLAGE_CONFIRMER):
        return True
    if month is not None and actor.has(Role.ADVISER):
        served = await unit.evaluation.serving([actor.person_id], month)
        if any(each.village_id == village_id for each in served):
            return True
    return await covers_village(unit, actor.offices, village_id)


async def _covers_all(unit: Unit, districts: frozenset[int], row: Shortfall) -> bool:
    homes = await villages_of(unit, row)
    return bool(homes) and all([await covers_village(unit, districts, home) for home in homes])
