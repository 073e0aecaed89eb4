"""The evaluation of everybody at once, in chunks, so that no press waits long for its turn.

A chunk is sifted by sums in a reading unit, beside the writer; only what may have changed is
judged by the rules in a writing unit of its own. Evaluating twice changes nothing.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from actions.month.judging import adviser_changes, grid_changes, thin_changes, village_changes
from actions.month.settling import Moved, write
from actions.month.suspects import Sifted, Standing
from domain.frames import MonthFrame
from domain.months import Month
from domain.shortfalls import ShortfallKind, State, Subject, Transition
from storage.engine import Storage
from storage.unit import Unit

CHUNK = 4_000
"""Subjects sifted at once: some 16,000 visits, and tens of milliseconds."""
JUDGED_AT_ONCE = 500
"""Subjects judged in one turn of the writer."""

Progress = Callable[[int, int], None]
"""Told how many subjects of how many are done."""
T = TypeVar("T")
Judging = Callable[[Unit, list[T]], Awaitable[list[Transition]]]


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
    street_id: int | None = None,
    closing: bool = False,
) -> Summary:
    """Open, update, move and close the month's rows of one street or of all; `closing` makes short
    ones final.

    By the rules of each street. A closed month is left alone: its figures are frozen.
    """
    async with storage.reading() as unit:
        found = await _frames(unit, month, street_id, closing=closing)
        if not found:
            return Summary()
        villages = await unit.sifting.villages(None if street_id is None else [street_id])
        advisers = await unit.sifting.advisers()
    work = Sifted(month, now, found, street_id, closing)
    judges: dict[Subject, Judging[Any]] = {
        Subject.VILLAGE: _villages(work),
        Subject.ADVISER: _advisers(work),
    }
    total, done = Summary(villages.rows + advisers.rows), 0
    for subject, ids in ((Subject.VILLAGE, villages), (Subject.ADVISER, advisers)):
        for first, last in ids.chunks(CHUNK):
            async with storage.reading() as unit:
                suspects = await work.suspects(unit, subject, first, last)
            total = total.plus(await _judge(storage, suspects, judges[subject], now))
            done += last - first + 1
            if progress:
                progress(done, villages.width + advisers.width)
    return total


async def evaluate_grids(
    storage: Storage, now: datetime, progress: Progress | None = None
) -> Summary:
    """Grids without a 明白人 and villages with too few, as they stand today."""
    async with storage.reading() as unit:
        standing = Standing(await unit.frames.of_all(Month.at(now)))
        grids, villages = await unit.sifting.grids(), await unit.sifting.villages()
    total, done = Summary(grids.rows + villages.rows), 0
    for kind, ids in (
        (ShortfallKind.GRID_UNCOVERED, grids),
        (ShortfallKind.VILLAGE_THIN, villages),
    ):
        for first, last in ids.chunks(2 * CHUNK):
            async with storage.reading() as unit:
                suspects = await standing.suspects(unit, kind, first, last)
            total = total.plus(await _judge(storage, sorted(suspects), _standing(kind, now), now))
            done += last - first + 1
            if progress:
                progress(done, grids.width + villages.width)
    return total


async def _frames(
    unit: Unit, month: Month, street_id: int | None, *, closing: bool
) -> dict[int, MonthFrame]:
    """Of the streets whose month may be judged."""
    if street_id is None:
        found = await unit.frames.of_all(month)
    else:
        found = await unit.frames.of_some(month, [street_id])
    return {
        k: frame for k, frame in found.items() if frame.judged and (closing or not frame.closed)
    }


def _villages(work: Sifted) -> Judging[int]:
    async def judge(unit: Unit, ids: list[int]) -> list[Transition]:
        return await village_changes(unit, work.month, ids, work.now, closing=work.closing)

    return judge


def _advisers(work: Sifted) -> Judging[tuple[int, int]]:
    async def judge(unit: Unit, pairs: list[tuple[int, int]]) -> list[Transition]:
        return await adviser_changes(unit, work.month, pairs, work.now, closing=work.closing)

    return judge


def _standing(kind: ShortfallKind, now: datetime) -> Judging[int]:
    changes = grid_changes if kind is ShortfallKind.GRID_UNCOVERED else thin_changes

    async def judge(unit: Unit, ids: list[int]) -> list[Transition]:
        return await changes(unit, ids, now)

    return judge


async def _judge(storage: Storage, ids: list[T], judging: Judging[T], now: datetime) -> Summary:
    total = Summary()
    for start in range(0, len(ids), JUDGED_AT_ONCE):
        chosen = ids[start : start + JUDGED_AT_ONCE]
        async with storage.unit(alone=True) as unit:
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
