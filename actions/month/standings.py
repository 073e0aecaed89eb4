"""Where a month stands, for the cards: a village, an adviser's villages, all below an office."""

from datetime import datetime
from typing import NamedTuple

from actions.calendar import calendar_of
from domain.advisers import Adviser, Assignment, assigned_days
from domain.errors import NotFound
from domain.hours import Hours, Progress, hours_of, progress, quota_for
from domain.month_days import phase_of
from domain.months import Month, MonthPhase, local_day
from domain.policy import QuotaBasis
from domain.villages import Village
from domain.working_days import WorkCalendar
from storage.evaluation import MonthFrame, StayRow
from storage.unit import Unit


class Standing(NamedTuple):
    """One village's month. Minutes are the village's, `own` those of the adviser who asked.

    Without `advisers` the village is 未配备: no hours are wanted of it. Under the basis `adviser`
    the quota shown beside the village's hours makes no shortfall.
    """

    village: Village
    month: Month
    hours: Hours
    progress: Progress
    advisers: tuple[Adviser, ...]
    assigned_days: int
    basis: QuotaBasis
    phase: MonthPhase
    own: int = 0

    @property
    def counted(self) -> int:
        return self.hours.counted

    @property
    def confirmed(self) -> int:
        return self.hours.confirmed

    @property
    def unconfirmed(self) -> int:
        return self.hours.unconfirmed

    @property
    def quota(self) -> int:
        return self.progress.quota


class AdviserStanding(NamedTuple):
    """An adviser's own month in all their villages together."""

    month: Month
    hours: Hours
    progress: Progress
    basis: QuotaBasis
    phase: MonthPhase


class _Moment(NamedTuple):
    month: Month
    frame: MonthFrame
    calendar: WorkCalendar
    now: datetime

    @property
    def phase(self) -> MonthPhase:
        today = local_day(self.now)
        policy, closed = self.frame.policy, self.frame.closed
        return phase_of(self.month, today, policy, self.calendar, closed=closed)

    def progress(self, counted: int, days: int) -> Progress:
        quota = quota_for(self.frame.policy, self.month, days) if days else 0
        return progress(counted, quota, self.month, local_day(self.now), self.calendar)


async def village_standing(unit: Unit, village_id: int, month: Month, now: datetime) -> Standing:
    """Raises NotFound."""
    village = await unit.villages.get(village_id)
    if village is None:
        raise NotFound
    return (await _standings(unit, [village], month, now))[0]


async def adviser_standings(
    unit: Unit, adviser_id: int, month: Month, now: datetime
) -> list[Standing]:
    """Every village the adviser serves or served in this month, the furthest behind first."""
    serving = await unit.evaluation.serving([adviser_id], month)
    villages = await unit.villages.of_ids({a.village_id for a in serving})
    found = await _standings(unit, list(villages.values()), month, now, adviser_id)
    return sorted(found, key=_worst_first)


async def adviser_standing(
    unit: Unit, adviser_id: int, month: Month, now: datetime
) -> AdviserStanding:
    moment = await _moment(unit, month, now)
    policy = moment.frame.policy
    hours = hours_of(await unit.evaluation.stays_of([adviser_id], month), policy)
    days = assigned_days(await unit.evaluation.serving([adviser_id], month), month)
    gone = moment.progress(hours.counted, days)
    return AdviserStanding(month, hours, gone, policy.basis, moment.phase)


async def standings_below(
    unit: Unit, district_ids: frozenset[int], month: Month, now: datetime
) -> list[Standing]:
    """Every village of these districts and below, worst first: 未配备, then by minutes missing."""
    villages = await unit.villages.below(district_ids)
    return sorted(await _standings(unit, villages, month, now), key=_worst_first)


async def _moment(unit: Unit, month: Month, now: datetime) -> _Moment:
    return _Moment(month, await unit.evaluation.frame(month), await calendar_of(unit), now)


async def _standings(
    unit: Unit, villages: list[Village], month: Month, now: datetime, own_id: int | None = None
) -> list[Standing]:
    moment = await _moment(unit, month, now)
    ids = [village.id for village in villages]
    stays: dict[int, list[StayRow]] = {each: [] for each in ids}
    for stay in await unit.evaluation.stays_in(ids, month):
        stays[stay.village_id].append(stay)
    served: dict[int, list[Assignment]] = {each: [] for each in ids}
    for assignment in await unit.evaluation.served(ids, month):
        served[assignment.village_id].append(assignment)
    known = await unit.advisers.of_ids({a.adviser_id for each in served.values() for a in each})
    return [
        _standing(moment, village, stays[village.id], served[village.id], known, own_id)
        for village in villages
    ]


def _standing(
    moment: _Moment,
    village: Village,
    stays: list[StayRow],
    served: list[Assignment],
    known: dict[int, Adviser],
    own_id: int | None,
) -> Standing:
    policy = moment.frame.policy
    hours = hours_of(stays, policy)
    days = assigned_days(served, moment.month)
    return Standing(
        village,
        moment.month,
        hours,
        moment.progress(hours.counted, days),
        tuple(known[each] for each in dict.fromkeys(a.adviser_id for a in served)),
        days,
        policy.basis,
        moment.phase,
        hours_of((s for s in stays if s.adviser_id == own_id), policy).counted,
    )


def _worst_first(standing: Standing) -> tuple[bool, int, int]:
    return bool(standing.advisers), -standing.progress.missing, standing.village.id
