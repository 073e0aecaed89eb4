"""法律明白人: who is on the roll already, and what the table says differently."""

from typing import Any

from domain.imports.changes import PutMingbairen, RecordKind
from domain.imports.fields import columns_of
from domain.imports.planning.draft import Draft, shown, tell_apart
from domain.imports.rows import MingbairenRow
from domain.mingbairen import Mingbairen, Stage

_FIELDS = tuple(
    name
    for name in columns_of(MingbairenRow)
    if name in Mingbairen.model_fields and name != "stage"
)


class _Roll:
    """The stored people, each of whom can be only one row of the table."""

    def __init__(self, draft: Draft) -> None:
        grids = {grid.id: grid for grid in draft.stored.grids}
        self.village = {
            p.id: draft.names[grids[p.grid_id].village_id] for p in draft.stored.mingbairen
        }
        self._namesakes: dict[tuple[str, str], list[Mingbairen]] = {}
        for person in draft.stored.mingbairen:
            place = (self.village[person.id], person.name)
            self._namesakes.setdefault(place, []).append(person)

    def take(self, row: MingbairenRow, grid_id: int) -> Mingbairen | None:
        """Whoever agrees best: same grid and month of birth or phone, same grid, same village."""
        namesakes = self._namesakes.get((row.village, row.name), [])
        fitting = [p for p in namesakes if not _gainsays(row, p)]
        if not fitting:
            return None
        best = max(fitting, key=lambda p: (_agrees(row, p), p.grid_id == grid_id, -p.id))
        namesakes.remove(best)
        return best

    def left_over(self) -> list[Mingbairen]:
        rest = [person for people in self._namesakes.values() for person in people]
        return [person for person in rest if person.stage is not Stage.LEFT]


def plan_mingbairen(draft: Draft) -> None:
    roll = _Roll(draft)
    names = {grid.id: grid.name for grid in draft.stored.grids}
    for row in draft.tables.mingbairen:
        if (row.village, row.grid) not in draft.places:
            reason = f"网格“{row.grid}”没有导入"
            draft.blame(row.sheet, row.row, row.grid, reason, "请先改正“网格”表中的这个网格")
            continue
        grid_id = draft.grid_ids.get((row.village, row.grid), 0)
        person = roll.take(row, grid_id)
        if person is None:
            _plan_new(draft, row)
        else:
            same_place = person.grid_id == grid_id
            old_grid = row.grid if same_place else names[person.grid_id]
            _plan_known(draft, row, person, old_grid)
    if draft.tables.mingbairen:
        for person in roll.left_over():
            draft.note(RecordKind.MINGBAIREN, f"{names[person.grid_id]} {person.name}")


def _plan_new(draft: Draft, row: MingbairenRow) -> None:
    new = Mingbairen(
        id=0, grid_id=0, stage=row.stage, stage_since=draft.today, **_said(row, row.stage)
    )
    after = shown(new, MingbairenRow, grid=row.grid)
    step = PutMingbairen(row.village, row.grid, new)
    draft.add(RecordKind.MINGBAIREN, f"{row.grid} {row.name}", after, step)


def _plan_known(draft: Draft, row: MingbairenRow, person: Mingbairen, old_grid: str) -> None:
    """What the table leaves empty stays. Whoever has left stays so: coming back is a new start."""
    stage = row.stage
    if person.stage is Stage.LEFT and stage is not Stage.LEFT:
        draft.note(RecordKind.MINGBAIREN, f"{row.grid} {row.name}", "系统里已退出，状态保持不变")
        stage = Stage.LEFT
    moved = stage is not person.stage
    since = draft.today if moved else person.stage_since
    update = _said(row, stage if moved else None) | {"stage": stage, "stage_since": since}
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


def _gainsays(row: MingbairenRow, person: Mingbairen) -> bool:
    """Another month of birth and another phone: somebody else of the same name."""
    other_birth = bool(row.born and person.born and row.born != person.born)
    other_phone = bool(row.phone and person.phone and row.phone != person.phone)
    return other_birth and other_phone


def _agrees(row: MingbairenRow, person: Mingbairen) -> int:
    return (row.born is not None and row.born == person.born) + (
        row.phone is not None and row.phone == person.phone
    )
