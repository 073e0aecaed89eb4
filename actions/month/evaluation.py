"""The evaluation of everybody at once, in chunks, so that no press waits long for its turn.

A chunk is sifted by sums in a reading unit, beside the writer; only what may have changed is
judged by the rules in a writing unit of its own. Evaluating twice changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from actions.month.judging import adviser_changes, grid_changes, thin_changes, village_changes
from actions.month.settling import Moved, write
from domain.months import Month, local_day
from domain.policy import Policy, QuotaBasis
from domain.shortfalls import ShortfallKind, State, Subject, Transition
from domain.sieve import MonthSieve, Sums
from storage.engine import Storage
from storage.evaluation import MonthFrame
from storage.unit import Unit

CHUNK = 4_000
"""Subjects sifted at once: some 16,000 visits, and tens of milliseconds."""
JUDGED_AT_ONCE = 500
"""Subjects judged in one turn of the writer."""

Progress = Callable[[int, int], None]
"""Told how many subjects of how many are done."""
Judging = Callable[[Unit, list[int]], Awaitable[list[Transition]]]


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
        villages, advisers = await unit.sifting.villages(), await unit.sifting.advisers()
    if frame.closed and not closing:
        return Summary()
    work = _Month(storage, month, now, frame, closing)
    total, done = Summary(villages.rows + advisers.rows), 0
    for subject, ids in ((Subject.VILLAGE, villages), (Subject.ADVISER, advisers)):
        for first, last in ids.chunks(CHUNK):
            total = total.plus(await work.chunk(subject, first, last))
            done += last - first + 1
            if progress:
                progress(done, villages.width + advisers.width)
    return total


async def evaluate_grids(
    storage: Storage, now: datetime, progress: Progress | None = None
) -> Summary:
    """Grids without a 明白人 and villages with too few, as they stand today."""
    async with storage.reading() as unit:
        policy = (await unit.evaluation.frame(Month.at(now))).policy
        grids, villages = await unit.sifting.grids(), await unit.sifting.villages()
    total, done = Summary(grids.rows + villages.rows), 0
    for kind, ids in (
        (ShortfallKind.GRID_UNCOVERED, grids),
        (ShortfallKind.VILLAGE_THIN, villages),
    ):
        for first, last in ids.chunks(2 * CHUNK):
            total = total.plus(await _standing_chunk(storage, kind, first, last, policy, now))
            done += last - first + 1
            if progress:
                progress(done, grids.width + villages.width)
    return total


class _Month(NamedTuple):
    storage: Storage
    month: Month
    now: datetime
    frame: MonthFrame
    closing: bool

    async def chunk(self, subject: Subject, first: int, last: int) -> Summary:
        suspects = await self._suspects(subject, first, last)
        return await _judge(self.storage, suspects, self._judging(subject), self.now)

    async def _suspects(self, subject: Subject, first: int, last: int) -> list[int]:
        policy = self.frame.policy
        sieve = MonthSieve(
            self.month,
            policy,
            local_day(self.now),
            policy_set_at=self.frame.policy_set_at,
            closing=self.closing,
        )
        async with self.storage.reading() as unit:
            of = unit.sifting
            sums: dict[int, Sums] = {}
            if subject is Subject.VILLAGE or policy.basis is QuotaBasis.ADVISER:
                sums = await of.sums(subject, first, last, self.month, policy)
            known = await of.known(subject, first, last, self.month)
        return [
            each
            for each in sorted(sums.keys() | known.keys())
            if sieve.may_change(subject, sums.get(each), known.get(each, ()))
        ]

    def _judging(self, subject: Subject) -> Judging:
        changes = village_changes if subject is Subject.VILLAGE else adviser_changes

        async def judge(unit: Unit, ids: list[int]) -> list[Transition]:
            frame = await unit.evaluation.frame(self.month)
            if frame.closed and not self.closing:
                return []
            return await changes(unit, self.month, frame, ids, self.now, closing=self.closing)

        return judge


async def _standing_chunk(
    storage: Storage, kind: ShortfallKind, first: int, last: int, policy: Policy, now: datetime
) -> Summary:
    async with storage.reading() as unit:
        suspects = await unit.coverage.suspects(kind, first, last, policy)
    changes = grid_changes if kind is ShortfallKind.GRID_UNCOVERED else thin_changes

    async def judge(unit: Unit, chosen: list[int]) -> list[Transition]:
        return await changes(unit, policy, chosen, now)

    return await _judge(storage, sorted(suspects), judge, now)


async def _judge(storage: Storage, ids: list[int], judging: Judging, now: datetime) -> Summary:
    total = Summary()
    for start in range(0, len(ids), JUDGED_AT_ONCE):
        chosen = ids[start : start + JUDGED_AT_ONCE]
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
