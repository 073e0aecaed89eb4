"""Who falls short as of a moment, worked out without writing anything."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from actions.month.judging import grouped
from actions.month.standings import called_then
from domain.advisers import assigned_days
from domain.digests import worst_first
from domain.frames import MonthFrame
from domain.hours import hours_of
from domain.judging import MonthJudge, judge_grid, judge_village_thin
from domain.months import Month, local_day
from domain.notices import ShortLine
from domain.policy import QuotaBasis
from domain.shortfalls import Judgement, Shortfall, ShortfallKind, State, Subject, reconcile
from domain.villages import Village
from storage.unit import Unit

AT_ONCE = 5_000
"""Subjects asked about at once: both databases stop at some 32,000 parameters."""
Key = tuple[ShortfallKind, Subject, int, int]


class ShortLineOf(ShortLine):
    """A line with the state its row has, or would have."""

    state: State


class _AsOf(NamedTuple):
    """The last moment of a month ends it: by then nobody can make anything up any more."""

    month: Month
    frames: Mapping[int, MonthFrame]
    moment: datetime
    waived: Mapping[Key, Shortfall]

    @property
    def today(self) -> date:
        return local_day(self.moment)

    @property
    def ended(self) -> bool:
        return local_day(self.moment + timedelta(seconds=1)) > self.month.last_day

    def judge(self, street_id: int) -> MonthJudge:
        policy = self.frames[street_id].policy
        return MonthJudge(self.month, policy, self.today, street_id)

    def line(
        self, judgement: Judgement | None, street_id: int, village: str, subject: str
    ) -> list[ShortLineOf]:
        """None or one. Of the stored row only what people decided counts, for the rest of it
        is of another moment."""
        if judgement is None or not judgement.short:
            return []
        row = self.waived.get(_key(judgement))
        closed = self.ended and self.frames[street_id].closed
        change = reconcile(row, judgement, self.moment, ended=self.ended, closed=closed)
        row = change.row if change else row
        if row is None:
            return []
        line = ShortLineOf(
            kind=judgement.kind,
            village=village,
            subject=subject,
            figure=judgement.figure,
            wanted=judgement.wanted,
            state=row.state,
        )
        return [line]


async def shortfalls_as_of(
    unit: Unit, moment: datetime, district_ids: Collection[int] | None = None
) -> list[ShortLineOf]:
    """Every shortfall of the month in which the moment lies, worst first, waived ones included;
    of these districts and below, or of all there are.

    Visits count that had ended by then, as they are recorded now. Grids and thin villages are
    those of the roll as it is now: a base table entered late says what was so before.
    """
    month = Month.at(moment)
    waived = {_key(row): row for row in await unit.shortfalls.waived(month)}
    frames = {k: f for k, f in (await unit.frames.of_all(month)).items() if f.judged}
    as_of = _AsOf(month, frames, moment, waived)
    here = await _roots(unit) if district_ids is None else district_ids
    known = await called_then(unit, await unit.villages.below(here, month), month)
    villages = {v.id: v for v in known if v.district_id in frames}
    found = await _of_villages(unit, as_of, villages)
    by_adviser = {k for k, f in frames.items() if f.policy.basis is QuotaBasis.ADVISER}
    judged = [each for each, v in villages.items() if v.district_id in by_adviser]
    found += await _of_advisers(unit, as_of, judged) if judged else []
    return worst_first([*found, *await _of_grids(unit, as_of, here)])


def _key(row: Shortfall | Judgement) -> Key:
    return row.kind, row.subject, row.subject_id, row.place_id


async def _roots(unit: Unit) -> list[int]:
    return [district.id for district in await unit.districts.all() if district.parent_id is None]


async def _of_villages(
    unit: Unit, as_of: _AsOf, villages: Mapping[int, Village]
) -> list[ShortLineOf]:
    """Their hours or what stands in for them, and those with too few 明白人."""
    month, found = as_of.month, list[ShortLineOf]()
    for chunk in _chunks(list(villages)):
        stays = grouped(await unit.evaluation.stays_in(chunk, month), lambda s: s.village_id)
        served = grouped(await unit.evaluation.served(chunk, month), lambda a: a.village_id)
        people = await unit.coverage.of_villages(chunk)
        for each in chunk:
            street, name = villages[each].district_id, villages[each].name
            policy = as_of.frames[street].policy
            hours = hours_of((s for s in stays[each] if s.ended_at <= as_of.moment), policy)
            days = assigned_days(served[each], month)
            monthly = as_of.judge(street).village(each, hours, days)
            thin = None
            if each in people:  # not retired since
                thin = judge_village_thin(each, *people[each], policy, as_of.today)
            for judgement in (monthly, thin):
                found += as_of.line(judgement, street, name, name)
    return found


async def _of_advisers(unit: Unit, as_of: _AsOf, villages: Sequence[int]) -> list[ShortLineOf]:
    """Everybody who serves one of the villages, with all their villages together, by the rules of
    its street."""
    month, found = as_of.month, list[ShortLineOf]()
    pairs: set[tuple[int, int]] = set()
    for chunk in _chunks(villages):
        homes = await unit.villages.homes_of(chunk)
        served = await unit.evaluation.served(chunk, month)
        pairs |= {(each.adviser_id, homes[each.village_id]) for each in served}
    streets = grouped(sorted(pairs), lambda pair: pair[0])
    for chunk in _chunks(sorted(streets)):
        advisers = await unit.advisers.of_ids(chunk)
        stays = grouped(await unit.evaluation.stays_of(chunk, month), lambda s: s.adviser_id)
        serving = grouped(await unit.evaluation.serving(chunk, month), lambda a: a.adviser_id)
        for each, street in (pair for adviser in chunk for pair in streets[adviser]):
            own = (s for s in stays[each] if s.ended_at <= as_of.moment)
            hours = hours_of(own, as_of.frames[street].policy)
            days = assigned_days(serving[each], month)
            judgement = as_of.judge(street).adviser(each, hours, days)
            found += as_of.line(judgement, street, "", advisers[each].name)
    return found


async def _of_grids(unit: Unit, as_of: _AsOf, districts: Collection[int]) -> list[ShortLineOf]:
    found: list[ShortLineOf] = []
    covers = await unit.grids.cover_below(districts)
    homes = await unit.villages.homes()
    for grid, village, registered, in_training in covers:
        street = homes[grid.village_id]
        if street in as_of.frames:
            policy = as_of.frames[street].policy
            judgement = judge_grid(grid.id, registered, in_training, policy, as_of.today)
            found += as_of.line(judgement, street, village, grid.name)
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
