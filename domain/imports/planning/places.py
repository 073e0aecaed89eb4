"""Villages and grids: matched, added, renamed, brought back."""

from collections.abc import Sequence

from domain.grids import Grid
from domain.imports.changes import PutGrid, PutVillage, RecordKind, Verb
from domain.imports.fields import labelled
from domain.imports.planning.draft import Draft, shown
from domain.imports.planning.renames import renamed_grid, renamed_villages
from domain.imports.rows import AdviserRow, GridRow
from domain.imports.spelling import key
from domain.villages import Village, kind_by_name


def plan_villages(draft: Draft) -> None:
    """A village is known by its name within the district; a retired one comes back, and one that
    is called otherwise now is renamed."""
    known = {key(village.name): village for village in draft.stored.villages}
    renamed = renamed_villages(draft)
    for village in renamed.values():
        known.pop(key(village.name), None)
    for row in draft.tables.villages:
        stored = renamed.get(row.village) or known.pop(key(row.village), None)
        if row.village in draft.left_out:
            continue
        if stored is None:
            kind = row.village_kind or kind_by_name(row.village)
            new = Village(id=0, district_id=0, name=row.village, kind=kind, code=row.code)
            draft.add(RecordKind.VILLAGE, row.village, _village(new), PutVillage(new))
        else:
            _change_village(draft, row, stored)
    if draft.tables.villages:
        for village in known.values():
            if village.retired_on is None:
                draft.note(RecordKind.VILLAGE, village.name)


def _change_village(draft: Draft, row: AdviserRow, village: Village) -> None:
    renamed = key(row.village) != key(village.name)
    update = {
        "name": row.village if renamed else village.name,
        "kind": row.village_kind or (kind_by_name(row.village) if renamed else village.kind),
        "code": row.code or village.code,
        "retired_on": None,
    }
    changed = village.model_copy(update=update)
    verb = Verb.RENAME if renamed else Verb.CHANGE
    before, after = _village(village), _village(changed)
    draft.change(RecordKind.VILLAGE, village.name, before, after, PutVillage(changed), verb)
    draft.village_ids[row.village] = village.id
    if renamed:
        draft.call(village, row.village)


def plan_grids(draft: Draft) -> None:
    """A grid is known by its code, else by its village and name."""
    rows = [row for row in draft.tables.grids if row.village not in draft.left_out]
    rows = [row for row in rows if not _merged_since(draft, row)]
    matched = _matched(draft, rows)
    seen = {grid.id for grid in matched.values()}
    missing = {g.id: g for g in draft.stored.grids if g.id not in seen and g.retired_on is None}
    for row in rows:
        code = row.code or row.name
        grid = matched.get((row.sheet, row.row))
        if (grid is None or grid.code != code) and code in draft.stored.codes_elsewhere:
            reason = f"编码“{code}”已是其他街道（镇）的网格"
            draft.blame(row.sheet, row.row, code, reason, "请核对网格编码")
            continue
        if grid is None:
            here = [g for g in missing.values() if draft.names[g.village_id] == row.village]
            asked = len(draft.questions)
            grid = renamed_grid(draft, row, here)
            if len(draft.questions) > asked:
                continue
        if grid is None:
            new = Grid(id=0, village_id=0, name=row.name, code=code, households=row.households)
            draft.add(RecordKind.GRID, row.name, shown(new, GridRow), PutGrid(row.village, new))
        else:
            missing.pop(grid.id, None)
            _change_grid(draft, row, grid)
        draft.places.add((row.village, row.name))
    if draft.tables.grids:
        for grid in missing.values():
            draft.note(RecordKind.GRID, grid.name)


def _merged_since(draft: Draft, row: GridRow) -> bool:
    """A table older than the merger has the grid still: its people are those of the other one."""
    into = _merged_codes(draft).get(row.code or row.name)
    if into is None and row.code not in draft.homes:
        into = draft.merged_ids.get((row.village, row.name))
    if into is None:
        return False
    name = next(grid.name for grid in draft.stored.grids if grid.id == into)
    draft.grid_ids[row.village, row.name] = into
    draft.places.add((row.village, row.name))
    draft.note(RecordKind.GRID, row.name, f"已并入{name}，不再另建")
    return True


def _merged_codes(draft: Draft) -> dict[str, int]:
    into = {merged_id: id_ for id_, _, merged_id in draft.stored.former_grids if merged_id}
    return {grid.code: into[grid.id] for grid in draft.stored.grids if grid.id in into}


def _matched(draft: Draft, rows: Sequence[GridRow]) -> dict[tuple[str, int], Grid]:
    """The stored grid of each row; codes first, so that two grids may exchange their names."""
    by_code = {grid.code: grid for grid in draft.stored.grids}
    by_id = {grid.id: grid for grid in draft.stored.grids}
    codes = {(row.sheet, row.row): row.code or row.name for row in rows}
    matched = {place: by_code[code] for place, code in codes.items() if code in by_code}
    taken = {grid.id for grid in matched.values()}
    for row in rows:
        known = draft.grid_ids.get((row.village, row.name))
        if known is not None and known not in taken and (row.sheet, row.row) not in matched:
            matched[row.sheet, row.row] = by_id[known]
            taken.add(known)
    return matched


def _change_grid(draft: Draft, row: GridRow, grid: Grid) -> None:
    """A name that differs only in its spelling stays as the office wrote it; a name of former
    times says nothing of where the grid is now."""
    same = draft.grid_ids.get((row.village, row.name)) == grid.id
    same = same and grid.village_id not in draft.renamed_ids
    changed = grid.model_copy(
        update={
            "name": grid.name if same else row.name,
            "code": row.code or grid.code,
            "households": grid.households if row.households is None else row.households,
            "retired_on": None,
        }
    )
    village = draft.names[grid.village_id] if same else row.village
    before, after = _grid(grid, draft.names[grid.village_id]), _grid(changed, village)
    verb = Verb.CHANGE if changed.name == grid.name else Verb.RENAME
    draft.change(RecordKind.GRID, grid.name, before, after, PutGrid(village, changed), verb)
    draft.grid_ids[row.village, row.name] = grid.id


def _village(village: Village) -> dict[str, str]:
    said = labelled(AdviserRow, village=village.name, village_kind=village.kind)
    code = labelled(AdviserRow, code=village.code) if village.code else {}
    return said | code | _retired(village)


def _grid(grid: Grid, village: str) -> dict[str, str]:
    return shown(grid, GridRow) | _retired(grid) | labelled(GridRow, village=village)


def _retired(place: Village | Grid) -> dict[str, str]:
    return {"撤销日期": place.retired_on.isoformat()} if place.retired_on else {}
