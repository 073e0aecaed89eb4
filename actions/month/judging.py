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
from storage.evaluation import MonthFrame
from storage.unit import Unit

Row = TypeVar("Row")


async def village_changes(
    unit: Unit,
    month: Month,
    frame: MonthFrame,
    village_ids: Collection[int],
    now: datetime,
    *,
    closing: bool = False,
) -> list[Transition]:
    """What the month's evaluation of these villages changes."""
    judge = MonthJudge(month, frame.policy, local_day(now))
    living = await unit.evaluation.living(village_ids, month)
    stays = grouped(await unit.evaluation.stays_in(village_ids, month), lambda s: s.village_id)
    served = grouped(await unit.evaluation.served(village_ids, month), lambda a: a.village_id)
    known = grouped(
        await unit.shortfalls.of_subjects(Subject.VILLAGE, village_ids, month),
        lambda row: row.subject_id,
    )
    changes: list[Transition] = []
    for each in sorted(village_ids):
        judgement = None
        if each in living:
            hours = hours_of(stays[each], frame.policy)
            judgement = judge.village(each, hours, assigned_days(served[each], month))
        changes += reconciled(known[each], judgement, month, now, closing=closing)
    return changes


async def adviser_changes(
    unit: Unit,
    month: Month,
    frame: MonthFrame,
    adviser_ids: Collection[int],
    now: datetime,
    *,
    closing: bool = False,
) -> list[Transition]:
    """The same for advisers, whose hours make shortfalls only under their own basis."""
    judge = MonthJudge(month, frame.policy, local_day(now))
    stays = grouped(await unit.evaluation.stays_of(adviser_ids, month), lambda s: s.adviser_id)
    serving = grouped(await unit.evaluation.serving(adviser_ids, month), lambda a: a.adviser_id)
    known = grouped(
        await unit.shortfalls.of_subjects(Subject.ADVISER, adviser_ids, month),
        lambda row: row.subject_id,
    )
    changes: list[Transition] = []
    for each in sorted(adviser_ids):
        hours = hours_of(stays[each], frame.policy)
        judgement = judge.adviser(each, hours, assigned_days(serving[each], month))
        changes += reconciled(known[each], judgement, month, now, closing=closing)
    return changes


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


def grouped(rows: Iterable[Row], key: Callable[[Row], int]) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


async def grid_changes(
    unit: Unit, policy: Policy, grid_ids: Collection[int], now: datetime
) -> list[Transition]:
    """What the evaluation of these grids changes; of a retired one, that it no longer applies."""
    today = local_day(now)
    people = await unit.coverage.of_grids(grid_ids)
    known = await unit.shortfalls.standing_of(ShortfallKind.GRID_UNCOVERED, grid_ids, today)
    judged = {each: judge_grid(each, *people[each], policy, today) for each in people}
    return _standing(grid_ids, known, judged, now)


async def thin_changes(
    unit: Unit, policy: Policy, village_ids: Collection[int], now: datetime
) -> list[Transition]:
    """The same for villages with too few 明白人."""
    today = local_day(now)
    people = await unit.coverage.of_villages(village_ids)
    known = await unit.shortfalls.standing_of(ShortfallKind.VILLAGE_THIN, village_ids, today)
    judged = {
        each: judge_village_thin(each, kind, registered, policy, today)
        for each, (kind, registered) in people.items()
    }
    return _standing(village_ids, known, judged, now)


def _standing(
    ids: Collection[int],
    known: Mapping[int, Shortfall],
    judged: Mapping[int, Judgement | None],
    now: datetime,
) -> list[Transition]:
    found = [reconcile(known.get(each), judged.get(each), now) for each in sorted(ids)]
    return [change for change in found if change is not None]
