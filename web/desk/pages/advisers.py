"""法律顾问: everybody who serves a village of the office this month, with what is still to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from actions.month.board import VillageMonth, villages_seen
from domain.advisers import ADVISER_KIND_LABELS, Adviser
from domain.paces import WORST_FIRST, Pace
from web.desk.rights import Asked
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk_places import places_words, reached_words
from words.labels import PACE_LABELS
from words.numbers import hours_text


class Row(NamedTuple):
    """`pace`: that of the village that is worst off."""

    id: int
    pace: Pace
    name: str
    kind: str
    villages: str
    reached: str
    hours: str
    missing: str
    last_visit: date | None


class Advisers(Table):
    entry = "advisers"
    menu_label = "法律顾问"
    search = "姓名或村名"
    empty = "没有符合条件的法律顾问。在村(社区)的页面“更多”里聘任。"
    fields = (
        Column("pace", "状态", cell="pace", place="badge"),
        Column("name", "姓名", cell="strong", place="name"),
        Column("kind", "类型"),
        Column("villages", "服务的村(社区)", place="left"),
        Column("reached", "本月", right=True, place="right"),
        Column("hours", "各村本月累计", right=True),
        Column("missing", "还差", right=True),
        Column("last_visit", "最近进村", cell="last_visit"),
    )

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        every = await villages_seen(asked.unit, asked.actor, asked.month, asked.now)
        rows = [row_of(*each) for each in served_by(every)]
        named = [r for r in rows if wanted.words in r.name or wanted.words in r.villages]
        counts = {pace: sum(row.pace is pace for row in named) for pace in Pace}
        chips = [Chip(p.value, PACE_LABELS[p], n, p.value) for p, n in counts.items() if n]
        chosen = [row for row in named if not wanted.chip or row.pace.value == wanted.chip]
        page = chosen[wanted.skip : wanted.skip + wanted.limit]
        return Found(page, len(chosen), [Chip("", "全部", len(named)), *chips])

    def row_url(self, row: dict[str, Any]) -> str:
        return f"/advisers/{row['id']}"


def served_by(rows: Iterable[VillageMonth]) -> list[tuple[Adviser, list[VillageMonth]]]:
    """By adviser, in the order of the rows: worst first."""
    found: dict[int, tuple[Adviser, list[VillageMonth]]] = {}
    for row in rows:
        for adviser in row.standing.advisers:
            found.setdefault(adviser.id, (adviser, []))[1].append(row)
    return list(found.values())


def row_of(adviser: Adviser, rows: list[VillageMonth]) -> Row:
    worst = min((row.pace for row in rows), key=WORST_FIRST.__getitem__)
    days = [row.last_visit for row in rows if row.last_visit]
    return Row(
        adviser.id,
        worst,
        adviser.name,
        ADVISER_KIND_LABELS[adviser.kind],
        places_words([row.standing.village.name for row in rows]),
        reached_words(sum(row.pace is Pace.REACHED for row in rows), len(rows)),
        hours_text(sum(row.standing.counted for row in rows)),
        hours_text(sum(row.missing for row in rows)),
        max(days, default=None),
    )
