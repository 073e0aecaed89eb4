"""Where a month stands, for the cards: a village, an adviser's villages, all below an office."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from domain.advisers import Adviser, Assignment, assigned_days
from domain.districts import District
from domain.errors import NotFound
from domain.frames import MonthFrame
from domain.hours import Hours, Progress, hours_of, progress, quota_for
from domain.month_days import pace_day
from domain.months import Month, MonthPhase, local_day
from domain.paces import Pace, due_by, pace_of
from domain.places import as_named
from domain.policy import QuotaBasis
from domain.villages import Village
from storage.evaluation import StayRow
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
    own_visits: int = 0
    pace: Pace = Pace.ON_PACE
    due: int | None = None
    """Minutes that an even pace would have reached today, in a month that runs."""

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
    """An adviser's own month in all their villages together, by the rules of one street."""

    street: District
    month: Month
    hours: Hours
    progress: Progress
    basis: QuotaBasis
    phase: MonthPhase


class _Moment(NamedTuple):
    frame: MonthFrame
    now: datetime

    @property
    def phase(self) -> MonthPhase:
        return self.frame.phase(local_day(self.now))

    def progress(self, counted: int, days: int) -> Progress:
        policy, month, calendar = self.frame.policy, self.frame.month, self.frame.calendar
        quota = quota_for(policy, month, days) if days else 0
        return progress(counted, quota, month, local_day(self.now), calendar)


def on_quota(standing: Standing) -> bool:
    """A village without an adviser is not: nobody serves it, whatever the quota says."""
    return bool(standing.advisers) and not standing.progress.missing


async def village_standing(unit: Unit, village_id: int, month: Month, now: datetime) -> Standing:
    """Raises NotFound."""
    village = await unit.villages.get(village_id)
    if village is None:
        raise NotFound
    villages = await called_then(unit, [village], month)
    return (await _standings(unit, villages, month, now))[0]


async def adviser_standings(
    unit: Unit, adviser_id: int, month: Month, now: datetime
) -> list[Standing]:
    """Every village the adviser serves or served in this month, the furthest behind first."""
    serving = await unit.evaluation.serving([adviser_id], month)
    known = await unit.villages.of_ids({a.village_id for a in serving})
    villages = await called_then(unit, known.values(), month)
    found = await _standings(unit, villages, month, now, adviser_id)
    return sorted(found, key=_worst_first)


async def adviser_standing(
    unit: Unit, adviser_id: int, month: Month, now: datetime
) -> list[AdviserStanding]:
    """One for each street the adviser serves in this month, by code."""
    serving = await unit.evaluation.serving([adviser_id], month)
    homes = await unit.villages.homes_of({a.village_id for a in serving})
    frames = await unit.frames.of_some(month, set(homes.values()))
    streets = [s for s in [await unit.districts.get(each) for each in frames] if s]
    stays = await unit.evaluation.stays_of([adviser_id], month)
    days = assigned_days(serving, month)
    found = []
    for street in sorted(streets, key=lambda street: street.code):
        moment = _Moment(frames[street.id], now)
        hours = hours_of(stays, moment.frame.policy)
        gone, basis = moment.progress(hours.counted, days), moment.frame.policy.basis
        found.append(AdviserStanding(street, month, hours, gone, basis, moment.phase))
    return found


async def standings_below(
    unit: Unit, district_ids: frozenset[int], month: Month, now: datetime
) -> list[Standing]:
    """Every village of these districts and below, as they were in that month; worst first:
    未配备, then by minutes missing."""
    known = await unit.villages.below(district_ids, month)
    villages = await called_then(unit, known, month)
    return sorted(await _standings(unit, villages, month, now), key=_worst_first)


async def called_then(unit: Unit, villages: Iterable[Village], month: Month) -> list[Village]:
    """The villages by the names they had in that month (规则 2.11)."""
    known = list(villages)
    names = await unit.former_names.names_in(month, [village.id for village in known])
    return as_named(known, names) if names else known


async def _standings(
    unit: Unit, villages: list[Village], month: Month, now: datetime, own_id: int | None = None
) -> list[Standing]:
    frames = await unit.frames.of_some(month, {village.district_id for village in villages})
    ids = [village.id for village in villages]
    stays: dict[int, list[StayRow]] = {each: [] for each in ids}
    for stay in await unit.evaluation.stays_in(ids, month):
        stays[stay.village_id].append(stay)
    served: dict[int, list[Assignment]] = {each: [] for each in ids}
    for assignment in await unit.evaluation.served(ids, month):
        served[assignment.village_id].append(assignment)
    known = await unit.advisers.of_ids({a.adviser_id for each in served.values() for a in each})
    return [
        _standing(
            _Moment(frames[village.district_id], now),
            village,
            stays[village.id],
            served[village.id],
            known,
            own_id,
        )
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
    policy, month = moment.frame.policy, moment.frame.month
    hours = hours_of(stays, policy)
    days = assigned_days(served, month)
    own = [stay for stay in stays if stay.adviser_id == own_id]
    advisers = tuple(known[each] for each in dict.fromkeys(a.adviser_id for a in served))
    gone, today = moment.progress(hours.counted, days), local_day(moment.now)
    return Standing(
        village,
        month,
        hours,
        gone,
        advisers,
        days,
        policy.basis,
        moment.phase,
        hours_of(own, policy).counted,
        sum(stay.withdrawn_at is None for stay in own),
        pace_of(gone, bool(advisers), month, today, pace_day(month, policy)),
        due_by(gone.quota, month, today) if today <= month.last_day else None,
    )


def _worst_first(standing: Standing) -> tuple[bool, int, int]:
    return bool(standing.advisers), -standing.progress.missing, standing.village.id
