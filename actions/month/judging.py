"""The evaluation of single subjects by the rules themselves: what it would change."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from domain.advisers import assigned_days
from domain.hours import hours_of
from domain.judging import MonthJudge, judge_grid, judge_village_thin
from domain.months import Month, local_day
from domain.policy import Policy
from domain.shortfalls import Judgement, Shortfall, ShortfallKind, Subject, Transition, reconcile
from storage.unit import Unit

Row = TypeVar("Row")
Key = TypeVar("Key")


async def village_changes(
    unit: Unit,
    month: Month,
    village_ids: Collection[int],
    now: datetime,
    *,
    closing: bool = False,
) -> list[Transition]:
    """What the month's evaluation of these villages changes, each by the rules of its street.

    `closing` makes short ones final; else a closed month is left alone: its figures are frozen.
    """
    homes = await unit.evaluation.homes(village_ids, month)
    judges = await _judges(unit, month, {home.place_id for home in homes.values()}, now, closing)
    open_to_it = [each for each in sorted(homes) if homes[each].place_id in judges]
    stays = grouped(await unit.evaluation.stays_in(open_to_it, month), lambda s: s.village_id)
    served = grouped(await unit.evaluation.served(open_to_it, month), lambda a: a.village_id)
    known = grouped(
        await unit.shortfalls.of_subjects(Subject.VILLAGE, open_to_it, month),
        lambda row: row.subject_id,
    )
    changes: list[Transition] = []
    for each in open_to_it:
        judgement = None
        if homes[each].living:
            judge, policy = judges[homes[each].place_id]
            hours = hours_of(stays[each], policy)
            judgement = judge.village(each, hours, assigned_days(served[each], month))
        changes += reconciled(known[each], judgement, month, now, closing=closing)
    return changes


async def adviser_changes(
    unit: Unit,
    month: Month,
    pairs: Collection[tuple[int, int]],
    now: datetime,
    *,
    closing: bool = False,
) -> list[Transition]:
    """The same for pairs of adviser and street: where the basis is `adviser`, whoever serves a
    street is judged by its rules, with the hours in all their villages together (规则 3.9)."""
    judges = await _judges(unit, month, {street for _, street in pairs}, now, closing)
    open_to_it = sorted(pair for pair in pairs if pair[1] in judges)
    ids = {adviser for adviser, _ in open_to_it}
    stays = grouped(await unit.evaluation.stays_of(ids, month), lambda s: s.adviser_id)
    serving = grouped(await unit.evaluation.serving(ids, month), lambda a: a.adviser_id)
    streets = await unit.villages.homes_of({a.village_id for s in serving.values() for a in s})
    known = grouped(
        await unit.shortfalls.of_subjects(Subject.ADVISER, ids, month),
        lambda row: (row.subject_id, row.place_id),
    )
    changes: list[Transition] = []
    for adviser, street in open_to_it:
        judge, policy = judges[street]
        judgement = None
        if any(streets[a.village_id] == street for a in serving[adviser]):
            hours = hours_of(stays[adviser], policy)
            judgement = judge.adviser(adviser, hours, assigned_days(serving[adviser], month))
        changes += reconciled(known[adviser, street], judgement, month, now, closing=closing)
    return changes


async def _judges(
    unit: Unit, month: Month, streets: Collection[int], now: datetime, closing: bool
) -> dict[int, tuple[MonthJudge, Policy]]:
    """Of the streets whose month may be judged now."""
    frames = await unit.frames.of_some(month, streets)
    today = local_day(now)
    return {
        each: (MonthJudge(month, frame.policy, today, each), frame.policy)
        for each, frame in frames.items()
        if frame.judged and (closing or not frame.closed)
    }


def reconciled(
    known: Sequence[Shortfall],
    judgement: Judgement | None,
    month: Month,
    now: datetime,
    *,
    closing: bool,
) -> list[Transition]:
    """One subject's rows of the month against the one judgement that fits it now."""
    ended = local_day(now) > month.last_day
    fitting = judgement.kind if judgement else None
    rows: list[Shortfall | None] = [row for row in known if row.kind is not fitting]
    found = [reconcile(row, None, now, ended=ended, closed=closing) for row in rows]
    if judgement is not None:
        same = next((row for row in known if row.kind is fitting), None)
        found.append(reconcile(same, judgement, now, ended=ended, closed=closing))
    return [change for change in found if change is not None]


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> defaultdict[Key, list[Row]]:
    groups: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


async def grid_changes(unit: Unit, grid_ids: Collection[int], now: datetime) -> list[Transition]:
    """What the evaluation of these grids changes; of a retired one, that it no longer applies."""
    today, places = local_day(now), await unit.grids.places_of(grid_ids)
    policies = await policies_now(unit, {place.street_id for place in places.values()}, now)
    ids = [each for each, place in places.items() if place.street_id in policies]
    people = await unit.coverage.of_grids(ids)
    known = await unit.shortfalls.standing_of(ShortfallKind.GRID_UNCOVERED, ids, today)
    judged = {
        each: judge_grid(each, *people[each], policies[places[each].street_id], today)
        for each in people
    }
    return _standing(ids, known, judged, now)


async def thin_changes(unit: Unit, village_ids: Collection[int], now: datetime) -> list[Transition]:
    """The same for villages with too few 明白人."""
    today, homes = local_day(now), await unit.villages.homes_of(village_ids)
    policies = await policies_now(unit, set(homes.values()), now)
    ids = [each for each, street in homes.items() if street in policies]
    people = await unit.coverage.of_villages(ids)
    known = await unit.shortfalls.standing_of(ShortfallKind.VILLAGE_THIN, ids, today)
    judged = {
        each: judge_village_thin(each, kind, registered, policies[homes[each]], today)
        for each, (kind, registered) in people.items()
    }
    return _standing(ids, known, judged, now)


async def policies_now(unit: Unit, streets: Collection[int], now: datetime) -> dict[int, Policy]:
    """Of the streets that have begun."""
    frames = await unit.frames.of_some(Month.at(now), streets)
    return {each: frame.policy for each, frame in frames.items() if frame.judged}


def _standing(
    ids: Collection[int],
    known: Mapping[int, Shortfall],
    judged: Mapping[int, Judgement | None],
    now: datetime,
) -> list[Transition]:
    found = [reconcile(known.get(each), judged.get(each), now) for each in sorted(ids)]
    return [change for change in found if change is not None]
