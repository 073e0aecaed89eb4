"""法律明白人: who is on the roll already, and what the table says differently."""

from collections.abc import Iterator
from typing import Any

from domain.imports.changes import PutMingbairen, RecordKind
from domain.imports.fields import columns_of
from domain.imports.planning.draft import Draft, shown, tell_apart
from domain.imports.planning.roll import Roll
from domain.imports.rows import MingbairenRow
from domain.mingbairen import Mingbairen, Stage

_FIELDS = tuple(
    name
    for name in columns_of(MingbairenRow)
    if name in Mingbairen.model_fields and name != "stage"
)


def plan_mingbairen(draft: Draft) -> None:
    roll = Roll(draft)
    names = {grid.id: grid.name for grid in draft.stored.grids}
    found = {id(row): roll.take(row, _grid_id(draft, row)) for row in _placed(draft)}
    for row in draft.tables.mingbairen:
        if id(row) not in found:
            continue
        person = found[id(row)] or roll.take_from_elsewhere(row)
        if person is not None:
            same_place = person.grid_id == _grid_id(draft, row)
            _plan_known(draft, row, person, row.grid if same_place else names[person.grid_id])
        elif other := roll.called_otherwise(row):
            _ask(draft, row, other, names[other.grid_id])
        else:
            _plan_new(draft, row)
    if draft.tables.mingbairen:
        for person in roll.left_over():
            draft.note(RecordKind.MINGBAIREN, f"{names[person.grid_id]} {person.name}")


def _placed(draft: Draft) -> Iterator[MingbairenRow]:
    """The rows whose grid there is; those of a village that is asked about wait for the answer."""
    for row in draft.tables.mingbairen:
        if (row.village, row.grid) in draft.places:
            yield row
        elif row.village not in draft.left_out:
            reason = f"网格“{row.grid}”没有导入"
            draft.blame(row.sheet, row.row, row.grid, reason, "请先改正“网格”表中的这个网格")


def _grid_id(draft: Draft, row: MingbairenRow) -> int:
    return draft.grid_ids.get((row.village, row.grid), 0)


def _ask(draft: Draft, row: MingbairenRow, other: Mingbairen, grid: str) -> None:
    """Two names with one phone or certificate are one person only if somebody says so."""
    same = "证书编号" if row.certificate and row.certificate == other.certificate else "电话"
    reason = f"系统里{grid}的{other.name}也是这个{same}，表里没有{other.name}"
    advice = (
        f"若是同一人改了姓名，请先在系统里把{other.name}更正为{row.name}再导入；"
        f"若是两个人，请核对{same}"
    )
    draft.blame(row.sheet, row.row, row.name, reason, advice)


def _plan_new(draft: Draft, row: MingbairenRow) -> None:
    if row.phone and draft.full_phone(row.phone, None) is None:
        draft.blame_masked(row, row.phone)
        return
    new = Mingbairen(
        id=0, grid_id=0, stage=row.stage, stage_since=draft.today, **_said(row, row.stage)
    )
    after = shown(new, MingbairenRow, grid=row.grid)
    step = PutMingbairen(row.village, row.grid, new)
    draft.add(RecordKind.MINGBAIREN, f"{row.grid} {row.name}", after, step)


def _plan_known(draft: Draft, row: MingbairenRow, person: Mingbairen, old_grid: str) -> None:
    """What the table leaves empty stays. Whoever has left stays so: coming back is a new start."""
    phone = draft.full_phone(row.phone, person.phone)
    if row.phone and phone is None:
        draft.blame_masked(row, row.phone)
        return
    stage = row.stage
    if person.stage is Stage.LEFT and stage is not Stage.LEFT:
        draft.note(RecordKind.MINGBAIREN, f"{row.grid} {row.name}", "系统里已退出，状态保持不变")
        stage = Stage.LEFT
    moved = stage is not person.stage
    since = draft.today if moved else person.stage_since
    update = _said(row, stage if moved else None) | {"stage": stage, "stage_since": since}
    update |= {"name": person.name} | ({"phone": phone} if phone else {})
    changed = person.model_copy(update=update)
    before = shown(person, MingbairenRow, grid=old_grid)
    after = shown(changed, MingbairenRow, grid=row.grid)
    if person.phone != changed.phone:
        tell_apart(MingbairenRow, before, after)
    step = PutMingbairen(row.village, row.grid, changed, moved)
    draft.change(RecordKind.MINGBAIREN, f"{row.grid} {row.name}", before, after, step)


def _said(row: MingbairenRow, new_stage: Stage | None) -> dict[str, Any]:
    """What the row says, by field of the model."""
    said = {name: getattr(row, name) for name in _FIELDS if getattr(row, name) is not None}
    if new_stage is Stage.LEFT:
        said["left_reason"] = row.note
    return said
