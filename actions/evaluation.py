"""The evaluation of everybody at once, in chunks, so that no press waits long for its turn.

A chunk is sifted by sums in a reading unit, beside the writer; only what may have changed is
judged by the rules in a writing unit of its own. Evaluating twice changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from actions.judging import adviser_changes, grid_changes, grouped, thin_changes, village_changes
from actions.settling import Moved, write
from domain.months import Month, local_day
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import Change, Kind, State, Subject
from domain.sieve import MonthSieve, Sums
from storage.coverage import KnownGap
from storage.engine import Storage
from storage.evaluation import MonthFrame
from storage.unit import Unit

CHUNK = 2_000
"""Subjects sifted at once: some 8,000 visits, and tens of milliseconds."""
JUDGED_AT_ONCE = 500
"""Subjects judged in one turn of the writer."""

Progress = Callable[[int, int], None]
"""Told how many subjects of how many are done."""
Judging = Callable[[Unit, list[int]], Awaitable[list[Change]]]


class Summary(NamedTuple):
    """How many subjects were evaluated, and what it changed."""

    subjects: int = 0
    looked_at: int = 0
    opened: int = 0
    moved: int = 0
    updated: int = 0
    made_up: int = 0

    @property
    def changed(self) -> int:
        return self.opened + self.moved + self.updated

    def plus(self, other: "Summary") -> "Summary":
        return Summary(*(a + b for a, b in zip(self, other, strict=True)))


async def evaluate_month(
    storage: Storage,
    month: Month,
    now: datetime,
    progress: Progress | None = None,
    *,
    closing: bool = False,
) -> Summary:
    """Open, update, move and close the month's rows; `closing` makes short ones final.

    Under the month's own policy. A closed month is left alone: its figures are frozen.
    """
    async with storage.reading() as unit:
        frame = await unit.evaluation.frame(month)
        villages, advisers = (
            await unit.evaluation.village_ids(),
            await unit.evaluation.adviser_ids(),
        )
    if frame.closed and not closing:
        return Summary()
    work = _Month(storage, month, now, frame, closing)
    total, done = Summary(), 0
    for subject, ids in ((Subject.VILLAGE, villages), (Subject.ADVISER, advisers)):
        for chunk in _chunks(ids, CHUNK):
            total = total.plus(await work.chunk(subject, chunk))
            done += len(chunk)
            if progress:
                progress(done, len(villages) + len(advisers))
    return total


async def evaluate_grids(
    storage: Storage, now: datetime, progress: Progress | None = None
) -> Summary:
    """Grids without a 明白人 and villages with too few, as they stand today."""
    async with storage.reading() as unit:
        policy = (await unit.evaluation.frame(Month.at(now))).policy
        grids, villages = await unit.coverage.grid_ids(), await unit.evaluation.village_ids()
    total, done = Summary(), 0
    for kind, ids in ((Kind.GRID_UNCOVERED, grids), (Kind.VILLAGE_THIN, villages)):
        for chunk in _chunks(ids, 4 * CHUNK):
            total = total.plus(await _standing_chunk(storage, kind, chunk, policy, now))
            done += len(chunk)
            if progress:
                progress(done, len(grids) + len(villages))
    return total


class _Month(NamedTuple):
    storage: Storage
    month: Month
    now: datetime
    frame: MonthFrame
    closing: bool

    async def chunk(self, subject: Subject, ids: list[int]) -> Summary:
        suspects = await self._suspects(subject, ids)
        found = await _judge(self.storage, suspects, self._judging(subject), self.now)
        return found._replace(subjects=len(ids))

    async def _suspects(self, subject: Subject, ids: list[int]) -> list[int]:
        policy, first, last = self.frame.policy, ids[0], ids[-1]
        sieve = MonthSieve(
            self.month,
            policy,
            local_day(self.now),
            policy_set_at=self.frame.policy_set_at,
            closing=self.closing,
        )
        async with self.storage.reading() as unit:
            of = unit.evaluation
            sums: dict[int, Sums] = {}
            if subject is Subject.VILLAGE:
                sums = await of.village_sums(first, last, self.month, policy)
            elif policy.basis is QuotaBasis.ADVISER:
                sums = await of.adviser_sums(first, last, self.month, policy)
            known = grouped(await of.known(subject, first, last, self.month), lambda row: row[0])
        return [
            each
            for each in ids
            if sieve.may_change(subject, sums.get(each), (row for _, row in known.get(each, ())))
        ]

    def _judging(self, subject: Subject) -> Judging:
        changes = village_changes if subject is Subject.VILLAGE else adviser_changes

        async def judge(unit: Unit, ids: list[int]) -> list[Change]:
            frame = await unit.evaluation.frame(self.month)
            if frame.closed and not self.closing:
                return []
            return await changes(unit, self.month, frame, ids, self.now, closing=self.closing)

        return judge


async def _standing_chunk(
    storage: Storage, kind: Kind, ids: list[int], policy: Policy, now: datetime
) -> Summary:
    first, last = ids[0], ids[-1]
    of_grids = kind is Kind.GRID_UNCOVERED
    least = policy.grid_least if of_grids else policy.village_least
    async with storage.reading() as unit:
        of = unit.coverage
        if of_grids:
            short = await of.uncovered(first, last, least)
        else:
            both = policy.village_least_in_communities
            short = await of.thin(first, last, least, communities=both)
        known = {gap.subject_id: gap for gap in await of.known(kind, first, last)}
    suspects = [
        each for each, figure in short.items() if not _stands(known.get(each), figure, least)
    ]
    suspects += known.keys() - short.keys()
    changes = grid_changes if of_grids else thin_changes

    async def judge(unit: Unit, chosen: list[int]) -> list[Change]:
        return await changes(unit, policy, chosen, now)

    found = await _judge(storage, sorted(suspects), judge, now)
    return found._replace(subjects=len(ids))


def _stands(gap: KnownGap | None, figure: int, least: int) -> bool:
    if gap is None:
        return False
    return gap.state == State.WAIVED or (gap.figure, gap.wanted) == (figure, least)


async def _judge(storage: Storage, ids: list[int], judging: Judging, now: datetime) -> Summary:
    total = Summary()
    for chosen in _chunks(ids, JUDGED_AT_ONCE):
        async with storage.unit() as unit:
            moved = await write(unit, await judging(unit, chosen), now)
        total = total.plus(_summary(moved, len(chosen)))
    return total


def _summary(moved: Iterable[Moved], looked_at: int) -> Summary:
    opened = steps = updated = made_up = 0
    for before, row in moved:
        opened += before is None
        updated += before is row.state
        steps += before is not None and before is not row.state
        made_up += before is not State.MADE_UP and row.state is State.MADE_UP
    return Summary(0, looked_at, opened, steps, updated, made_up)


def _chunks(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
