"""网格: every village with its grids by state, worst first; one grid with its people."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from starlette.requests import Request

from actions.grid_board import GridCell, GridState, grid_board, grid_page
from domain.people import Actor
from web.desk.page import Page
from web.desk.pages.roll import mark_of
from web.desk.rights import Asked, roll_keepers
from web.desk.table import Chip, Column, Found, Table, Wanted
from words.desk_people import history_words
from words.desk_places import grid_cell_words, share_words

GRID_LABELS = {
    GridState.EMPTY: "空缺",
    GridState.TRAINING: "培育中",
    GridState.ENDING: "将空缺",
    GridState.COVERED: "已覆盖",
}
MARKS = {
    GridState.EMPTY: "short",
    GridState.TRAINING: "on_pace",
    GridState.ENDING: "behind",
    GridState.COVERED: "reached",
}
ORDER = list(GridState)


class Cell(NamedTuple):
    address: str
    mark: str
    label: str
    words: str


class Row(NamedTuple):
    id: int
    village: str
    grids: Sequence[Cell]
    covered: str


class Grids(Table):
    """A row a village; its grids stand in one cell, each a link."""

    entry = "grids"
    menu_label = "网格"
    search = "村(社区)或网格"
    empty = "没有符合条件的网格。"
    fields = (
        Column("village", "村(社区)", cell="strong", place="name"),
        Column("covered", "已覆盖", right=True, place="badge"),
        Column("grids", "网格", cell="grids", place="bar", wide=True),
    )

    async def find(self, asked: Asked, wanted: Wanted) -> Found:
        board = await grid_board(asked.unit, asked.actor, asked.now)
        names = await asked.unit.villages.of_ids(board)
        rows = [(names[v].name, v, cells) for v, cells in board.items()]
        named = [row for row in rows if _matches(row, wanted.words)]
        chosen = [r for r in named if not wanted.chip or wanted.chip in {c.state for c in r[2]}]
        page = chosen[wanted.skip : wanted.skip + wanted.limit]
        shown = [_row(*each, wanted.chip) for each in page]
        return Found(shown, len(chosen), _chips([cells for _, _, cells in named]))

    def row_url(self, row: dict[str, Any]) -> str:
        return ""


def _matches(row: tuple[str, int, list[GridCell]], words: str) -> bool:
    return words in row[0] or any(words in cell.cover.grid.name for cell in row[2])


def _row(village: str, village_id: int, cells: list[GridCell], chip: str) -> Row:
    wanted = [c for c in cells if not chip or c.state.value == chip]
    worst = sorted(wanted, key=lambda c: (ORDER.index(c.state), c.cover.grid.code))
    covered = sum(c.state in (GridState.COVERED, GridState.ENDING) for c in cells)
    shown = [_cell(c, village) for c in worst]
    return Row(village_id, village, shown, share_words(covered, len(cells)))


def _cell(cell: GridCell, village: str) -> Cell:
    cover, state = cell.cover, cell.state
    name = cover.grid.name.removeprefix(village) or cover.grid.name
    words = grid_cell_words(cover.registered, cover.in_training)
    return Cell(f"/grids/{cover.grid.id}", MARKS[state], f"{name} {GRID_LABELS[state]}", words)


def _chips(rows: Sequence[Sequence[GridCell]]) -> list[Chip]:
    counts: Mapping[GridState, int] = {
        state: sum(cell.state is state for cells in rows for cell in cells) for state in GridState
    }
    total = Chip("", "全部", sum(counts.values()))
    return [total, *(Chip(s.value, GRID_LABELS[s], n, MARKS[s]) for s, n in counts.items() if n)]


CHANGES_OF_IT = (
    ("worker", "更换网格员"),
    ("rename", "改名"),
    ("merge", "合并到别的网格"),
    ("split", "划出新网格"),
    ("retire", "撤销"),
)


class GridPage(Page):
    entry = "grids"
    path = "/grids/{grid_id:int}"
    route_name = "grid"
    template: ClassVar[str] = "grid.html"

    def open_to(self, actor: Actor) -> bool:
        return roll_keepers(actor)

    async def shown(self, asked: Asked, request: Request) -> dict[str, Any]:
        grid_id = request.path_params["grid_id"]
        seen = await grid_page(asked.unit, asked.actor, grid_id, asked.now)
        return {
            "heading": seen.grid.name,
            "grid": seen.grid,
            "place": seen.place,
            "state_mark": MARKS[seen.state],
            "state_words": GRID_LABELS[seen.state],
            "workers": [(worker.id, worker.name) for worker in seen.workers],
            "people": [(each, mark_of(each.stage)) for each in seen.people],
            "may_change": seen.may_change,
            "changes_of_it": CHANGES_OF_IT,
            "history": history_words(await asked.unit.audit.of("grid", grid_id)),
        }
