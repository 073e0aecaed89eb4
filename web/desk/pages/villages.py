"""村(社区): every village of an office with its month, worst first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from actions.month.board import VillageMonth, villages_seen
from domain.months import local_day
from domain.paces import Pace
from domain.people import Actor
from web.desk.rights import Asked, office, villagers
from web.desk.shapes import Amount, Bar, amount_of, bar_of
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk import advisers_words, villages_lead
from words.desk_places import remind_words
from words.labels import PACE_LABELS
from words.numbers import hours_text


class Row(NamedTuple):
    id: int
    pace: Pace
    name: str
    bar: Bar
    amount: Amount | None
    projected: str | None
    advisers: str
    last_visit: Any
    grids: str
    before: Pace | None


class Villages(Table):
    entry = "villages"
    menu_label = "村(社区)"
    search = "村名或顾问"
    empty = "没有符合条件的村(社区)。"
    list_template = "villages.html"
    fields = (
        Column("pace", "状态", cell="pace", place="badge"),
        Column("name", "村(社区)", cell="strong", place="name"),
        Column("bar", "本月累计", cell="bar", place="bar", wide=True),
        Column("amount", "", cell="amount", place="amount", right=True),
        Column("projected", "月底预计", right=True),
        Column("advisers", "法律顾问", place="left"),
        Column("last_visit", "最近进村", cell="last_visit", place="right"),
        Column("grids", "网格", right=True),
        Column("before", "上月", cell="pace_before"),
    )

    def open_to(self, actor: Actor) -> bool:
        return villagers(actor)

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        every = await villages_seen(asked.unit, asked.actor, asked.month, asked.now)
        named = [row for row in every if _matches(row, wanted.words)]
        rows = [row for row in named if not wanted.chip or row.pace.value == wanted.chip]
        page = rows[wanted.skip : wanted.skip + wanted.limit]
        lead = villages_lead(asked.month, local_day(asked.now))
        chips, primary = _chips(named), _primary(asked.actor, named)
        return Found([row_of(row) for row in page], len(rows), chips, lead, primary)

    def row_url(self, row: dict[str, Any]) -> str:
        return f"/villages/{row['id']}"


def row_of(row: VillageMonth) -> Row:
    standing = row.standing
    at_end = standing.progress.projected
    shown = at_end is not None and row.pace in (Pace.BEHIND, Pace.ON_PACE)
    return Row(
        standing.village.id,
        row.pace,
        standing.village.name,
        bar_of(row),
        amount_of(row),
        hours_text(at_end) if shown and at_end is not None else None,
        advisers_words([adviser.name for adviser in standing.advisers]),
        row.last_visit,
        f"{row.covered}/{row.grids}",
        row.before,
    )


def _matches(row: VillageMonth, words: str) -> bool:
    names = [row.standing.village.name, *(adviser.name for adviser in row.standing.advisers)]
    return any(words in name for name in names)


def _primary(actor: Actor, rows: Sequence[VillageMonth]) -> tuple[str, str] | None:
    behind = sum(is_behind(row) for row in rows)
    return ("/villages/remind", remind_words(behind)) if behind and office(actor) else None


def is_behind(row: VillageMonth) -> bool:
    return row.pace is Pace.BEHIND and bool(row.standing.advisers)


def _chips(rows: Sequence[VillageMonth]) -> list[Chip]:
    counts = {pace: sum(row.pace is pace for row in rows) for pace in Pace}
    found = [Chip(p.value, PACE_LABELS[p], n, p.value) for p, n in counts.items() if n]
    return [Chip("", "全部", len(rows)), *found]
