"""What follows when an evaluation is written: cases close by themselves, and who was told of a
shortfall hears that it is made up."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from actions.month.lines import lines_of
from domain.notices import MadeUp
from domain.shortfalls import Shortfall, State, Transition
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
    back = [m.row.id for m in moved if m.before is State.MADE_UP is not m.row.state]
    if back:
        await unit.cases.wait_again(back, now)
    return moved


def _is_made_up(moved: Moved) -> bool:
    return moved.row.state is State.MADE_UP is not moved.before


async def _made_up(unit: Unit, rows: list[Shortfall], now: datetime) -> None:
    """Everybody told hears it once, with the line as it stands now."""
    if not rows:
        return
    ids = [row.id for row in rows]
    await unit.cases.close(ids, now)
    told = await unit.shortfalls.told_of_all(ids)
    heard = [row for row in rows if row.id in told]
    lines = await lines_of(unit, heard)
    for row in heard:
        notice = MadeUp(period=row.period, line=lines[row.id])
        for person_id in told[row.id]:
            await unit.outbox.put(person_id, notice, now)
