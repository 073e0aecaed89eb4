"""Whom an evaluation must look at closely: found by sums, each by the sieve of its own street.

Streets whose policies count minutes alike are added up together, so that a province in which most
streets inherit costs what one street costs.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from domain.frames import MonthFrame
from domain.months import Month, local_day
from domain.policy import Policy, QuotaBasis, counting_alone
from domain.shortfalls import STANDING, ShortfallKind, Subject
from domain.sieve import Known, MonthSieve, Sums
from storage.unit import Unit

Group = TypeVar("Group", bound=Hashable)


class Sifted:
    """One month of some streets, as seen at one moment."""

    def __init__(
        self,
        month: Month,
        now: datetime,
        frames: Mapping[int, MonthFrame],
        street_id: int | None,
        closing: bool,
    ) -> None:
        self.month, self.now, self.closing = month, now, closing
        self._frames, self._street_id = frames, street_id
        self._sieves = _sieves(frames, local_day(now), closing)
        self._by_counting = _grouped(
            (counting_alone(frame.policy), each) for each, frame in frames.items()
        )
        self._by_advisers = {
            each for each, f in frames.items() if f.policy.basis is QuotaBasis.ADVISER
        }

    async def suspects(self, unit: Unit, subject: Subject, first: int, last: int) -> list[Any]:
        """Villages, or pairs of adviser and street."""
        if subject is Subject.VILLAGE:
            return await self._villages(unit, first, last)
        return await self._advisers(unit, first, last)

    async def _villages(self, unit: Unit, first: int, last: int) -> list[int]:
        of, sums = unit.sifting, dict[int, Sums]()
        for policy, streets in self._by_counting.items():
            found = await self._sums(unit, Subject.VILLAGE, first, last, policy)
            if len(self._by_counting) > 1:
                found = {each: s for each, s in found.items() if s.place_id in streets}
            sums |= found
        known = await of.known(Subject.VILLAGE, first, last, self.month)
        over = known.keys() - sums.keys()
        homes = await unit.villages.homes_of(over) if over else {}
        suspects = []
        for each in sorted(sums.keys() | known.keys()):
            own = sums.get(each)
            sieve = self._sieves.get(own.place_id if own else homes.get(each, 0))
            if sieve and sieve.may_change(Subject.VILLAGE, own, known.get(each, ())):
                suspects.append(each)
        return suspects

    async def _advisers(self, unit: Unit, first: int, last: int) -> list[tuple[int, int]]:
        """Those who serve a street that judges by advisers, and those it has judged before."""
        of = unit.sifting
        known: defaultdict[tuple[int, int], list[Known]] = defaultdict(list)
        for adviser, rows in (await of.known(Subject.ADVISER, first, last, self.month)).items():
            for row in rows:
                known[adviser, row.place_id].append(row)
        sums: dict[tuple[int, int], Sums] = {}
        if self._by_advisers:
            streets = self._by_advisers
            served = await of.streets_served(first, last, self.month, streets)
            for policy, own in self._by_counting.items():
                if own & streets and served:
                    least, most = min(served), max(served)
                    found = await self._sums(unit, Subject.ADVISER, least, most, policy)
                    sums |= {
                        (adviser, street): found[adviser]
                        for adviser, theirs in served.items()
                        for street in theirs & own
                    }
        return [
            pair
            for pair in sorted(sums.keys() | known.keys())
            if (sieve := self._sieves.get(pair[1]))
            and sieve.may_change(Subject.ADVISER, sums.get(pair), known.get(pair, ()))
        ]

    async def _sums(
        self, unit: Unit, subject: Subject, first: int, last: int, policy: Policy
    ) -> dict[int, Sums]:
        street = self._street_id if subject is Subject.VILLAGE else None
        ids = first, last
        return await unit.sifting.sums(subject, *ids, self.month, policy, street, confirmed=False)


class Standing:
    """Grids and villages of some streets by how many people are wanted of them."""

    def __init__(self, frames: Mapping[int, MonthFrame]) -> None:
        begun = {each: frame.policy for each, frame in frames.items() if frame.judged}
        self._all = len(begun) == len(frames)
        self._wanting = {
            kind: _grouped((_wanted(kind, policy), each) for each, policy in begun.items())
            for kind in STANDING
        }

    async def suspects(self, unit: Unit, kind: ShortfallKind, first: int, last: int) -> list[int]:
        """Those whose row does not say how they stand; streets that want alike together."""
        wanting, found = self._wanting[kind], list[int]()
        for policy, streets in wanting.items():
            here = None if self._all and len(wanting) == 1 else streets
            found += await unit.coverage.suspects(kind, first, last, policy, here)
        return found


def _wanted(kind: ShortfallKind, policy: Policy) -> Policy:
    """What of it decides how many people are wanted."""
    if kind is ShortfallKind.GRID_UNCOVERED:
        return Policy(grid_least=policy.grid_least)
    communities = policy.village_least_in_communities
    return Policy(village_least=policy.village_least, village_least_in_communities=communities)


def _sieves(frames: Mapping[int, MonthFrame], today: Any, closing: bool) -> dict[int, MonthSieve]:
    """One for all streets that inherit the same."""
    made: dict[Hashable, MonthSieve] = {}
    found = {}
    for each, frame in frames.items():
        key = frame.policy, frame.policy_set_at
        if key not in made:
            made[key] = MonthSieve(
                frame.month,
                frame.policy,
                today,
                policy_set_at=frame.policy_set_at,
                closing=closing,
            )
        found[each] = made[key]
    return found


def _grouped(pairs: Iterable[tuple[Group, int]]) -> dict[Group, set[int]]:
    groups: defaultdict[Group, set[int]] = defaultdict(set)
    for group, each in pairs:
        groups[group].add(each)
    return groups
