"""What follows when an evaluation is written: cases close by themselves, and who was told of a
shortfall hears that it is made up, and when it is short again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from actions.month.concerned import Concerned
from actions.month.lines import lines_of
from domain.notices import MadeUp, ShortAgain
from domain.shortfalls import Shortfall, ShortfallKind, State, Transition
from storage.unit import Unit


class Moved(NamedTuple):
    """A row as written, and the state it had before; None for a new one."""

    before: State | None
    row: Shortfall


async def write(unit: Unit, changes: Sequence[Transition], now: datetime) -> list[Moved]:
    """Store the changes of an evaluation with all that follows from them."""
    if not changes:
        return []
    news = [change for change in changes if change.before is None]
    olds = [change for change in changes if change.before is not None]
    rows = await unit.shortfalls.apply([*news, *olds], now)
    moved = [Moved(c.before, row) for c, row in zip([*news, *olds], rows, strict=True)]
    await _made_up(unit, [m.row for m in moved if _is_made_up(m)], now)
    await _short_again(unit, [m.row for m in moved if _is_back(m)], now)
    return moved


def _is_made_up(moved: Moved) -> bool:
    return moved.row.state is State.MADE_UP is not moved.before


def _is_back(moved: Moved) -> bool:
    return moved.before is State.MADE_UP is not moved.row.state


async def _made_up(unit: Unit, rows: list[Shortfall], now: datetime) -> None:
    """Everybody told hears it once, with the line as it stands now."""
    if not rows:
        return
    ids = [row.id for row in rows]
    await unit.cases.close(ids, now)
    told = await unit.told.unaware(ids)
    await unit.told.made_up(await _tell(unit, rows, told, MadeUp, now), now)


async def _short_again(unit: Unit, rows: list[Shortfall], now: datetime) -> None:
    """Who was reassured hears that it was too early (规则 4.13). The loss of a grid is told by
    `grid_loss`, to everybody."""
    if not rows:
        return
    ids = [row.id for row in rows]
    await unit.cases.wait_again(ids, now)
    some = [row for row in rows if row.kind is not ShortfallKind.GRID_UNCOVERED]
    told = await unit.told.reassured([row.id for row in some])
    await unit.told.short_again(await _tell(unit, some, told, ShortAgain, now))


async def _tell(
    unit: Unit,
    rows: list[Shortfall],
    people: Mapping[int, list[int]],
    about: type[MadeUp] | type[ShortAgain],
    now: datetime,
) -> list[tuple[int, int]]:
    """Those whom it still concerns; the pairs (shortfall, person) that were told."""
    concerned = Concerned(unit, now)
    pairs = [(row, each) for row in rows for each in people.get(row.id, ())]
    pairs = [(row, each) for row, each in pairs if await concerned.by(row, each)]
    lines = await lines_of(unit, list({row.id: row for row, _ in pairs}.values()))
    for row, person_id in pairs:
        await unit.outbox.put(person_id, about(period=row.period, line=lines[row.id]), now)
    return [(row.id, person_id) for row, person_id in pairs]
