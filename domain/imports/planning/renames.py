"""A place of the table that may be one the system knows under another name (规则 2.14).

The same code is the same place. Where no code says so, a name nearly equal to that of a place the
table lacks is asked about: a second village is easily made and hard to take back.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz.distance import Levenshtein

from domain.grids import Grid
from domain.imports.places import short_name
from domain.imports.planning.draft import Draft
from domain.imports.renamed import Renamed
from domain.imports.rows import AdviserRow, GridRow
from domain.imports.spelling import key
from domain.villages import Village

_NUMBER = re.compile(r"[\d一二三四五六七八九十甲乙丙丁东南西北中上下前后]")
ASK_ADVICE = (
    "请在预览里回答是不是改名；用命令导入的，请加上 --renamed（都是改名）或 --not-renamed（都不是）"
)


def renamed_villages(draft: Draft) -> Mapping[str, Village]:
    """The stored village of each new name that means one; what is asked is left out for now."""
    known = {key(v.name): v for v in draft.stored.villages if v.retired_on is None}
    said = {key(row.village) for row in draft.tables.villages}
    missing = {v.id: v for name, v in known.items() if name not in said}
    new = [row for row in draft.tables.villages if key(row.village) not in known]
    found: dict[str, Village] = {}
    for row in new if missing else []:
        village = _by_code(draft, row, missing)
        if village is not None:
            found[row.village] = missing.pop(village.id)
    for row in new if missing else []:
        if row.village in found:
            continue
        near = [v for v in missing.values() if nearly(row.village, v.name)]
        if len(near) == 1 and draft.renamed is Renamed.YES:
            found[row.village] = missing.pop(near[0].id)
        elif near and draft.renamed is not Renamed.NO:
            _ask(draft, row.sheet, row.row, row.village, [v.name for v in near])
            draft.left_out.add(row.village)
    return found


def _by_code(draft: Draft, row: AdviserRow, missing: Mapping[int, Village]) -> Village | None:
    """By its own code, else by the codes of its grids, all of which stood in one village."""
    if row.code:
        return next((v for v in missing.values() if v.code == row.code), None)
    homes = {
        home
        for grid in draft.tables.grids
        if grid.village == row.village and grid.code
        for home in [draft.homes.get(grid.code)]
        if home is not None
    }
    return missing.get(homes.pop()) if len(homes) == 1 else None


def renamed_grid(draft: Draft, row: GridRow, missing: Collection[Grid]) -> Grid | None:
    """The stored grid that may be meant; None if there is none, or if it has to be asked."""
    name = row.name.removeprefix(row.village)
    near = [g for g in missing if nearly(name, g.name.removeprefix(row.village))]
    if len(near) == 1 and draft.renamed is Renamed.YES:
        return near[0]
    if near and draft.renamed is not Renamed.NO:
        _ask(draft, row.sheet, row.row, row.name, [grid.name for grid in near])
    return None


def nearly(one: str, other: str) -> bool:
    """村 for 社区, or one sign more, less or other; numbers and sides tell places apart."""
    a, b = key(one), key(other)
    if short_name(a) == short_name(b):
        return True
    if Levenshtein.distance(a, b, score_cutoff=1) > 1 or min(len(a), len(b)) < 3:
        return False
    for op in Levenshtein.editops(a, b):
        here, there = int(op[1]), int(op[2])
        if _NUMBER.search(a[here : here + 1] + b[there : there + 1]):
            return False
    return True


def _ask(draft: Draft, sheet: str, row: int, name: str, near: Iterable[str]) -> None:
    old = "”“".join(near)
    draft.questions.append((old, name))
    reason = f"改名？系统里有“{old}”，表里没有；“{name}”是不是它的新名称"
    draft.blame(sheet, row, name, reason, ASK_ADVICE)
